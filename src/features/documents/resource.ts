import { sql } from 'kysely';
import Type from 'typebox';
import type { Context } from '../../core/context.ts';
import { conflict } from '../../core/errors.ts';
import {
  bool,
  computed,
  echoed,
  email,
  id,
  integer,
  linked,
  name,
  nullable,
  onCreate,
  required,
  text,
  theOne,
  time,
} from '../../core/field.ts';
import { admin, allowed, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { ProjectRead } from '../organizations/index.ts';
import { SearchFilterRead } from '../search-filters/index.ts';
import { requireExclusive, TagRead } from '../tags/index.ts';
import { documentEdit, documentView } from './rules.ts';

type Row = Record<string, unknown>;

/** What a document without a description is, by its kind. */
const KINDS: Record<string, string> = {
  'dispatch-conversation-reference-document': 'How to use the war room and its commands.',
  'dispatch-incident-reference-faq-document': 'Answers to what people ask during an incident.',
  'dispatch-case-document': 'Everything that is known about the case.',
  'dispatch-executive-report-document': 'A report of the incident for the executives.',
  'dispatch-incident-document': 'Everything that is known about the incident.',
  'dispatch-incident-review-document': 'What happened, why, and what is learned from it.',
  'dispatch-incident-sheet': 'Facts and figures of the incident.',
};
const describedByKind = (alias: string) =>
  `case ${alias}.resource_type ${Object.entries(KINDS)
    .map(([kind, words]) => `when '${kind}' then '${words}'`)
    .join(' ')} else 'No Description' end`;

/** Kinds of which a project has one. */
const ONE_PER_PROJECT: Record<string, string> = {
  'dispatch-incident-reference-faq-document': 'document of frequent questions',
  'dispatch-forms-export-template': 'template for the export of forms',
};

export const documents = resource({
  table: 'documents',
  path: '/documents',
  tag: 'documents',
  noun: 'document',
  model: 'Document',
  fields: {
    id: id(),
    name: name(),
    description: {
      ...text(),
      sql: ({ alias }: { alias: string }) => `coalesce(nullif(${alias}.description, ''), ${describedByKind(alias)})`,
    },
    resource_type: text({ maxLength: 200 }),
    resource_id: text({ maxLength: 1000 }),
    weblink: text({ maxLength: 2000, pattern: '^$|^[A-Za-z][A-Za-z0-9+.\\-]*:' }),
    evergreen: bool(),
    evergreen_owner: email(),
    evergreen_reminder_interval: integer({ minimum: 1 }),
    evergreen_last_reminder_at: time(),
    filters: linked(SearchFilterRead, { links: 'document_filters', from: 'document_id', target: 'search_filter_id', whenOmitted: 'keep' }),
    tags: linked(TagRead, { links: 'document_tags', from: 'document_id', target: 'tag_id' }),
    project: required(onCreate(theOne(ProjectRead, 'project_id'))),
    incident_id: computed(nullable(Type.Integer()), (alias) => `${alias}.incident_id`),
    case_id: computed(nullable(Type.Integer()), (alias) => `${alias}.case_id`),
    created_at: echoed(time()),
    updated_at: echoed(time()),
  },
  rules: { list: member, get: member, create: admin, update: documentEdit, delete: admin },
  visible: (ctx, alias) => allowed(ctx, documentView, alias),
  hooks: {
    beforeWrite: async (tx, row, _input, documentId) => {
      if (documentId === undefined) row.evergreen_last_reminder_at ??= tx.now();
      await requireOnePerProject(tx, row, documentId);
    },
    afterWrite: requireTags,
  },
});

export const DocumentRead = documents.read;

/** The database forbids a second one as well; it cannot say which one to change instead. */
async function requireOnePerProject(tx: Context, row: Row, documentId = 0): Promise<void> {
  const kind = ONE_PER_PROJECT[String(row.resource_type)];
  if (!kind) return;
  const projectId = row.project_id ?? sql`(select project_id from documents where id = ${documentId})`;
  const { rows } = await sql<{ name: string }>`
    select name from documents where project_id = ${projectId} and resource_type = ${row.resource_type} and id <> ${documentId} limit 1`.execute(
    tx.db,
  );
  if (rows[0]) throw conflict(`The project already has a ${kind}: ${rows[0].name}. Change that one, or delete it first.`, 'resource_type');
}

async function requireTags(tx: Context, documentId: number): Promise<void> {
  const tags = await tx.db.selectFrom('document_tags').select('tag_id').where('document_id', '=', documentId).execute();
  await requireExclusive(
    tx,
    tags.map((one) => one.tag_id),
  );
}
