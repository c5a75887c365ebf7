import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { forbidden } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import type { Hooks } from '../../core/resource.ts';
import { findOne } from '../../core/write.ts';
import type { Kind } from './efforts.ts';

/*
 * What holds for lines of costs, an incident's or a case's: people enter, change and remove theirs; those Tocsin calculates are its own.
 */

const linesOf = (kind: Kind) => sql.table(`${kind}_costs`);
const idColumn = (kind: Kind) => sql.ref(`${kind}_id`);
const typeColumn = (kind: Kind) => sql.ref(`${kind}_cost_type_id`);

/** Each line by itself. */
export const costLineHooks = (kind: Kind): Hooks => ({
  beforeWrite: async (tx, row, _input, id) => {
    if (id !== undefined) await requireManual(tx, kind, id);
    const typeId = row[`${kind}_cost_type_id`];
    // The cost type's project is the one that counts.
    if (typeId !== undefined) row.project_id = await projectOfType(tx, kind, typeId as number);
  },
  afterWrite: (tx, id) => announceLine(tx, kind, id),
  beforeDelete: async (tx, id) => {
    await requireManual(tx, kind, id);
    await announceLine(tx, kind, id);
  },
});

async function requireManual(tx: Context, kind: Kind, id: number) {
  const { rows } = await sql<{ calculated: boolean }>`select calculated from ${linesOf(kind)} where id = ${id}`.execute(tx.db);
  if (rows[0]?.calculated) throw forbidden('Tocsin calculates this line from who took part and when; add a line of your own instead.');
}

async function projectOfType(tx: Context, kind: Kind, typeId: number): Promise<number> {
  const { rows } = await sql<{ project_id: number }>`
    select project_id from ${sql.table(`${kind}_cost_types`)} where id = ${typeId}`.execute(tx.db);
  return (rows[0] as { project_id: number }).project_id;
}

async function announceLine(tx: Context, kind: Kind, id: number) {
  const { rows } = await sql<{ id: number | null }>`select ${idColumn(kind)} as id from ${linesOf(kind)} where id = ${id}`.execute(tx.db);
  if (rows[0]?.id) announce(tx, { kind, id: rows[0].id }, 'cost');
}

type Line = { id?: number | null; amount?: number | null };
type TypeOf<K extends Kind> = { [key in `${K}_cost_type`]?: Record<string, unknown> | null };
/** A line as the form of an incident or a case sends it. */
export type CostLine<K extends Kind = 'incident'> = Line & TypeOf<K>;

/**
 * Makes the lines people entered for an incident or a case those of the list: one with an `id` is changed, one without is added, one that
 * is missing is removed. The calculated lines are neither, whatever the list says of them.
 */
export async function replaceCostLines<K extends Kind>(tx: Context, subject: { kind: K; id: number }, lines: readonly CostLine<K>[]) {
  const { kind, id } = subject;
  const { rows } = await sql<{ project_id: number }>`
    select project_id from ${sql.table(`${kind}s`)} where id = ${id} and organization_id = ${tx.tenant.id}`.execute(tx.db);
  const projectId = (rows[0] as { project_id: number }).project_id;
  const kept = lines.map((line) => line.id).filter((lineId) => typeof lineId === 'number');
  await sql`delete from ${linesOf(kind)} where ${idColumn(kind)} = ${id} and not calculated and not (id = any(${kept}::int[]))`.execute(
    tx.db,
  );
  for (const [index, line] of lines.entries()) {
    const type = (line as Record<string, unknown>)[`${kind}_cost_type`] as Record<string, unknown> | null | undefined;
    const place = { subject, projectId, index };
    if (line.id) await changeLine(tx, place, line.id, line.amount ?? 0, type ? await findType(tx, place, type) : null);
    else await addLine(tx, place, line.amount ?? 0, await findType(tx, place, type ?? {}));
  }
  announce(tx, subject, 'cost');
}

type Place = { subject: SubjectRef; projectId: number; index: number };

const findType = (tx: Context, { subject: { kind }, projectId, index }: Place, type: Record<string, unknown>) =>
  findOne(tx, [`${kind}_costs`, index, `${kind}_cost_type`], { table: `${kind}_cost_types`, by: ['id', 'name'] }, type, projectId);

async function changeLine(tx: Context, { subject: { kind, id } }: Place, lineId: number, amount: number, typeId: number | null) {
  const type = sql`coalesce(${typeId}::int, ${typeColumn(kind)})`;
  await sql`
    update ${linesOf(kind)} set amount = ${amount}, ${typeColumn(kind)} = ${type}, updated_at = ${tx.now()}
    where id = ${lineId} and ${idColumn(kind)} = ${id} and not calculated
      and (amount, ${typeColumn(kind)}) is distinct from (${amount}::numeric(14, 2), ${type})`.execute(tx.db);
}

async function addLine(tx: Context, { subject: { kind, id }, projectId }: Place, amount: number, typeId: number) {
  await sql`
    insert into ${linesOf(kind)} (organization_id, project_id, ${idColumn(kind)}, ${typeColumn(kind)}, amount, created_at, updated_at)
    values (${tx.tenant.id}, ${projectId}, ${id}, ${typeId}, ${amount}, ${tx.now()}, ${tx.now()})`.execute(tx.db);
}
