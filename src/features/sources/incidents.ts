import Type from 'typebox';
import { id, linked, one, text, time } from '../../core/field.ts';
import { shape } from '../../core/shape.ts';
import { openOnes } from '../participants/index.ts';
import { IndividualReadMinimal } from '../people/index.ts';

const link = { links: 'source_incidents', from: 'source_id', target: 'incident_id' } as const;
const named = { id: id(), name: text() } as const;

/** What a table of incidents shows of each; an incident with all that belongs to it would make lists of sources slow. */
const SourceIncident = shape('SourceIncident', 'incidents', {
  ...named,
  title: text(),
  status: text(),
  visibility: text(),
  reported_at: time(),
  stable_at: time(),
  closed_at: time(),
  incident_type: one(shape('SourceIncidentType', 'incident_types', named), 'incident_type_id'),
  incident_severity: one(shape('SourceIncidentSeverity', 'incident_severities', { ...named, color: text() }), 'incident_severity_id'),
  incident_priority: one(shape('SourceIncidentPriority', 'incident_priorities', { ...named, color: text() }), 'incident_priority_id'),
  commander: one(
    shape('SourceIncidentCommander', 'participants', { id: id(), individual: one(IndividualReadMinimal, 'individual_contact_id') }),
    'commander_id',
  ),
  project: one(shape('SourceIncidentProject', 'projects', { ...named, display_name: text(), color: text() }), 'project_id'),
});

/** The contract has whole incidents here; an open object promises none of the keys that are left out. */
const read = Type.Array(
  Type.Unsafe<object>({ type: 'object', additionalProperties: true, description: 'An incident: its id, name, title, status and dates.' }),
);

/** Every incident that a source had part in: for those who see all incidents, who alone write the list. */
export const allIncidents = () => ({ ...linked(SourceIncident, { ...link, whenOmitted: 'keep' }), read });

/** For everybody else: those that are open to all. */
export const openIncidents = () => ({ ...openOnes(SourceIncident, link), read });

/** Ids and names alone, for sources inside other records. */
export const namesOfOpenIncidents = () => ({ ...openOnes(shape('SourceIncidentName', 'incidents', named), link), read });
