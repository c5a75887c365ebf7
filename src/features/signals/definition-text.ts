import { type Kysely, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../core/tables.ts';
import { ProjectRead } from '../organizations/index.ts';
import { SignalOfInstance } from './signal-of-instance.ts';

/** JSON texts of a definition and its project. */
export type DefinitionText = { signal: string; project: string };
type Kept = DefinitionText & { version: string; until: number };

const KEPT_MS = 1000;
const MOST_KEPT = 500;
const KEPT = new WeakMap<Kysely<Database>, Map<number, Kept>>();

/**
 * A definition as the answer to an alert shows it. It is a hundred times the work of taking the alert in, and the same for all of a
 * storm: it is kept for a second, and no longer than the definition itself stays as it is.
 *
 * @param version changes with the definition
 */
export async function definitionText(ctx: Context, signalId: number, version: string): Promise<DefinitionText> {
  const kept = KEPT.get(ctx.db) ?? new Map<number, Kept>();
  KEPT.set(ctx.db, kept);
  // A monotonic clock of the process, not the domain's: how long something is kept is no fact of the domain.
  const now = performance.now();
  const known = kept.get(signalId);
  if (known && known.version === version && known.until > now) return known;
  const text = await read(ctx, signalId);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(signalId, { ...text, version, until: now + KEPT_MS });
  return text;
}

async function read(ctx: Context, signalId: number): Promise<DefinitionText> {
  const { rows } = await sql<DefinitionText>`
    select ${sql.raw(SignalOfInstance.object({ alias: 't0', depth: 0 }, 'all'))}::text as signal,
      (select ${sql.raw(ProjectRead.object({ alias: 't1', depth: 1 }, 'all'))}::text from projects t1 where t1.id = t0.project_id) as project
    from signals t0 where t0.id = ${signalId}`.execute(ctx.db);
  return rows[0] as DefinitionText;
}
