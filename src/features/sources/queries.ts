import { id, onCreate, required, requiredText, text, theOne } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { ProjectRead } from '../organizations/index.ts';
import { requireExclusiveOf, tagged } from '../tags/index.ts';
import { SourceNested } from './sources.ts';

const TAGS = { links: 'query_tags', from: 'query_id' } as const;

/** A question to a source that is worth keeping. */
export const queries = resource({
  table: 'queries',
  path: '/data/queries',
  tag: 'queries',
  noun: 'query',
  model: 'Query',
  fields: {
    id: id(),
    name: { ...requiredText({ maxLength: 500 }), required: false },
    description: text(),
    language: text(),
    text: text(),
    tags: tagged(TAGS),
    source: theOne(SourceNested, 'source_id', { inProject: true }),
    project: required(onCreate(theOne(ProjectRead, 'project_id'))),
  },
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
  hooks: {
    afterWrite: async (tx, queryId, input) => {
      if (input.tags) await requireExclusiveOf(tx, TAGS, queryId);
    },
  },
});
