import { across, up } from '../../core/paths.ts';
import { allowed, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { TOTAL_COST } from '../costs/index.ts';
import { acrossOpen, incidentView } from '../participants/index.ts';
import { incidentJoins } from '../search-filters/index.ts';
import { IncidentRead, IncidentReadMinimal } from './shapes.ts';

/** Incidents as lists, filters and searches see them; they are written by operations. */
export const incidents = resource({
  table: 'incidents',
  path: '/incidents',
  tag: 'incidents',
  noun: 'incident',
  model: 'Incident',
  fields: IncidentRead.fields,
  item: IncidentReadMinimal,
  rules: { list: member },
  visible: (ctx, alias) => allowed(ctx, incidentView, alias),
  joins: {
    ...incidentJoins,
    // Sorting by the relation is sorting by the person.
    commander: incidentJoins.Commander,
    reporter: incidentJoins.Reporter,
    Tag: [across('incident_tags', 'incident_id', 'tag_id')],
    TagType: [across('incident_tags', 'incident_id', 'tag_id'), up('tags', 'tag_type_id')],
    Term: [across('incident_terms', 'incident_id', 'term_id')],
    Case: [acrossOpen('case_incidents', 'incident_id', 'case_id')],
  },
  computed: { total_cost: TOTAL_COST },
  substring: ['name'],
});
