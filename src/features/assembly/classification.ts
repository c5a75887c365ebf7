import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import type { Change } from './changes.ts';

/** How a subject is classified, in words. */
export type Classification = { type: string; severity: string; priority: string; status: string; visibility: string };

export async function classificationOf(ctx: Context, { kind, id }: SubjectRef): Promise<Classification> {
  const dictionary = (name: string, key: string) => sql`${sql.table(name)} ${sql.ref(key)} on ${sql.ref(`${key}.id`)}`;
  const { rows } = await sql<Classification>`
    select t.name as type, v.name as severity, p.name as priority, s.status, s.visibility from ${sql.table(`${kind}s`)} s
    join ${dictionary(`${kind}_types`, 't')} = ${sql.ref(`s.${kind}_type_id`)}
    join ${dictionary(`${kind}_severities`, 'v')} = ${sql.ref(`s.${kind}_severity_id`)}
    join ${dictionary(`${kind}_priorities`, 'p')} = ${sql.ref(`s.${kind}_priority_id`)} where s.id = ${id}`.execute(ctx.db);
  return rows[0] as Classification;
}

const CLASSES = [
  { key: 'type', type: 'Field updated' },
  { key: 'severity', type: 'Assessment updated' },
  { key: 'priority', type: 'Assessment updated' },
  { key: 'status', type: 'Assessment updated' },
  { key: 'visibility', type: 'Field updated' },
] as const;

/** @returns what the timeline tells of a new classification */
export const classificationChanges = (before: Classification, after: Classification): Change[] =>
  CLASSES.filter(({ key }) => before[key] !== after[key]).map(({ key, type }) => ({ what: key, from: before[key], to: after[key], type }));

/** @returns what differs, as notifications tell it: `{ status: { from: 'Active', to: 'Stable' } }` */
export const differences = (before: Classification, after: Classification, keys: readonly (keyof Classification)[]) =>
  Object.fromEntries(keys.filter((key) => before[key] !== after[key]).map((key) => [key, { from: before[key], to: after[key] }]));
