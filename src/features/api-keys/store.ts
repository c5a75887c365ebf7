import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import { type Reach, type Scope, scopesOf } from '../../core/scopes.ts';
import type { CheckedTerms } from './api-key.ts';

export type Owner = { userId: number; isService: boolean; email: string; name: string | null; reach: Reach; scopes: ReadonlySet<Scope> };
export type StoredKey = {
  id: number;
  ownerId: number;
  isService: boolean;
  name: string;
  scopes: Scope[];
  networks: string[];
  documents: string[];
};

/** A member whose keys nobody else changes until the transaction ends. @throws not_found no member of the organization */
export async function lockOwner(tx: Context, userId: number): Promise<Owner> {
  const { rows } = await sql<{ id: number; email: string; name: string | null; kind: string; role: Reach['role']; read_only: boolean }>`
    select u.id, u.email, u.name, u.kind, m.role, m.read_only from organization_members m join users u on u.id = m.dispatch_user_id
    where m.organization_id = ${tx.tenant.id} and m.dispatch_user_id = ${userId} and m.status = 'active'
      and (m.expires_at is null or m.expires_at > ${tx.now()}) for no key update of m`.execute(tx.db);
  const [row] = rows;
  if (!row) throw notFound('member');
  const reach = { role: row.role, isReadOnly: row.read_only };
  return { userId: row.id, isService: row.kind === 'service', email: row.email, name: row.name, reach, scopes: scopesOf(reach) };
}

export async function countLiveKeys(tx: Context, userId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from api_keys where organization_id = ${tx.tenant.id} and dispatch_user_id = ${userId}
      and (revoked_at is null or revoked_at > ${tx.now()}) and expires_at > ${tx.now()}`.execute(tx.db);
  return rows[0]?.count ?? 0;
}

type NewKey = CheckedTerms & { ownerId: number; publicId: string; hash: string };

export async function insertKey(tx: Context, key: NewKey): Promise<number> {
  const { id } = await tx.db
    .insertInto('api_keys')
    .values({
      organization_id: tx.tenant.id,
      dispatch_user_id: key.ownerId,
      public_id: key.publicId,
      secret_hash: key.hash,
      name: key.name,
      scopes: key.scopes,
      networks: key.networks,
      documents: key.documents,
      created_by: tx.actor.userId || null,
      created_at: tx.now(),
      expires_at: key.expiresAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** @throws not_found no key of the organization that still counts */
export async function lockKey(tx: Context, id: number): Promise<StoredKey> {
  const { rows } = await sql<StoredKey>`
    select k.id, k.dispatch_user_id as "ownerId", u.kind = 'service' as "isService", k.name, k.scopes, k.networks, k.documents
    from api_keys k join users u on u.id = k.dispatch_user_id
    where k.organization_id = ${tx.tenant.id} and k.id = ${id} and (k.revoked_at is null or k.revoked_at > ${tx.now()}) and k.expires_at > ${tx.now()}
    for no key update of k`.execute(tx.db);
  if (!rows[0]) throw notFound('API key');
  return rows[0];
}

/** @param at from when on it opens nothing */
export async function endKey(tx: Context, id: number, at: Date): Promise<void> {
  await tx.db
    .updateTable('api_keys')
    .set({ revoked_at: sql<Date>`least(${at}, expires_at)` })
    .where('id', '=', id)
    .execute();
}
