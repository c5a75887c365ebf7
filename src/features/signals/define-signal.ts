import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { notFound } from '../../core/errors.ts';
import { record } from '../../core/history.ts';
import { findJson } from '../../core/list.ts';
import { createOne, deleteOne, updateOne } from '../../core/write.ts';
import { SignalRead, signals } from './signals.ts';

type Row = Record<string, unknown>;

/**
 * The signal that a path means: by its id, else by its external id.
 * @throws not_found
 */
export async function signalIdOf(ctx: Context, reference: string): Promise<number> {
  const id = /^\d{1,9}$/.test(reference) ? Number(reference) : null;
  const { rows } = await sql<{ id: number }>`
    select id from signals where organization_id = ${ctx.tenant.id} and (id = ${id} or external_id = ${reference})
    order by (id = ${id}) is true desc, (variant is null) desc, id limit 1`.execute(ctx.db);
  if (!rows[0]) throw notFound(signals.noun);
  return rows[0].id;
}

/** @returns the JSON text of the signal @throws not_found */
export async function readSignal(ctx: Context, id: number): Promise<string> {
  const text = await findJson(ctx, signals, SignalRead, id);
  if (text === undefined) throw notFound(signals.noun);
  return text;
}

/** Defines a signal; its history begins. @returns its JSON text */
export const createSignal = (ctx: Context, input: Row): Promise<string> =>
  transaction(ctx, async (tx) => {
    const made = JSON.parse(await createOne(tx, signals, input)) as Row & { id: number };
    await tell(tx, made.id, 'defined the signal', changesOf({}, made));
    return readSignal(tx, made.id);
  });

/** `complete`: a list that is sent is what there is. `adding`: filters are added to those there are, an empty list changes nothing. */
export type Lists = 'complete' | 'adding';

/** Changes what is sent, with an entry in the signal's history of what became what. @returns its JSON text */
export const updateSignal = (ctx: Context, id: number, input: Row, lists: Lists): Promise<string> =>
  transaction(ctx, async (tx) => {
    const before = JSON.parse(await readSignal(tx, id)) as Row;
    const after = JSON.parse(await updateOne(tx, signals, id, lists === 'adding' ? added(before, input) : input)) as Row;
    const changes = changesOf(before, after);
    const what = Object.keys(changes);
    if (what.length) await tell(tx, id, `changed the signal: ${what.map((key) => key.replaceAll('_', ' ')).join(', ')}`, changes);
    return readSignal(tx, id);
  });

/** @throws conflict while there are instances of it: they would lose what explains them */
export const deleteSignal = (ctx: Context, id: number): Promise<void> => deleteOne(ctx, signals, id);

function added(before: Row, input: Row): Row {
  const given = Object.entries(input).filter(([, value]) => !(Array.isArray(value) && !value.length));
  const filters = input.filters as unknown[] | null | undefined;
  return { ...Object.fromEntries(given), ...(filters?.length && { filters: [...(before.filters as unknown[]), ...filters] }) };
}

const UNTOLD = new Set(['id', 'events', 'created_at']);

/** What differs, in words: related records by their names. */
function changesOf(before: Row, after: Row): Record<string, { from: unknown; to: unknown }> {
  const changes: Record<string, { from: unknown; to: unknown }> = {};
  for (const key of Object.keys(after)) {
    const [from, to] = [inWords(before[key]), inWords(after[key])];
    if (!UNTOLD.has(key) && JSON.stringify(from) !== JSON.stringify(to)) changes[key] = { from, to };
  }
  return changes;
}

function inWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.length ? value.map(inWords) : null;
  if (typeof value === 'object' && value !== null) return (value as Row).name ?? (value as Row).id;
  return value ?? null;
}

const tell = (tx: Context, id: number, what: string, details: Row) =>
  record(
    tx,
    { kind: 'signal', id },
    {
      description: `${tx.actor.email || 'Tocsin'} ${what}.`,
      details,
      type: 'Field updated',
      owner: tx.actor.email || null,
      pinned: true,
    },
  );
