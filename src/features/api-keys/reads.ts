import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { Role } from '../../core/roles.ts';

export type AccountRow = { id: number; name: string; role: Role; read_only: boolean };
export type KeyRow = {
  id: number;
  owner_id: number;
  public_id: string;
  documents: string[];
  expires_at: Date;
  revoked_at: Date | null;
  last_used_at: Date | null;
  last_used_network: string | null;
  last_used_agent: string | null;
};

/** Service accounts of the organization; their order is `sort_key` and `id`. */
export const accounts = (ctx: Context, where: RawBuilder<unknown> = sql`true`) => sql<AccountRow>`
  select u.id, u.name, m.role, m.read_only, u.created_at, lower(u.name) as sort_key
  from organization_members m join users u on u.id = m.dispatch_user_id
  where m.organization_id = ${ctx.tenant.id} and u.kind = 'service' and m.status = 'active' and ${where}`;

export async function findAccount(ctx: Context, id: number): Promise<AccountRow | undefined> {
  const { rows } = await accounts(ctx, sql`u.id = ${id}`).execute(ctx.db);
  return rows[0];
}

const COLUMNS = sql`
  k.id, k.dispatch_user_id as owner_id, k.public_id, k.name, k.scopes, k.networks, k.documents, k.created_at, k.expires_at, k.revoked_at,
  k.last_used_at, k.last_used_network, k.last_used_agent`;

const MOST_SHOWN = 100;

/** The keys of several owners, in one statement; of each the newest first. */
export async function keysOf(ctx: Context, ownerIds: readonly number[]): Promise<KeyRow[][]> {
  const { rows } = await sql<KeyRow>`
    select o.* from unnest(${[...ownerIds]}::int[]) as owner (id) cross join lateral (
      select ${COLUMNS} from api_keys k where k.organization_id = ${ctx.tenant.id} and k.dispatch_user_id = owner.id
      order by k.created_at desc, k.id desc limit ${sql.lit(MOST_SHOWN)}) o`.execute(ctx.db);
  return ownerIds.map((id) => rows.filter((row) => row.owner_id === id));
}

/** One that the caller may know of: their own, or with `admin:keys` one of a service account. */
export async function findKey(ctx: Context, id: number): Promise<KeyRow | undefined> {
  const { rows } = await sql<KeyRow>`
    select ${COLUMNS} from api_keys k join users u on u.id = k.dispatch_user_id where k.organization_id = ${ctx.tenant.id} and k.id = ${id}
      and (k.dispatch_user_id = ${ctx.actor.userId} or (u.kind = 'service' and ${ctx.actor.scopes.has('admin:keys')}))`.execute(ctx.db);
  return rows[0];
}
