import { createHmac, generateKeyPairSync } from 'node:crypto';
import { exportJWK, SignJWT } from 'jose';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { aPlaceToJoin, tokenIn } from '../../../test/a-place-to-join.ts';
import { DAY, HOUR, runJobs, SECOND } from '../../../test/harness.ts';
import { publicPem, revokeKey, rotateKeys } from '../invitation-keys/index.ts';
import { checkLink } from './check-link.ts';
import { resendInvitation } from './index.ts';
import { publicId } from './invitation.ts';
import { revokeAllLinks } from './revoke-many.ts';

const partsOf = (token: string) => token.split('.').map((part) => JSON.parse(Buffer.from(part, 'base64url').toString() || 'null'));
const asPart = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString());
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });

test('a link says what the specification says, and nothing personal but the address', async () => {
  const { invite, system, tenant } = await aPlaceToJoin();
  const { token, email } = await invite({ roles: ['manager'] });
  const [header, payload] = partsOf(`${token.split('.').slice(0, 2).join('.')}`);
  expect(header).toEqual({ alg: 'RS256', typ: 'invite+jwt', kid: expect.stringMatching(/^[\w-]{43}$/) });
  const iat = Math.floor(system.now().getTime() / 1000);
  expect(payload).toEqual({
    email,
    organization: tenant.slug,
    roles: ['manager', 'admin', 'write', 'read'],
    iat,
    exp: iat + 86_400,
    iss: 'https://tocsin.test',
    aud: 'https://tocsin.test/claim',
    jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(token.length).toBeLessThan(900);
});

test('CHECK 24.4: good at 23:59:29 and, by tolerance, at 24:00:00; run out at 24:00:31', async () => {
  const { invite, system, clock } = await aPlaceToJoin();
  const issued = system.now();
  const { token } = await invite();
  for (const [after, code] of [
    [DAY - 31 * SECOND, 'valid'],
    [DAY, 'valid'],
    [DAY + 31 * SECOND, 'invite_expired'],
  ] as const) {
    clock.set(new Date(issued.getTime() + after));
    expect(await checkLink(system, token)).toMatchObject({ code });
  }
  // A clock that was put back: a link from the future, by more than a minute, is not believed.
  clock.set(new Date(issued.getTime() - 61 * SECOND));
  expect(await checkLink(system, token)).toMatchObject({ code: 'invite_invalid', reason: 'issued_in_the_future' });
  clock.set(new Date(issued.getTime() - 59 * SECOND));
  expect(await checkLink(system, token)).toMatchObject({ code: 'valid' });
});

test('CHECK 24.5: with any character changed, left out or doubled it is never taken, and nothing breaks', async () => {
  const { invite, system } = await aPlaceToJoin();
  const { token } = await invite();
  for (let at = 0; at < token.length; at += 1) {
    const other = token[at] === 'A' ? 'B' : 'A';
    expect((await checkLink(system, token.slice(0, at) + other + token.slice(at + 1))).code, `character ${at}`).toBe('invite_invalid');
    if (at % 7) continue;
    expect((await checkLink(system, token.slice(0, at) + token.slice(at + 1))).code, `without ${at}`).toBe('invite_invalid');
    expect((await checkLink(system, `${token.slice(0, at)}${token[at]}${token.slice(at)}`)).code, `doubled ${at}`).toBe('invite_invalid');
  }
});

describe('INV-29: confusion about algorithms and kinds of tokens', () => {
  const header = { alg: 'RS256', typ: 'invite+jwt' };
  const attempts: Record<string, (token: string, pem: string) => Promise<string> | string> = {
    'an HS256 token made with the public key as the secret': (token, pem) => {
      const text = `${asPart({ alg: 'HS256', typ: 'invite+jwt', kid: partsOf(token.split('.')[0] as string)[0].kid })}.${token.split('.')[1]}`;
      return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
    },
    'alg none': (token) =>
      `${asPart({ alg: 'none', typ: 'invite+jwt', kid: partsOf(token.split('.')[0] as string)[0].kid })}.${token.split('.')[1]}.AAAA`,
    'a key of its own in the header': async (token) =>
      new SignJWT(claimsOf(token))
        .setProtectedHeader({ ...header, kid: 'x', jwk: await exportJWK(foreign.publicKey) })
        .sign(foreign.privateKey),
    'the name of our key, signed by another': (token) =>
      new SignJWT(claimsOf(token))
        .setProtectedHeader({ ...header, kid: partsOf(token.split('.')[0] as string)[0].kid })
        .sign(foreign.privateKey),
    'an address to fetch the key from': (token) =>
      new SignJWT(claimsOf(token))
        .setProtectedHeader({ ...header, kid: partsOf(token.split('.')[0] as string)[0].kid, jku: 'https://evil.example' })
        .sign(foreign.privateKey),
    'an access token': (token) =>
      new SignJWT(claimsOf(token))
        .setProtectedHeader({ ...header, typ: 'at+jwt', kid: partsOf(token.split('.')[0] as string)[0].kid })
        .sign(foreign.privateKey),
  };
  test.each(Object.keys(attempts))('%s is not taken', async (how) => {
    const { invite, system } = await aPlaceToJoin();
    const { token } = await invite();
    expect(
      await checkLink(system, await (attempts[how] as (token: string, pem: string) => Promise<string>)(token, await publicPem(system))),
    ).toMatchObject({ code: 'invite_invalid', reason: 'invite_tampered' });
  });

  test.each([
    ['another issuer', { iss: 'https://elsewhere.example' }],
    ['another audience', { aud: 'https://tocsin.test/api' }],
    ['another organization', { organization: 'default' }],
    ['other roles', { roles: ['owner', 'admin', 'write', 'read'] }],
    ['another address', { email: 'mallory@example.com' }],
    ['a longer life', { exp: 4_000_000_000 }],
    ['no jti', { jti: undefined }],
    ['a jti that is none', { jti: 'x' }],
    ['roles that are no list', { roles: 'owner' }],
  ])('signed by our own key, with %s it is not taken', async (_what, change) => {
    const { invite, system } = await aPlaceToJoin();
    const { token } = await invite();
    const { privateKeyOf } = await import('../invitation-keys/index.ts');
    const { kid } = partsOf(token.split('.')[0] as string)[0];
    const { createPrivateKey } = await import('node:crypto');
    const key = createPrivateKey((await privateKeyOf(system, kid)) as string);
    const changed = await new SignJWT({ ...claimsOf(token), ...change }).setProtectedHeader({ ...header, kid }).sign(key);
    expect(await checkLink(system, changed)).toMatchObject({ code: 'invite_invalid', reason: 'invite_tampered' });
  });

  test.each(['', 'x', 'a.b.c', 'a.b', `${'a'.repeat(4097)}.b.c`, '=.=.=', 'e30.e30.e30'])('%.20s is none', async (token) => {
    const { system } = await aPlaceToJoin();
    expect(await checkLink(system, token)).toMatchObject({ code: 'invite_invalid' });
  });
});

test('INV-27: forged and run out at once it is forged', async () => {
  const { invite, system, clock } = await aPlaceToJoin();
  const { token } = await invite();
  clock.advance(2 * DAY);
  expect(await checkLink(system, `${token.slice(0, -8)}AAAAAAAA`)).toMatchObject({ code: 'invite_invalid' });
});

test('INV-26: used yesterday is used, not run out', async () => {
  const { invite, system, clock, ctx } = await aPlaceToJoin();
  const { token, invitation } = await invite();
  await sql`update invitations set state = 'accepted' where id = ${invitation.id}`.execute(ctx.db);
  clock.advance(2 * DAY);
  expect(await checkLink(system, token)).toMatchObject({ code: 'invite_used' });
});

test('INV-28: all links at once can be made worthless; new ones are good', async () => {
  const { ctx, invite, system, clock, box } = await aPlaceToJoin();
  const { token, invitation } = await invite();
  clock.advance(HOUR);
  expect(await revokeAllLinks(ctx)).toBe(1);
  expect(await checkLink(system, token)).toMatchObject({ code: 'invite_revoked', reason: 'links_not_before' });
  await resendInvitation(ctx, publicId(invitation));
  await runJobs(ctx);
  expect(await checkLink(system, tokenIn(box.sent[1]?.url ?? ''))).toMatchObject({ code: 'valid' });
});

test('INV-31, CHECK 24.15: a key that was replaced goes on verifying, a revoked one does not', async () => {
  const { invite, system, clock } = await aPlaceToJoin({ alone: true });
  const { token } = await invite({ expires_in_seconds: 3 * 86_400 });
  await rotateKeys(system);
  clock.advance(DAY + SECOND);
  await rotateKeys(system);
  expect(await checkLink(system, token)).toMatchObject({ code: 'valid' });
  await revokeKey(system, partsOf(token.split('.')[0] as string)[0].kid);
  expect(await checkLink(system, token)).toMatchObject({ code: 'invite_revoked', reason: 'key_revoked' });
});

test('INV-38: a link whose key was replaced before the mail went out is renewed first', async () => {
  const { ctx, system, clock, box } = await aPlaceToJoin({ alone: true });
  const { inviteUser } = await import('./index.ts');
  await rotateKeys(system);
  clock.advance(DAY + SECOND);
  await inviteUser(ctx, { email: 'late@example.com', roles: ['read'] });
  await rotateKeys(system);
  await runJobs(ctx);
  expect(box.sent.map((message) => message.generation)).toEqual([2]);
  expect(await checkLink(system, tokenIn(box.sent[0]?.url ?? ''))).toMatchObject({ code: 'valid' });
});

test.each(['suspended', 'deleting'])('a link to an organization that is %s says so', async (status) => {
  const { ctx, invite, system } = await aPlaceToJoin();
  const { token } = await invite();
  await sql`update organizations set status = ${status} where id = ${ctx.tenant.id}`.execute(ctx.db);
  expect(await checkLink(system, token)).toMatchObject({ code: 'invite_organization_unavailable' });
});
