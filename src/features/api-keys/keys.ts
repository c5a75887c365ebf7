import { audit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { forbidden, invalid, notFound } from '../../core/errors.ts';
import { requireScope } from '../../core/permissions.ts';
import { makeKey } from '../../lib/api-key.ts';
import { requireFreshSignIn } from '../auth/index.ts';
import { checkedTerms, isForAdministrators, type KeyTerms, MOST_GRACE_DAYS, MOST_KEYS, tooManyKeys } from './api-key.ts';
import { countLiveKeys, endKey, insertKey, lockKey, lockOwner, type Owner, type StoredKey } from './store.ts';

const FRESH = 'make a key with scopes of administrators';

/** `text` is the key itself: shown this once, and nowhere kept. */
export type MadeKey = { id: number; text: string };

/**
 * Makes a key of a service account.
 * @throws forbidden the caller does not look after keys, or does not have one of the scopes; REAUTHENTICATION_REQUIRED for `admin:*`
 * @throws not_found no such account; invalid with the field; conflict too many keys
 */
export async function createApiKey(ctx: Context, { ownerId, ...terms }: KeyTerms & { ownerId: number }): Promise<MadeKey> {
  requireScope(ctx, 'admin:keys');
  if (isForAdministrators(terms.scopes)) await requireFreshSignIn(ctx, 'scopes', FRESH);
  return transaction(ctx, async (tx) => {
    const owner = await lockOwner(tx, ownerId);
    if (!owner.isService) throw notFound('service account');
    return make(tx, owner, terms);
  });
}

/**
 * Makes a personal access token: a key of the caller's own, that ends with the membership.
 * @throws as `createApiKey`; forbidden a key makes no keys of the person behind it
 */
export async function createPersonalToken(ctx: Context, terms: KeyTerms): Promise<MadeKey> {
  if (ctx.actor.key) throw forbidden('A key does not make further ones: sign in.');
  if (isForAdministrators(terms.scopes)) await requireFreshSignIn(ctx, 'scopes', FRESH);
  return transaction(ctx, async (tx) => make(tx, await lockOwner(tx, tx.actor.userId), terms));
}

async function make(tx: Context, owner: Owner, given: KeyTerms, action = 'apikey.created'): Promise<MadeKey> {
  const terms = checkedTerms(tx, given, owner.scopes);
  if ((await countLiveKeys(tx, owner.userId)) >= MOST_KEYS) throw tooManyKeys();
  const { publicId, hash, text } = makeKey();
  const id = await insertKey(tx, { ...terms, ownerId: owner.userId, publicId, hash });
  audit(tx, {
    action,
    target: { kind: 'api_key', id, name: terms.name },
    changes: {
      owner: owner.name ?? owner.email,
      scopes: terms.scopes,
      expires_at: terms.expiresAt.toISOString(),
      networks: terms.networks,
      documents: terms.documents.length,
    },
  });
  return { id, text };
}

export type Rotation = { lifetimeSeconds?: number | undefined; graceSeconds?: number | undefined };

/**
 * Makes a key like another one, which goes on for a while so that nothing stands still meanwhile.
 * @param rotation.graceSeconds how long the former one is still good, a day when left out
 * @throws not_found no key that still counts, or not one that the caller looks after; otherwise as `createApiKey`
 */
export async function rotateApiKey(ctx: Context, id: number, { lifetimeSeconds, graceSeconds = 86_400 }: Rotation = {}): Promise<MadeKey> {
  if (graceSeconds < 0 || graceSeconds > MOST_GRACE_DAYS * 86_400)
    throw invalid('graceIn', `The former key goes on for ${MOST_GRACE_DAYS} days at most.`);
  return transaction(ctx, async (tx) => {
    const former = await lockKey(tx, id);
    requireMayChange(tx, former);
    if (isForAdministrators(former.scopes)) await requireFreshSignIn(tx, 'scopes', FRESH);
    const { name, scopes, networks, documents } = former;
    const made = await make(
      tx,
      await lockOwner(tx, former.ownerId),
      { name, scopes, networks, documents, lifetimeSeconds },
      'apikey.rotated',
    );
    await endKey(tx, id, new Date(tx.now().getTime() + graceSeconds * 1000));
    return made;
  });
}

/** Ends a key at once. @throws not_found no key that still counts, or not one that the caller looks after */
export const revokeApiKey = (ctx: Context, id: number): Promise<void> =>
  transaction(ctx, async (tx) => {
    const key = await lockKey(tx, id);
    requireMayChange(tx, key);
    await endKey(tx, id, tx.now());
    audit(tx, { action: 'apikey.revoked', target: { kind: 'api_key', id, name: key.name } });
  });

/** One's own, and those of service accounts for whoever looks after keys; of others' nobody hears. */
function requireMayChange(ctx: Context, { ownerId, isService }: StoredKey): void {
  if (ctx.actor.kind === 'system' || (ownerId === ctx.actor.userId && !ctx.actor.key)) return;
  if (!isService || !ctx.actor.scopes.has('admin:keys')) throw notFound('API key');
}
