import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import { bool, id, Name, name, onCreate, required, text, theOne } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { findOne } from '../../core/write.ts';
import { ProjectRead } from '../organizations/index.ts';

export const tagTypes = resource({
  table: 'tag_types',
  path: '/tag_types',
  tag: 'tag_types',
  noun: 'tag type',
  model: 'TagType',
  fields: {
    id: id(),
    name: required({ ...name(), input: Name }),
    description: text(),
    exclusive: bool(),
    required: bool(),
    discoverable_case: bool(),
    discoverable_incident: bool(),
    discoverable_query: bool(),
    discoverable_signal: bool(),
    discoverable_source: bool(),
    discoverable_document: bool(),
    color: text(),
    icon: text(),
    use_for_project_folder: bool(),
    genai_suggestions: bool(),
    project: required(onCreate(theOne(ProjectRead, 'project_id'))),
  },
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
});

export const TagTypeRead = tagTypes.read;

type Loc = (string | number)[];
type Given = Record<string, unknown>;

/** The tag type an object of a request means; one that only has a name is made when it is new to the project. */
export async function ensureTagType(tx: Context, loc: Loc, given: Given, projectId?: number): Promise<number> {
  const named = typeof given.name === 'string' ? given.name.trim() : '';
  if (given.id || projectId === undefined) return findOne(tx, loc, { table: 'tag_types', by: ['id', 'name'] }, given, projectId);
  if (named.length < 3) throw invalid(loc.join('.'), 'Name the tag type with at least three characters.');
  await sql`
    insert into tag_types (organization_id, project_id, name, created_at, updated_at)
    values (${tx.tenant.id}, ${projectId}, ${named}, ${tx.now()}, ${tx.now()}) on conflict (project_id, name) do nothing`.execute(tx.db);
  return findOne(tx, loc, { table: 'tag_types', by: ['name'] }, { name: named }, projectId);
}
