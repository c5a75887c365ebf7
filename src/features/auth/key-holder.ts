import { timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { audit } from '../../core/audit.ts';
import { type Context, type System, systemContext, type Tenant } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { countAttempt } from '../../core/rate-limit.ts';
import { readKey } from '../../lib/api-key.ts';
import { createNetworks, networkOf } from '../../lib/networks.ts';

/** Whose key it is, where it opens something and how far. */
export type KeyHolder = {
  id: number;
  userId: number;
  tenant: Tenant;
  isService: boolean;
  scopes: readonly string[];
  documents: readonly string[];
};

type Row = {
  id: number;
  secret_hash: string;
  user_id: number;
  email: string;
  kind: string;
  scopes: string[];
  networks: string[];
  documents: string[];
  expires_at: Date;
  revoked_at: Date | null;
  last_used_at: Date | null;
  organization_id: number;
  slug: string;
  organization_name: string;
};

export type Origin = { requestId: string; address: string; agent: string };

const USED_EVERY_MS = 60_000;
const WRONG = { attempts: 100, windowMs: 15 * 60_000 };

/**
 * Reads an API key or a personal access token. Whether its holder is still a member is asked with everybody else's membership.
 *
 * @returns undefined: it opens nothing; why stands in the operator's log alone
 * @throws limit too many wrong ones from a network
 * @source invitations.md 16
 */
export async function keyHolder(system: System, text: string, origin: Origin): Promise<KeyHolder | undefined> {
  const key = readKey(text);
  const row = key && (await find(system, key.publicId));
  const wrong = whatIsWrong(system, row, key?.hash ?? '', origin.address);
  if (wrong || !row) {
    system.log.warn({ key: key?.publicId, request: origin.requestId, network: origin.address }, `An API key opens nothing: ${wrong}.`);
    await countAttempt(system, `wrong API keys from ${networkOf(origin.address)}`, WRONG);
    return undefined;
  }
  const holder = {
    id: row.id,
    userId: row.user_id,
    tenant: { id: row.organization_id, slug: row.slug, name: row.organization_name },
    isService: row.kind === 'service',
    scopes: row.scopes,
    documents: row.documents,
  };
  await noteUse(system, row, holder, origin);
  return holder;
}

async function find({ db }: System, publicId: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select k.id, k.secret_hash, k.dispatch_user_id as user_id, u.email, u.kind, k.scopes, k.networks, k.documents, k.expires_at, k.revoked_at,
      k.last_used_at, o.id as organization_id, o.slug, o.name as organization_name
    from api_keys k join users u on u.id = k.dispatch_user_id join organizations o on o.id = k.organization_id
    where k.public_id = ${publicId}`.execute(db);
  return rows[0];
}

function whatIsWrong({ now }: System, row: Row | undefined, hash: string, address: string): string | undefined {
  if (!hash) return 'it has not the form of one';
  if (!row || !timingSafeEqual(Buffer.from(row.secret_hash), Buffer.from(hash))) return 'there is none such';
  if (row.revoked_at && row.revoked_at <= now()) return 'it was revoked';
  if (row.expires_at <= now()) return 'it has run out';
  if (row.networks.length && !createNetworks(row.networks)(address)) return 'it is not for this network';
  return undefined;
}

/** Not at each request, as nobody needs it to the second; the first time stands in the audit log. */
async function noteUse(
  system: System,
  row: Row,
  { id, userId, tenant, isService, scopes, documents }: KeyHolder,
  origin: Origin,
): Promise<void> {
  const now = system.now();
  if (row.last_used_at && now.getTime() - row.last_used_at.getTime() < USED_EVERY_MS) return;
  const { actor, ...rest } = systemContext(system, tenant);
  const key = { id, isService, documents, organizationId: tenant.id };
  const ctx: Context = { ...rest, origin, actor: { ...actor, kind: 'user', userId, email: row.email, key } };
  await transaction(ctx, async (tx) => {
    const { rows } = await sql<{ was: Date | null }>`
      update api_keys k set last_used_at = ${now}, last_used_network = ${origin.address}, last_used_agent = ${origin.agent.slice(0, 500)}
      from (select id, last_used_at as was from api_keys where id = ${id} for no key update) old where k.id = old.id returning old.was`.execute(
      tx.db,
    );
    if (rows[0]?.was === null)
      audit(tx, { action: 'apikey.used_first', target: { kind: 'api_key', id }, changes: { scopes: [...scopes] } });
  });
}

/** Ends every key that somebody has in the organization. @returns how many there were */
export async function revokeKeysOf(tx: Context, userId: number): Promise<number> {
  const { rows } = await sql`
    update api_keys set revoked_at = ${tx.now()} where organization_id = ${tx.tenant.id} and dispatch_user_id = ${userId}
      and (revoked_at is null or revoked_at > ${tx.now()}) returning id`.execute(tx.db);
  return rows.length;
}
