import { id, onCreate, required, requiredText, text, theOne } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { ProjectRead } from '../organizations/index.ts';

type Named = { table: string; path: string; noun: string; model: string };

/** A list of words that a project describes its sources with. */
const dictionary = ({ path, ...named }: Named) =>
  resource({
    ...named,
    path: `/data/sources${path}`,
    tag: named.table,
    fields: {
      id: id(),
      name: { ...requiredText({ maxLength: 500 }), required: false },
      description: text(),
      project: required(onCreate(theOne(ProjectRead, 'project_id'))),
    },
    rules: { list: member, get: member, create: admin, update: admin, delete: admin },
  });

export const sourceTypes = dictionary({ table: 'source_types', path: '/types', noun: 'source type', model: 'SourceType' });
export const sourceStatuses = dictionary({ table: 'source_statuses', path: '/statuses', noun: 'source status', model: 'SourceStatus' });
export const sourceEnvironments = dictionary({
  table: 'source_environments',
  path: '/environments',
  noun: 'source environment',
  model: 'SourceEnvironment',
});
export const sourceDataFormats = dictionary({
  table: 'source_data_formats',
  path: '/dataFormats',
  noun: 'data format',
  model: 'SourceDataFormat',
});
export const sourceTransports = dictionary({
  table: 'source_transports',
  path: '/transports',
  noun: 'source transport',
  model: 'SourceTransport',
});
