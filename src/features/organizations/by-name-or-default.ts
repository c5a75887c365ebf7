import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import { rowId } from '../../lib/row-id.ts';

export type Reference = Record<string, unknown> | null | undefined;

export type ProjectRow = {
  id: number;
  name: string;
  stable_priority_id: number | null;
  allow_self_join: boolean;
};

/** @returns the project by name or id, or the organization's default one @throws invalid there is none */
export async function resolveProject(ctx: Context, reference: Reference): Promise<ProjectRow> {
  const { name, id } = wanted(reference);
  const { rows } = await sql<ProjectRow>`
    select id, name, stable_priority_id, allow_self_join from projects
    where organization_id = ${ctx.tenant.id} and (lower(name) = lower(${name}) or id = ${id} or (${name === null && id === null} and "default"))
    order by (lower(name) = lower(${name})) is true desc, id limit 1`.execute(ctx.db);
  if (!rows[0]) throw invalid('project', `There is no project ${JSON.stringify(name ?? id ?? 'default')} in this organization.`);
  return rows[0];
}

/** A dictionary of a project: its table, the columns that are wanted of it, and the key of a request that names an entry. */
export type Dictionary = { table: string; columns: readonly string[]; field: string };

/**
 * The contract's look-up: what the project knows by this name, else by this id, else its default.
 * @throws invalid none of the three
 */
export async function byNameOrDefault<T>(
  ctx: Context,
  { table, columns, field }: Dictionary,
  projectId: number,
  reference: Reference,
): Promise<T> {
  const { name, id } = wanted(reference);
  const { rows } = await sql<T>`
    select ${sql.join(columns.map((column) => sql.ref(column)))} from ${sql.table(table)}
    where project_id = ${projectId} and organization_id = ${ctx.tenant.id} and (name = ${name} or id = ${id} or "default")
    order by (name = ${name}) is true desc, (id = ${id}) is true desc limit 1`.execute(ctx.db);
  if (!rows[0]) throw invalid(field, `Say which ${field.replaceAll('_', ' ')}: the project has no default.`);
  return rows[0];
}

/**
 * The look-up of a change, where naming nothing means "as it is": by this name, else by this id.
 * @returns undefined when nothing is named
 * @throws invalid the project has no such entry
 */
export async function byName<T>(
  ctx: Context,
  { table, columns, field }: Dictionary,
  projectId: number,
  reference: Reference,
): Promise<T | undefined> {
  const { name, id } = wanted(reference);
  if (name === null && id === null) return undefined;
  const { rows } = await sql<T>`
    select ${sql.join(columns.map((column) => sql.ref(column)))} from ${sql.table(table)}
    where project_id = ${projectId} and organization_id = ${ctx.tenant.id} and (name = ${name} or id = ${id})
    order by (name = ${name}) is true desc limit 1`.execute(ctx.db);
  if (!rows[0])
    throw invalid(field, `This project has no ${field.replaceAll('_', ' ')} ${JSON.stringify(name ?? id)}; choose one that it has.`);
  return rows[0];
}

function wanted(reference: Reference): { name: string | null; id: number | null } {
  const name = typeof reference?.name === 'string' && reference.name.trim() ? reference.name.trim() : null;
  return { name, id: rowId(reference?.id) ?? null };
}
