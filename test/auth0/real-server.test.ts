import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { authenticateRequest } from '../../src/app/authentication.ts';
import { servePublicKeys } from '../../src/app/invitation-keys.ts';
import { routes } from '../../src/app/routes.ts';
import { createHttpServer } from '../../src/edges/http/server.ts';
import { admit } from '../../src/features/auth/admit.ts';
import { revokeInvitation } from '../../src/features/invitations/index.ts';
import { anAddress, aPlaceToJoin } from '../a-place-to-join.ts';
import { CLIENT_ID, loginEvent } from './events.ts';
import { runAction } from './run-action.ts';

/* The Action as it is deployed, against the server as it is: what either of them alone would not show. */

const SECRET = 'a secret of at least thirty-two bytes, shared';
const ISSUER = 'https://acme.eu.auth0.com/';
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function aTenant() {
  const place = await aPlaceToJoin({ alone: true, settings: { signIn: 'redirect', auth0: { claimSecret: SECRET, issuer: ISSUER } } });
  place.clock.set(new Date());
  const server = await createHttpServer(place.system, routes, authenticateRequest);
  servePublicKeys(server, place.system);
  await server.listen({ port: 0, host: '127.0.0.1' });
  stops.push(async () => server.close());
  const at = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  // Where people open Tocsin is what tokens name; the claim goes to wherever this test listens.
  const secrets = {
    CLIENT_IDS: CLIENT_ID,
    INVITE_ISSUER: 'https://tocsin.test',
    CLAIM_URL: `${at}/api/v1/auth0/claim`,
    CLAIM_SECRET: SECRET,
  };
  const { publicPem } = await import('../../src/features/invitation-keys/index.ts');
  const pem = await publicPem(place.system);
  const signIn = (query: object, user: object, more: Record<string, string> = {}) =>
    runAction('invite-validation', loginEvent({ ...query }, { ...user }), { secrets: { ...secrets, INVITE_PUBLIC_KEY: pem, ...more } });
  return { ...place, at, signIn };
}

test('CHECK 24.16: an invited person passes Auth0’s door once by the link, is a member here, and the server knows them when they come back', async () => {
  const { signIn, invite, member, system, tenant } = await aTenant();
  const { token, email } = await invite({ roles: ['manager'] });
  const user = { email, user_id: 'auth0|1' };
  const first = await signIn({ invite_token: token }, user);
  expect([first.denied, first.printed]).toEqual([undefined, '']);
  const membership = { organization: tenant.slug, roles: ['admin', 'write', 'read'], organization_role: 'Manager' };
  expect(first.metadata).toMatchObject({ signed_up: true, organization: tenant.slug, memberships: [membership] });
  expect(await member(email)).toMatchObject({ role: 'Manager', status: 'active' });
  // The Action runs again with the same link: Auth0 may repeat it.
  expect((await signIn({ invite_token: token }, user)).metadata).toMatchObject({ memberships: [membership] });
  const identity = { issuer: ISSUER, subject: 'auth0|1', email, emailVerified: true };
  expect(await admit(system, identity)).toEqual({ userId: (await member(email))?.user_id });
});

test('a replay by somebody else, a revoked link, and an unverified address stay out, and leave nothing behind', async () => {
  const { signIn, invite, ctx, member } = await aTenant();
  const used = await invite();
  await signIn({ invite_token: used.token }, { email: used.email, user_id: 'auth0|1' });
  const replay = await signIn({ invite_token: used.token }, { email: used.email, user_id: 'auth0|2' });
  expect([replay.denied, replay.metadata]).toEqual(['invite_used', {}]);
  const revoked = await invite();
  await revokeInvitation(ctx, `inv_${revoked.invitation.uid}`);
  expect(await signIn({ invite_token: revoked.token }, { email: revoked.email, user_id: 'auth0|3' })).toMatchObject({
    denied: 'invite_revoked',
    metadata: {},
  });
  const other = await invite();
  expect(await signIn({ invite_token: other.token }, { email: anAddress(), user_id: 'auth0|4' })).toMatchObject({
    denied: 'invite_wrong_email',
  });
  expect(await member(other.email)).toBeUndefined();
});

test('without the shared secret nobody claims, and a stranger hears nothing about the link', async () => {
  const { at, invite, member } = await aTenant();
  const { token, email } = await invite();
  const body = JSON.stringify({ invite_token: token, subject: 'x', email, email_verified: true });
  for (const authorization of [undefined, 'Bearer wrong', `Basic ${SECRET}`]) {
    const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
    const answer = await fetch(`${at}/api/v1/auth0/claim`, { method: 'POST', headers, body });
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toMatch(/invite_|organization/);
  }
  expect(await member(email)).toBeUndefined();
});
