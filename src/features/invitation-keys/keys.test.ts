import { generateKeyPairSync } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { aSystem, DAY, HOUR, type TestSystem } from '../../../test/harness.ts';
import { decrypt } from '../../core/secrets.ts';
import { makePair, readPair } from './key.ts';
import { ensureKeys, keyStates, publicPem, publishedKeys, revokeKey, rotateKeys, tendKeys } from './keys.ts';

const states = async (system: TestSystem) => (await keyStates(system)).map((one) => one.state);
const kidOf = async (system: TestSystem, state: string) => (await keyStates(system)).find((one) => one.state === state)?.kid as string;
const setOf = async (system: TestSystem) => (await publishedKeys(system)).map((one) => one.kid).sort();

async function withKeys() {
  const system = await aSystem({ alone: true });
  await ensureKeys(system);
  return system;
}

describe('INV-31: the states of a key', () => {
  test('of many processes that start at once, one makes the key', async () => {
    const system = await aSystem({ alone: true });
    await Promise.all(Array.from({ length: 5 }, () => ensureKeys(system)));
    await ensureKeys(system);
    expect(await states(system)).toEqual(['active']);
  });

  test('INV-32: a key is published for a day before it signs, and the former one is still there for what it signed', async () => {
    const system = await withKeys();
    const first = await kidOf(system, 'active');
    await rotateKeys(system);
    const second = await kidOf(system, 'next');
    expect(await setOf(system)).toEqual([first, second].sort());
    system.clock.advance(DAY - 1);
    await expect(rotateKeys(system)).rejects.toMatchObject({ kind: 'conflict' });
    system.clock.advance(1);
    await sql`update invitation_keys set verifies_until = ${new Date(system.now().getTime() + HOUR)} where kid = ${first}`.execute(
      system.db,
    );
    await rotateKeys(system);
    expect([await kidOf(system, 'active'), await kidOf(system, 'retired')]).toEqual([second, first]);
    expect(await setOf(system)).toEqual([first, second].sort());
    system.clock.advance(HOUR);
    expect(await setOf(system)).toEqual([second]);
  });

  test('the schedule replaces a key after 90 days of signing', async () => {
    const system = await withKeys();
    const first = await kidOf(system, 'active');
    system.clock.advance(89 * DAY - 1);
    await tendKeys(system);
    expect(await states(system)).toEqual(['active']);
    system.clock.advance(1);
    await tendKeys(system);
    await tendKeys(system);
    expect(await states(system)).toEqual(['active', 'next']);
    system.clock.advance(DAY);
    await tendKeys(system);
    expect(await states(system)).toEqual(['active', 'retired']);
    expect(await kidOf(system, 'retired')).toBe(first);
  });

  test('INV-33: a key that is revoked verifies nothing, and another one signs at once', async () => {
    const system = await withKeys();
    const first = await kidOf(system, 'active');
    await revokeKey(system, first);
    expect(await states(system)).toEqual(['active', 'revoked']);
    expect(await setOf(system)).toEqual([await kidOf(system, 'active')]);
    await rotateKeys(system);
    const next = await kidOf(system, 'next');
    await revokeKey(system, await kidOf(system, 'active'));
    expect(await kidOf(system, 'active')).toBe(next);
    await expect(revokeKey(system, first)).rejects.toMatchObject({ kind: 'conflict' });
    await expect(revokeKey(system, 'no-such-key')).rejects.toMatchObject({ kind: 'not_found' });
    const { rows } = await sql<{ action: string }>`select action from audit_entries order by sequence`.execute(system.db);
    expect(rows.map((one) => one.action)).toEqual([
      'key.created',
      'key.revoked',
      'key.created',
      'key.created',
      'key.revoked',
      'key.rotated',
    ]);
  });
});

describe('INV-30: which keys', () => {
  test('private parts are sealed, and gone once they sign no more', async () => {
    const system = await withKeys();
    const kept = async () => {
      const { rows } = await sql<{ state: string; private_key: string | null }>`select state, private_key from invitation_keys`.execute(
        system.db,
      );
      return new Map(rows.map((one) => [one.state, one.private_key]));
    };
    const sealed = (await kept()).get('active') as string;
    expect(sealed).not.toContain('PRIVATE');
    expect((await readPair(decrypt(sealed, system.settings.encryptionKey), 'it')).kid).toBe(await kidOf(system, 'active'));
    await revokeKey(system, await kidOf(system, 'active'));
    expect((await kept()).get('revoked')).toBeNull();
  });

  test('a configured key signs, another one is the next, and a second start changes nothing', async () => {
    const system = await aSystem({ alone: true });
    const [first, second, third] = [await makePair(), await makePair(), await makePair()];
    await ensureKeys(system, [first, second, third]);
    await ensureKeys(system, [first, second, third]);
    expect([await kidOf(system, 'active'), await kidOf(system, 'next'), await states(system)]).toEqual([
      first.kid,
      second.kid,
      ['active', 'next'],
    ]);
    expect(await publicPem(system)).toBe(first.publicKey);
  });

  const pem = (key: ReturnType<typeof generateKeyPairSync>['privateKey']) => key.export({ type: 'pkcs8', format: 'pem' }) as string;
  test.each([
    ['a short one', () => pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey), /1024 bits; give one of at least 2048/],
    ['one of another kind', () => pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey), /kind ec/],
    ['a public one', async () => (await makePair()).publicKey, /no private key/],
    ['no key', () => 'hello', /no private key/],
  ])('%s is refused with the place it came from', async (_what, key, message) => {
    const work = readPair(await key(), 'DISPATCH_INVITE_PRIVATE_KEY');
    await expect(work).rejects.toThrow(message);
    await expect(work).rejects.toThrow(/^DISPATCH_INVITE_PRIVATE_KEY/);
  });

  test.each([2048, 3072, 4096])('a key of %s bits is taken', async (modulusLength) => {
    const { kid } = await readPair(pem(generateKeyPairSync('rsa', { modulusLength }).privateKey), 'it');
    expect(kid).toMatch(/^[\w-]{43}$/);
  });
});
