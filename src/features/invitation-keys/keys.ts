import { sql } from 'kysely';
import { audit } from '../../core/audit.ts';
import { type Context, NOWHERE, type System, systemContext } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { conflict, notFound } from '../../core/errors.ts';
import { encrypt } from '../../core/secrets.ts';
import { makePair, type Pair, type PublishedKey, published } from './key.ts';

const HOUR_MS = 3_600_000;
/** Whoever keeps the published set has asked again by then. */
const PUBLISHED_MS = 24 * HOUR_MS;
const SIGNS_MS = 90 * 24 * HOUR_MS;

export type KeyState = {
  kid: string;
  state: 'next' | 'active' | 'retired' | 'revoked';
  published_at: Date;
  active_at: Date | null;
  verifies_until: Date | null;
};

const STATES = sql`kid, state, published_at, active_at, verifies_until`;

/** Every key there is, the one that signs first. */
export async function keyStates({ db }: Pick<System, 'db'>): Promise<KeyState[]> {
  const { rows } = await sql<KeyState>`
    select ${STATES} from invitation_keys order by array_position(array['active', 'next', 'retired', 'revoked'], state), published_at desc`.execute(
    db,
  );
  return rows;
}

/** What verifies links, now or soon, as the JWK set shows it. */
export async function publishedKeys({ db, now }: Pick<System, 'db' | 'now'>): Promise<PublishedKey[]> {
  const { rows } = await sql<{ kid: string; publicKey: string }>`
    select kid, public_key as "publicKey" from invitation_keys
    where state in ('next', 'active') or (state = 'retired' and verifies_until > ${now()}) order by published_at desc`.execute(db);
  return Promise.all(rows.map(published));
}

/** @returns PEM of the key that signs, for whoever verifies without the set. @throws not_found none signs yet */
export async function publicPem({ db }: Pick<System, 'db'>): Promise<string> {
  const { rows } = await sql<{ public_key: string }>`select public_key from invitation_keys where state = 'active'`.execute(db);
  if (!rows[0]) throw notFound('key');
  return rows[0].public_key;
}

/** Sees to it that a key signs. @param configured pairs to take in: the first signs if none does, the next one is published */
export async function ensureKeys(system: System, configured: readonly Pair[] = []): Promise<void> {
  const [known] = await keyStates(system);
  if (known?.state === 'active' && !configured.length) return;
  // Made before anything is locked: it takes a while.
  const pairs = configured.length ? configured : [await makePair()];
  await change(system, async (tx) => {
    for (const pair of pairs) {
      const states = await keyStates(tx);
      if (states.some((one) => one.kid === pair.kid)) continue;
      if (!states.some((one) => one.state === 'active')) await insert(tx, pair, 'active');
      else if (configured.length && !states.some((one) => one.state === 'next')) await insert(tx, pair, 'next');
    }
  });
}

/**
 * The next step of replacing the key that signs: a new one is published; a day later it signs and the former one only verifies.
 * @returns what was done
 * @throws conflict the next key was published less than a day ago
 */
export async function rotateKeys(system: System): Promise<string> {
  const pair = await makePair();
  return change(system, async (tx) => {
    const states = await keyStates(tx);
    const next = states.find((one) => one.state === 'next');
    if (!next) {
      await insert(tx, pair, states.some((one) => one.state === 'active') ? 'next' : 'active');
      return `The key ${pair.kid} is published; rotate again in a day, and it signs.`;
    }
    const ready = new Date(next.published_at.getTime() + PUBLISHED_MS);
    if (tx.now() < ready) throw conflict(`The key ${next.kid} is not known everywhere before ${ready.toISOString()}; rotate after that.`);
    await promote(tx, next);
    return `The key ${next.kid} signs now; the former one verifies what it has signed.`;
  });
}

/**
 * Ends a key: whatever it signed is dead. If it was the one that signs, another one does at once.
 * @throws not_found; conflict it was revoked before
 */
export async function revokeKey(system: System, kid: string): Promise<void> {
  const spare = await makePair();
  await change(system, async (tx) => {
    const states = await keyStates(tx);
    const key = states.find((one) => one.kid === kid);
    if (!key) throw notFound('key');
    if (key.state === 'revoked') throw conflict(`The key ${kid} was revoked before.`);
    await sql`
      update invitation_keys set state = 'revoked', revoked_at = ${tx.now()}, private_key = null where kid = ${kid}`.execute(tx.db);
    audit(tx, { action: 'key.revoked', target: { kind: 'invitation_key', id: kid } });
    if (key.state !== 'active') return;
    const next = states.find((one) => one.state === 'next');
    if (next) await promote(tx, next);
    else await insert(tx, spare, 'active');
  });
}

/** What the schedule does each hour: replaces a key that has signed long enough. */
export async function tendKeys(system: System): Promise<void> {
  const now = system.now();
  const states = await keyStates(system);
  const active = states.find((one) => one.state === 'active');
  const next = states.find((one) => one.state === 'next');
  if (!active?.active_at) return;
  const signedMs = now.getTime() - active.active_at.getTime();
  if (!next && signedMs >= SIGNS_MS - PUBLISHED_MS) await rotateKeys(system);
  else if (next && signedMs >= SIGNS_MS && now.getTime() - next.published_at.getTime() >= PUBLISHED_MS) await rotateKeys(system);
}

/** One at a time, whichever process does it: what was read is still true when it is changed. */
const change = <T>(system: System, work: (tx: Context) => Promise<T>): Promise<T> => {
  const ctx = 'actor' in system ? { ...(system as Context), tenant: NOWHERE } : systemContext(system, NOWHERE);
  return transaction(ctx, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('invitation-keys'))`.execute(tx.db);
    return work(tx);
  });
};

async function insert(tx: Context, { kid, publicKey, privateKey }: Pair, state: 'active' | 'next') {
  const sealed = encrypt(privateKey, tx.settings.encryptionKey);
  await sql`
    insert into invitation_keys (kid, public_key, private_key, state, published_at, active_at)
    values (${kid}, ${publicKey}, ${sealed}, ${state}, ${tx.now()}, ${state === 'active' ? tx.now() : null})`.execute(tx.db);
  audit(tx, { action: 'key.created', target: { kind: 'invitation_key', id: kid }, changes: { state: { from: null, to: state } } });
}

async function promote(tx: Context, { kid }: Pick<KeyState, 'kid'>) {
  await sql`
    update invitation_keys set state = 'retired', retired_at = ${tx.now()}, private_key = null where state = 'active'`.execute(tx.db);
  await sql`update invitation_keys set state = 'active', active_at = ${tx.now()} where kid = ${kid}`.execute(tx.db);
  audit(tx, { action: 'key.rotated', target: { kind: 'invitation_key', id: kid } });
}
