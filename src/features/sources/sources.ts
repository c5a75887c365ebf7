import { bool, id, integer, number, onCreate, one, required, requiredText, text, theOne, time } from '../../core/field.ts';
import { admin, decidedByRole, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { ServiceRead } from '../oncall/index.ts';
import { ProjectRead } from '../organizations/index.ts';
import { incidentView } from '../participants/index.ts';
import { requireExclusiveOf, tagged } from '../tags/index.ts';
import { alertsOfSource } from './alerts-of-source.ts';
import { sourceDataFormats, sourceEnvironments, sourceStatuses, sourceTransports, sourceTypes } from './dictionaries.ts';
import { allIncidents, namesOfOpenIncidents, openIncidents } from './incidents.ts';
import { completeLinks, links } from './links.ts';
import { queriesOfSource, takeQueries } from './queries-of-source.ts';

type Row = Record<string, unknown>;

const TAGS = { links: 'source_tags', from: 'source_id' } as const;
const word = { inProject: true } as const;

const fields = {
  id: id(),
  name: { ...requiredText({ maxLength: 500 }), required: false },
  description: text(),
  data_last_loaded_at: time(),
  sampling_rate: integer({ exclusiveMinimum: 1, exclusiveMaximum: 101, examples: [50] }),
  source_schema: text(),
  documentation: text(),
  retention: integer(),
  delay: integer(),
  size: integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
  external_id: text(),
  aggregated: bool(),
  links: links(),
  tags: tagged(TAGS),
  incidents: allIncidents(),
  queries: queriesOfSource(),
  alerts: alertsOfSource(),
  cost: number(),
  owner: one(ServiceRead, 'owner_id', word),
  source_type: one(sourceTypes.read, 'source_type_id', word),
  source_environment: one(sourceEnvironments.read, 'source_environment_id', word),
  source_data_format: one(sourceDataFormats.read, 'source_data_format_id', word),
  source_status: one(sourceStatuses.read, 'source_status_id', word),
  source_transport: one(sourceTransports.read, 'source_transport_id', word),
  project: required(onCreate(theOne(ProjectRead, 'project_id'))),
} as const;

/** As those see it who may not see every incident. */
const SourceReadOpen = shape('SourceRead', 'sources', { ...fields, incidents: openIncidents() });

/** Where data come from. */
export const sources = resource({
  table: 'sources',
  path: '/data/sources',
  tag: 'sources',
  noun: 'source',
  model: 'Source',
  fields,
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
  seenBy: (ctx) => (decidedByRole(ctx, incidentView) ? undefined : SourceReadOpen),
  hooks: {
    beforeWrite: async (_tx, row) => {
      if (row.links) row.links = completeLinks(row.links as Row[]);
    },
    afterWrite: async (tx, sourceId, input) => {
      if (input.tags) await requireExclusiveOf(tx, TAGS, sourceId);
      if (input.queries) await takeQueries(tx, sourceId, input.queries as (Row | null)[]);
    },
  },
});

/** A source inside another record. */
export const SourceNested = shape('SourceBase', 'sources', { ...fields, incidents: namesOfOpenIncidents() });
