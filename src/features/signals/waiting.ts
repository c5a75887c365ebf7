import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';

/** An alert that nobody has looked at, with what its definition says is to be done with it. */
export type Waiting = {
  id: string;
  signal_id: number;
  project_id: number;
  raw: Record<string, unknown>;
  canary: boolean;
  created_at: Date;
};

/**
 * Takes the definition's alerts for this transaction: they are looked at one after the other, or two of them would open two cases.
 * @returns false while somebody else has them
 */
export async function takeDefinition(tx: Context, signalId: number): Promise<boolean> {
  const { rows } = await sql`select 1 from signals where id = ${signalId} for no key update skip locked`.execute(tx.db);
  return rows.length > 0;
}

type Which = { except: readonly string[]; only?: string | undefined };

/** @param which without those that could not be looked at, or only this one @returns the one that has waited longest */
export async function longestWaiting(tx: Context, signalId: number, { except, only }: Which): Promise<Waiting | undefined> {
  const { rows } = await sql<Waiting>`
    select i.id, i.signal_id, i.project_id, i.raw, i.canary, i.created_at from signal_instances i
    where i.signal_id = ${signalId} and i.filter_action is null and not (i.id = any(${except}::uuid[]))
      and (${only ?? null}::uuid is null or i.id = ${only ?? null}::uuid)
    order by i.created_at, i.id limit 1 for no key update`.execute(tx.db);
  return rows[0];
}
