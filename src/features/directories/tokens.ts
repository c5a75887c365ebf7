import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { audit } from '../../core/audit.ts';
import type { Context, System } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { conflict, invalid, notFound } from '../../core/errors.ts';
import { requireScope } from '../../core/permissions.ts';
import { NO_SCOPES } from '../../core/scopes.ts';
import { requireFreshSignIn } from '../auth/index.ts';

export type ScimToken = { id: number; name: string; created_at: Date; last_used_at: Date | null };

/** The old one is good while the directory is given the new one. */
const MOST_VALID = 2;
/** By this secret scanners know it. */
const PREFIX = 'scim_';
const USED_EVERY_MS = 60_000;

/** What a directory is told to talk to. */
export const scimUrl = ({ settings, tenant }: Pick<Context, 'settings' | 'tenant'>) => `${settings.uiUrl}/api/v1/${tenant.slug}/scim/v2`;

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/**
 * Makes a token for the directory of the organization.
 * @returns with the secret, which is kept nowhere
 * @throws forbidden without `admin:identity`, or REAUTHENTICATION_REQUIRED; invalid a name that is none; conflict two are good already
 */
export async function createScimToken(ctx: Context, name: string): Promise<ScimToken & { token: string }> {
  requireScope(ctx, 'admin:identity');
  const text = name.replace(/\s+/g, ' ').trim();
  if (!text || text.length > 100) throw invalid('name', 'Give it a name of 1 to 100 characters, such as Entra ID.');
  await requireFreshSignIn(ctx, 'name', 'make the token');
  const token = PREFIX + randomBytes(32).toString('base64url');
  return transaction(ctx, async (tx) => {
    await sql`select id from organizations where id = ${tx.tenant.id} for no key update`.execute(tx.db);
    if ((await scimTokens(tx)).length >= MOST_VALID)
      throw conflict(`${MOST_VALID} tokens are good at the same time, no more; revoke the one that the directory does not use any longer.`);
    const made = await tx.db
      .insertInto('scim_tokens')
      .values({ organization_id: tx.tenant.id, name: text, token_hash: hashOf(token), created_at: tx.now() })
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
    audit(tx, { action: 'scim.token_created', target: { kind: 'scim_token', id: made.id, name: text } });
    return { ...made, token };
  });
}

const COLUMNS = ['id', 'name', 'created_at', 'last_used_at'] as const;

/** @returns those that are good, the oldest first */
export const scimTokens = ({ db, tenant }: Context): Promise<ScimToken[]> =>
  db
    .selectFrom('scim_tokens')
    .select(COLUMNS)
    .where('organization_id', '=', tenant.id)
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .limit(MOST_VALID)
    .execute();

/** Ends a token: the next request that shows it is refused. @throws forbidden without `admin:identity`; not_found none that is good */
export async function revokeScimToken(ctx: Context, id: number): Promise<void> {
  requireScope(ctx, 'admin:identity');
  await transaction(ctx, async (tx) => {
    const ended = await tx.db
      .updateTable('scim_tokens')
      .set({ revoked_at: tx.now() })
      .where('organization_id', '=', tx.tenant.id)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning('name')
      .executeTakeFirst();
    if (!ended) throw notFound('token');
    audit(tx, { action: 'scim.token_revoked', target: { kind: 'scim_token', id, name: ended.name } });
  });
}

/**
 * The directory that shows a token of the organization, acting in it.
 * @param authorization the header
 * @returns undefined for everything else: no token, one of another organization, no such organization, one that is closed
 */
export async function directoryContext(
  system: System,
  slug: string,
  authorization: string | undefined,
  origin: NonNullable<Context['origin']>,
): Promise<Context | undefined> {
  const token = /^bearer\s+(\S{1,200})$/i.exec(authorization ?? '')?.[1];
  if (!token?.startsWith(PREFIX)) return undefined;
  const { rows } = await sql<{ id: number; name: string; usedAt: Date | null; organizationId: number; slug: string; organization: string }>`
    select t.id, t.name, t.last_used_at as "usedAt", o.id as "organizationId", o.slug, o.name as organization
    from scim_tokens t join organizations o on o.id = t.organization_id
    where t.token_hash = ${hashOf(token)} and t.revoked_at is null and o.slug = ${slug} and o.status = 'active'`.execute(system.db);
  const [found] = rows;
  if (!found) return undefined;
  if (!found.usedAt || system.now().getTime() - found.usedAt.getTime() >= USED_EVERY_MS)
    await system.db.updateTable('scim_tokens').set({ last_used_at: system.now() }).where('id', '=', found.id).execute();
  return {
    ...system,
    origin,
    actor: { ...DIRECTORY, email: found.name },
    tenant: { id: found.organizationId, slug: found.slug, name: found.organization },
  };
}

const DIRECTORY = { kind: 'directory', userId: 0, email: 'group mapping', role: undefined, scopes: NO_SCOPES } as const;

/** What somebody says about groups is carried out as the directory would have: it manages these roles. */
export const asDirectory = (tx: Context): Context => (tx.actor.kind === 'directory' ? tx : { ...tx, actor: DIRECTORY });
