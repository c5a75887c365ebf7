import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { conflict, forbidden } from '../../core/errors.ts';
import type { Hooks } from '../../core/resource.ts';
import type { Kind } from './efforts.ts';

/** What holds for cost types, whoever's they are: what Tocsin keeps itself stays, and so does what lines have been entered under. */
export const costTypeHooks = (kind: Kind): Required<Pick<Hooks, 'beforeWrite' | 'beforeDelete'>> => ({
  beforeWrite: async (tx, _row, _input, id) => {
    if (id !== undefined) await requireEditable(tx, kind, id);
  },
  beforeDelete: async (tx, id) => {
    await requireEditable(tx, kind, id);
    await requireUnused(tx, kind, id);
  },
});

async function requireEditable(tx: Context, kind: Kind, id: number) {
  const { rows } = await sql<{ name: string; editable: boolean }>`
    select name, editable from ${sql.table(`${kind}_cost_types`)} where id = ${id}`.execute(tx.db);
  if (rows[0]?.editable === false)
    throw forbidden(`“${rows[0].name}” is kept by Tocsin itself and cannot be changed; create a type of your own.`);
}

/** Lines that people entered do not vanish with their type. */
async function requireUnused(tx: Context, kind: Kind, id: number) {
  const { rows } = await sql`
    select 1 from ${sql.table(`${kind}_costs`)} where ${sql.ref(`${kind}_cost_type_id`)} = ${id} and not calculated limit 1`.execute(tx.db);
  if (rows.length) throw conflict('Costs of this type have been entered; give them another type first.', `${kind}_cost`);
}
