import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import { bool, type Finder, id, integer, linked, onCreate, required, requiredText, text, theOne, writeOnly } from '../../core/field.ts';
import { member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { rowId } from '../../lib/row-id.ts';
import { ProjectRead } from '../organizations/index.ts';

const DefinitionTerm = shape('DefinitionTerm', 'terms', { id: { ...integer(), write: undefined }, text: text() });
const project = () => required(onCreate(writeOnly(theOne(ProjectRead, 'project_id'))));
const rules = { list: member, get: member, create: member, update: member, delete: member };

/** Finds a term or definition by what it says, in its project; makes it when it is new. */
const ensureBy =
  (table: 'terms' | 'definitions', ...keys: ('id' | 'text')[]): Finder =>
  async (tx, loc, value, projectId) => {
    const id = keys.includes('id') ? rowId(value.id) : undefined;
    const known = id === undefined ? undefined : await findEntry(tx, table, { id });
    if (known !== undefined) return known;
    const words = typeof value.text === 'string' ? value.text.trim() : '';
    if (!words || projectId === undefined) throw invalid([...loc, 'text'].join('.'), 'Value error, must not be empty.');
    await sql`
      insert into ${sql.table(table)} (organization_id, project_id, text) values (${tx.tenant.id}, ${projectId}, ${words})
      on conflict (project_id, text) do nothing`.execute(tx.db);
    return (await findEntry(tx, table, { text: words, projectId })) as number;
  };

type Wanted = { id: number } | { text: string; projectId: number };

async function findEntry(tx: Context, table: 'terms' | 'definitions', wanted: Wanted): Promise<number | undefined> {
  const found = await tx.db
    .selectFrom(table)
    .select('id')
    .where('organization_id', '=', tx.tenant.id)
    .where((where) =>
      'id' in wanted
        ? where('id', '=', wanted.id)
        : where.and([where('project_id', '=', wanted.projectId), where('text', '=', wanted.text)]),
    )
    .executeTakeFirst();
  return found?.id;
}

export const definitions = resource({
  table: 'definitions',
  path: '/definitions',
  tag: 'definitions',
  noun: 'definition',
  model: 'Definition',
  fields: {
    id: id(),
    text: requiredText(),
    source: text(),
    terms: linked(DefinitionTerm, {
      links: 'definition_terms',
      from: 'definition_id',
      target: 'term_id',
      find: ensureBy('terms', 'id', 'text'),
    }),
    project: project(),
  },
  rules,
  substring: ['text'],
});

export const DefinitionRead = definitions.read;

export const terms = resource({
  table: 'terms',
  path: '/terms',
  tag: 'terms',
  noun: 'term',
  model: 'Term',
  fields: {
    id: id(),
    text: { ...requiredText(), required: false },
    discoverable: bool(),
    definitions: linked(DefinitionRead, {
      links: 'definition_terms',
      from: 'term_id',
      target: 'definition_id',
      find: ensureBy('definitions', 'text'),
    }),
    project: project(),
  },
  rules,
  substring: ['text'],
});

export const TermRead = terms.read;
