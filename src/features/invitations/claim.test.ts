import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { aBrowserAt } from '../../../test/a-browser.ts';
import { anAddress, aPlaceToJoin, tokenIn } from '../../../test/a-place-to-join.ts';
import { anOrganization, asUser, DAY, HOUR, inject, MINUTE, runJobs, SECOND } from '../../../test/harness.ts';
import { authenticateRequest } from '../../app/authentication.ts';
import { serveClaim } from '../../app/claim.ts';
import { routes } from '../../app/routes.ts';
import type { Context, Settings, System } from '../../core/context.ts';
import { createHttpServer } from '../../edges/http/server.ts';
import { headerProvider } from '../../plugins/header/index.ts';
import { admit } from '../auth/admit.ts';
import { storedPassword } from '../auth/index.ts';
import { removeMember, suspendMember } from '../members/index.ts';
import { claimInvitation } from './claim-invitation.ts';
import { inviteUser, resendInvitation, revokeInvitation } from './index.ts';
import { publicId } from './invitation.ts';

const PASSWORD = 'correct horse battery staple';
const PAGE = '<!doctype html><title>the application</title>';
const JSON_ONLY = { accept: 'application/json' };

/** An installation where people have passwords, with a place to join and browsers. */
async function aDoor(settings: Partial<Settings> = {}, more: Pick<System, 'provider'> = {}) {
  const place = await aPlaceToJoin({ settings: { signIn: 'password', ...settings } });
  const system = { ...place.system, ...more };
  const server = await createHttpServer(system, routes, authenticateRequest);
  serveClaim(server, PAGE);
  const setPassword = async (who: Context) => {
    const stored = await storedPassword(place.system, PASSWORD, who.actor);
    await sql`update users set password = ${stored} where id = ${who.actor.userId}`.execute(place.ctx.db);
  };
  const signedIn = async (who: Context) => {
    const browser = aBrowserAt(server);
    await setPassword(who);
    const answer = await browser.ask('POST', '/api/v1/sign-in/password', { email: who.actor.email, password: PASSWORD });
    expect(answer.status).toBe(200);
    return browser;
  };
  return { ...place, server, aBrowser: () => aBrowserAt(server), setPassword, signedIn };
}

const opens = (url: string) => `/claim?invite_token=${tokenIn(url)}`;

describe('the link', () => {
  test('INV-41, CHECK 24.6: looking uses nothing up, however often', async () => {
    const { aBrowser, invite, member } = await aDoor();
    const { url, email } = await invite();
    const scanner = aBrowser();
    expect(await scanner.ask('HEAD', opens(url))).toMatchObject({ status: 200, text: '' });
    for (let turn = 0; turn < 50; turn += 1) expect((await scanner.ask('GET', opens(url))).status).toBe(200);
    const browser = aBrowser();
    await browser.ask('GET', opens(url));
    expect((await browser.ask('POST', '/api/v1/invitation/account', { password: PASSWORD })).status).toBe(200);
    expect(await member(email)).toMatchObject({ status: 'active', source: 'invite' });
  });

  test('INV-42: whoever fetches ahead gets nothing; a landing page comes where people have passwords', async () => {
    const { aBrowser, invite } = await aDoor();
    const { url } = await invite();
    for (const [name, value] of [
      ['sec-purpose', 'prefetch'],
      ['purpose', 'prefetch'],
      ['sec-purpose', 'prefetch;prerender'],
    ] as const)
      expect((await aBrowser().ask('GET', opens(url), undefined, { [name]: value })).status).toBe(204);
    const answer = await aBrowser().ask('GET', opens(url));
    expect([answer.status, answer.text]).toEqual([200, PAGE]);
  });

  test('INV-43: nobody keeps it, refers to it, indexes or frames it', async () => {
    const { aBrowser, invite } = await aDoor();
    const { url } = await invite();
    const browser = aBrowser();
    const { headers } = await browser.ask('GET', opens(url));
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toContain('http');
    expect(headers['set-cookie']).toMatch(/^__Host-invite=v1\.[\w-]+; Max-Age=900; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    // Sealed: the browser, and whoever reads its cookies, has no token to read.
    expect(String(headers['set-cookie'])).not.toContain(tokenIn(url).split('.')[1]);
  });

  test('INV-27: tampered, malformed, unknown, missing and given twice look the same; the log of the installation tells them apart', async () => {
    const { aBrowser, invite, ctx } = await aDoor();
    const { token } = await invite();
    const paths = [
      '/claim',
      '/claim?invite_token=',
      '/claim?invite_token=x',
      `/claim?invite_token=${token.slice(0, -4)}AAAA`,
      `/claim?invite_token=${token}&invite_token=${token}`,
    ];
    const seen = await Promise.all(paths.map(async (path) => aBrowser().ask('GET', path, undefined, JSON_ONLY)));
    expect(new Set(seen.map((one) => `${one.status} ${one.text}`)).size).toBe(1);
    expect([seen[0]?.status, seen[0]?.code()]).toEqual([400, 'invite_invalid']);
    expect(seen[0]?.headers['content-type']).toContain('application/problem+json');
    const pages = await Promise.all(paths.map(async (path) => aBrowser().ask('GET', path)));
    expect(new Set(pages.map((one) => `${one.status} ${one.text}`)).size).toBe(1);
    // Whoever tries to use one leaves the true reason in the log of the installation.
    const claimant = { email: anAddress(), emailVerified: true };
    for (const forged of ['x', `${token.slice(0, -4)}AAAA`]) await claimInvitation(ctx, forged, claimant, undefined);
    const { rows } = await sql`
      select reason from audit_entries where organization_id = 0 and action = 'invite.claim_failed' and actor_name = ${claimant.email} order by sequence`.execute(
      ctx.db,
    );
    expect(rows).toEqual([{ reason: 'invite_malformed' }, { reason: 'invite_tampered' }]);
  });

  test('INV-46: strangers see a masked address, and of a link that is none of ours nothing', async () => {
    const { aBrowser, invite, tenant } = await aDoor();
    const { token, email } = await invite({ roles: ['admin'] });
    const look = await aBrowser().ask('POST', '/api/v1/invitation', { invite_token: token });
    expect(look.json()).toMatchObject({
      result: 'valid',
      organization: { slug: tenant.slug, name: tenant.name },
      email: `j•••${email.slice(email.indexOf('@'))}`,
      roles: ['admin', 'write', 'read'],
      organization_role: 'Admin',
      has_account: false,
      signed_in_as: null,
    });
    const nothing = await aBrowser().ask('POST', '/api/v1/invitation', { invite_token: 'x' });
    expect(nothing.json()).toMatchObject({ result: 'invite_invalid', organization: null, email: null, roles: [] });
  });

  test('more than thirty looks a minute from one network are refused, whatever they look at', async () => {
    const { aBrowser, system, invite } = await aDoor();
    const { url } = await invite();
    const browser = aBrowser();
    const seen = [];
    for (let turn = 0; turn < 32; turn += 1)
      seen.push((await browser.ask('POST', '/api/v1/invitation', { invite_token: `x${turn}` })).status);
    expect(seen).toEqual([...Array(30).fill(200), 429, 429]);
    expect((await browser.ask('GET', opens(url))).status).toBe(200);
    system.clock.advance(MINUTE + SECOND);
    expect((await browser.ask('POST', '/api/v1/invitation', { invite_token: 'x' })).status).toBe(200);
  });
});

describe('joining', () => {
  test.each([
    ['read', { role: 'Member', read_only: true }],
    ['write', { role: 'Member', read_only: false }],
    ['admin', { role: 'Admin', read_only: false }],
    ['manager', { role: 'Manager', read_only: false }],
    ['owner', { role: 'Owner', read_only: false }],
  ])('CHECK 24.2, CHECK 24.3: %s, and the first sign-in is in the right organization with the right role', async (word, standing) => {
    const { aBrowser, invite, member, tenant, log, project } = await aDoor();
    const { url, email, invitation } = await invite({ roles: [word], name: 'Jo Lee' });
    const browser = aBrowser();
    await browser.ask('GET', opens(url));
    const joined = await browser.ask('POST', '/api/v1/invitation/account', { name: 'Jo Lee', password: PASSWORD });
    expect(joined.json()).toEqual({ organization: { slug: tenant.slug, name: tenant.name } });
    expect(await member(email)).toMatchObject({ ...standing, status: 'active', source: 'invite', uid: invitation.personUid });
    expect((await browser.ask('GET', `/api/v1/${tenant.slug}/incidents`)).status).toBe(200);
    const write = await browser.ask('POST', `/api/v1/${tenant.slug}/incidents`, {
      title: 'Disk full',
      description: 'It is.',
      project: { id: project.id },
    });
    expect(write.status).toBe(word === 'read' ? 403 : 200);
    expect(await log('invite.claimed')).toHaveLength(1);
    expect([...browser.jar.keys()]).toEqual(['__Host-session']);
  });

  test('with the projects it says, and until the day it says', async () => {
    const { ctx, invite, system, member, clock } = await aDoor();
    const { rows } = await sql<{
      id: number;
    }>`insert into projects (organization_id, name) values (${ctx.tenant.id}, 'Payments') returning id`.execute(ctx.db);
    const id = rows[0]?.id as number;
    const ends = new Date(system.now().getTime() + 2 * DAY).toISOString();
    const { token, email } = await invite({ projects: [{ project_id: id, role: 'Admin' }], access_expires_at: ends });
    await claimInvitation(system, token, { email, emailVerified: true }, undefined);
    const person = await member(email);
    const projects = await sql`select project_id, role, "default" from project_members where dispatch_user_id = ${person?.user_id}`.execute(
      ctx.db,
    );
    expect(projects.rows).toEqual([{ project_id: id, role: 'Admin', default: true }]);
    clock.advance(3 * DAY);
    await expect(admit(system, { issuer: 'x', subject: email, email, emailVerified: true })).rejects.toMatchObject({ code: 'not_invited' });
  });

  test('INV-44, CHECK 24.7: twenty at once are one membership, and all of them hear that they belong', async () => {
    const { invite, system, ctx, log } = await aDoor();
    const { token, email } = await invite();
    const claimant = { email, emailVerified: true, identity: { issuer: 'https://id.example', subject: email } };
    const all = await Promise.all(Array.from({ length: 20 }, () => claimInvitation(system, token, claimant, undefined)));
    expect(new Set(all.map((one) => 'userId' in one && one.userId)).size).toBe(1);
    expect(all.filter((one) => one.code === 'claimed')).toHaveLength(1);
    expect(await log('invite.claimed')).toHaveLength(1);
    const { rows } = await sql`select 1 from users where lower(email) = ${email}`.execute(ctx.db);
    expect(rows).toHaveLength(1);
  });

  test('signed in as the invited address, somebody joins a second organization by one request, and nothing else of theirs changes', async () => {
    const { invite, signedIn, system, tenant, member } = await aDoor();
    const first = await anOrganization(system);
    const person = await asUser(first.ctx, 'Manager', anAddress());
    const browser = await signedIn(person);
    const { url } = await invite({ email: person.actor.email.toUpperCase(), roles: ['read'] });
    const look = await browser.ask('GET', opens(url), undefined, JSON_ONLY);
    expect(look.json()).toMatchObject({ result: 'valid', signed_in_as: person.actor.email, email: person.actor.email.toUpperCase() });
    expect((await browser.ask('POST', '/api/v1/invitation/accept', {})).json()).toMatchObject({ organization: { slug: tenant.slug } });
    expect(await member(person.actor.email)).toMatchObject({ user_id: person.actor.userId, read_only: true });
    const { rows } = await sql`select role from organization_members where dispatch_user_id = ${person.actor.userId} order by role`.execute(
      system.db,
    );
    expect(rows).toEqual([{ role: 'Manager' }, { role: 'Member' }]);
    // Used, by the same person: they belong, and are led there.
    expect(await browser.ask('GET', opens(url))).toMatchObject({ status: 303, location: `/${tenant.slug}` });
  });

  test('POST /claim joins like the address of the contract', async () => {
    const { invite, signedIn, system, tenant } = await aDoor();
    const person = await asUser((await anOrganization(system)).ctx, 'Member', anAddress());
    const browser = await signedIn(person);
    const { url } = await invite({ email: person.actor.email });
    await browser.ask('GET', opens(url));
    const sent = await browser.ask('POST', '/claim', {});
    expect([sent.status, sent.location]).toEqual([307, '/api/v1/invitation/accept']);
    expect(await browser.ask('POST', sent.location, {}, { accept: 'text/html' })).toMatchObject({
      status: 303,
      location: `/${tenant.slug}`,
    });
  });

  test('CHECK 24.20: an address that has an account is asked for that password; a link sets none', async () => {
    const { aBrowser, invite, system, setPassword, member } = await aDoor();
    const person = await asUser((await anOrganization(system)).ctx, 'Member', anAddress());
    await setPassword(person);
    const { url } = await invite({ email: person.actor.email });
    const browser = aBrowser();
    await browser.ask('GET', opens(url));
    expect((await browser.ask('POST', '/api/v1/invitation', {})).json()).toMatchObject({ has_account: true });
    const refused = await browser.ask('POST', '/api/v1/invitation/account', { password: 'another long password of mine' });
    expect([refused.status, refused.code()]).toEqual([409, 'ACCOUNT_EXISTS']);
    expect(await member(person.actor.email)).toBeUndefined();
    const signedIn = await browser.ask('POST', '/api/v1/sign-in/password', { email: person.actor.email, password: PASSWORD });
    expect(signedIn.json()).toMatchObject({ joined: { name: expect.any(String) } });
    expect(await member(person.actor.email)).toMatchObject({ status: 'active' });
  });

  test('a weak password makes no account and leaves the link good', async () => {
    const { aBrowser, invite, member } = await aDoor();
    const { url, email } = await invite();
    const browser = aBrowser();
    await browser.ask('GET', opens(url));
    expect((await browser.ask('POST', '/api/v1/invitation/account', { password: 'short' })).status).toBe(422);
    expect(await member(email)).toBeUndefined();
    expect((await browser.ask('POST', '/api/v1/invitation/account', { password: PASSWORD })).status).toBe(200);
  });

  test('whoever belongs already becomes more by an invitation, never less', async () => {
    const { invite, system, ctx, member } = await aDoor();
    const up = await invite({ roles: ['admin'] });
    await asUser(ctx, 'Member', up.email);
    const claimant = async (email: string) => ({ email, emailVerified: true, userId: (await member(email))?.user_id });
    expect(await claimInvitation(system, up.token, await claimant(up.email), undefined)).toMatchObject({ code: 'already_member' });
    expect(await member(up.email)).toMatchObject({ role: 'Admin', source: 'import' });
    const down = await invite({ roles: ['read'] });
    await asUser(ctx, 'Manager', down.email);
    await claimInvitation(system, down.token, await claimant(down.email), undefined);
    expect(await member(down.email)).toMatchObject({ role: 'Manager', read_only: false });
    const managed = await invite({ roles: ['owner'] });
    await asUser(ctx, 'Member', managed.email);
    await sql`update organization_members set managed_by_directory = true where dispatch_user_id = ${(await member(managed.email))?.user_id}`.execute(
      ctx.db,
    );
    await claimInvitation(system, managed.token, await claimant(managed.email), undefined);
    expect(await member(managed.email)).toMatchObject({ role: 'Member' });
  });

  test('whoever was removed comes back as what the invitation says, without their former projects', async () => {
    const { invite, system, ctx, member } = await aDoor();
    const person = await asUser(ctx, 'Admin', anAddress());
    await sql`update project_members set role = 'Owner' where dispatch_user_id = ${person.actor.userId}`.execute(ctx.db);
    await removeMember(ctx, person.actor.userId);
    const { token, email } = await invite({ email: person.actor.email, roles: ['read'] });
    await claimInvitation(system, token, { email, emailVerified: true, userId: person.actor.userId }, undefined);
    expect(await member(email)).toMatchObject({ user_id: person.actor.userId, role: 'Member', read_only: true, status: 'active' });
    const { rows } = await sql`select role from project_members where dispatch_user_id = ${person.actor.userId}`.execute(ctx.db);
    expect(rows).toEqual([{ role: 'Member' }]);
  });
});

describe('where a proxy says who somebody is', () => {
  const behindProxy = () => {
    const provider = headerProvider({
      header: 'remote-user',
      trustedProxies: ['0.0.0.0/0'],
      sharedSecret: undefined,
      emailDomain: undefined,
    });
    return aDoor({ signIn: 'request' }, { provider });
  };

  test('INV-42: the landing page comes first; joining is one request, and nobody is let in before', async () => {
    const { aBrowser, invite, tenant, member } = await behindProxy();
    const { url, email } = await invite({ roles: ['write'] });
    const [browser, headers] = [aBrowser(), { 'remote-user': email }];
    // However often the person tries before: the link stays theirs to use.
    for (let turn = 0; turn < 7; turn += 1)
      expect((await browser.ask('GET', `/api/v1/${tenant.slug}/incidents`, undefined, headers)).status).not.toBe(200);
    expect(await browser.ask('GET', opens(url), undefined, headers)).toMatchObject({ status: 200, text: PAGE });
    const look = await browser.ask('POST', '/api/v1/invitation', {}, headers);
    expect(look.json()).toMatchObject({ result: 'valid', email, signed_in_as: email });
    expect(await member(email)).toBeUndefined();
    const joined = await browser.ask('POST', '/api/v1/invitation/accept', {}, headers);
    expect(joined.json()).toEqual({ organization: { slug: tenant.slug, name: tenant.name } });
    expect((await browser.ask('GET', `/api/v1/${tenant.slug}/incidents`, undefined, headers)).status).toBe(200);
  });

  test('somebody else does not join by it, nor does whoever the proxy does not name, nor a page of another site', async () => {
    const { aBrowser, invite, member } = await behindProxy();
    const { url, email } = await invite();
    const accept = async (headers: Record<string, string>) => {
      const browser = aBrowser();
      await browser.ask('GET', opens(url), undefined, headers);
      return browser.ask('POST', '/api/v1/invitation/accept', {}, headers);
    };
    const wrong = await accept({ 'remote-user': anAddress() });
    expect([wrong.status, wrong.code()]).toEqual([403, 'invite_wrong_email']);
    expect((await accept({})).status).toBe(401);
    expect((await accept({ 'remote-user': email, 'sec-fetch-site': 'cross-site' })).status).toBe(400);
    expect(await member(email)).toBeUndefined();
  });
});

describe('refused', () => {
  test('INV-45, CHECK 24.8: signed in as somebody else, the link stays good for the right person', async () => {
    const { aBrowser, invite, signedIn, ctx, log, member } = await aDoor();
    const { url, email } = await invite();
    const wrong = await signedIn(await asUser(ctx, 'Member', anAddress()));
    expect((await wrong.ask('GET', opens(url))).status).toBe(403);
    const refused = await wrong.ask('POST', '/api/v1/invitation/accept', {});
    expect([refused.status, refused.code()]).toEqual([403, 'invite_wrong_email']);
    expect(await log('invite.claim_failed')).toMatchObject([{ reason: 'invite_wrong_email' }]);
    const right = aBrowser();
    await right.ask('GET', opens(url));
    expect((await right.ask('POST', '/api/v1/invitation/account', { password: PASSWORD })).status).toBe(200);
    expect(await member(email)).toMatchObject({ status: 'active' });
  });

  test('INV-45: ten failures within an hour make it rest for an hour, and tell the inviter', async () => {
    const { invite, system, ctx, clock, member } = await aDoor();
    const { token, email } = await invite();
    const wrong = { email: 'mallory@example.com', emailVerified: true };
    for (let turn = 0; turn < 10; turn += 1)
      expect(await claimInvitation(system, token, wrong, undefined)).toMatchObject({ code: 'invite_wrong_email' });
    const right = { email, emailVerified: true };
    expect(await claimInvitation(system, token, right, undefined)).toMatchObject({
      code: 'rate_limited',
      retryAfterMs: expect.any(Number),
    });
    await runJobs(ctx);
    const { rows } = await sql<{
      to: string[];
      subject: string;
    }>`select "to", subject from mails where organization_id = ${ctx.tenant.id}`.execute(ctx.db);
    expect(rows).toEqual([{ to: [ctx.actor.email], subject: `The invitation of ${email} rests for an hour` }]);
    clock.advance(HOUR + SECOND);
    expect(await claimInvitation(system, token, right, undefined)).toMatchObject({ code: 'claimed' });
    expect(await member(email)).toMatchObject({ status: 'active' });
  });

  test('an address that the provider has not verified', async () => {
    const { invite, system, member } = await aDoor();
    const { token, email } = await invite();
    expect(await claimInvitation(system, token, { email, emailVerified: false }, undefined)).toMatchObject({ code: 'email_not_verified' });
    expect(await member(email)).toBeUndefined();
  });

  test('a suspended member, and a locked account', async () => {
    const { invite, system, ctx, setPassword } = await aDoor();
    const { token, email } = await invite();
    const person = await asUser(ctx, 'Member', email);
    await setPassword(person);
    await suspendMember(ctx, person.actor.userId);
    const claimant = { email, emailVerified: true, userId: person.actor.userId };
    expect(await claimInvitation(system, token, claimant, undefined)).toMatchObject({ code: 'account_suspended' });
    const second = await invite();
    const locked = await asUser((await anOrganization(system)).ctx, 'Member', second.email);
    await sql`update users set disabled_at = now() where id = ${locked.actor.userId}`.execute(ctx.db);
    expect(await claimInvitation(system, second.token, { email: second.email, emailVerified: true }, undefined)).toMatchObject({
      code: 'account_suspended',
    });
  });

  test('INV-23: without a seat left, and the administrators hear of it', async () => {
    const { invite, system, ctx, member } = await aDoor();
    const { token, email } = await invite();
    await sql`update organizations set seat_limit = 1 where id = ${ctx.tenant.id}`.execute(ctx.db);
    expect(await claimInvitation(system, token, { email, emailVerified: true }, undefined)).toMatchObject({ code: 'seat_limit_reached' });
    await runJobs(ctx);
    const { rows } = await sql<{ subject: string }>`select subject from mails where organization_id = ${ctx.tenant.id}`.execute(ctx.db);
    expect(rows).toEqual([{ subject: `No seat is left for ${email}` }]);
    await sql`update organizations set seat_limit = 2 where id = ${ctx.tenant.id}`.execute(ctx.db);
    expect(await claimInvitation(system, token, { email, emailVerified: true }, undefined)).toMatchObject({ code: 'claimed' });
    expect(await member(email)).toBeDefined();
  });

  test('CHECK 24.9: revoked while the person was away signing in', async () => {
    const { aBrowser, invite, ctx, member } = await aDoor();
    const { url, email, invitation } = await invite();
    const browser = aBrowser();
    await browser.ask('GET', opens(url));
    await revokeInvitation(ctx, publicId(invitation));
    const refused = await browser.ask('POST', '/api/v1/invitation/account', { password: PASSWORD });
    expect(refused.code()).toBe('invite_revoked');
    expect(await member(email)).toBeUndefined();
    expect((await browser.ask('GET', '/claim')).status).toBe(410);
  });

  test.each<
    [
      string,
      string,
      number,
      (place: Awaited<ReturnType<typeof aDoor>>, invitation: string, token: string, email: string) => Promise<unknown>,
    ]
  >([
    ['run out', 'invite_expired', 410, async ({ clock }) => clock.advance(DAY + MINUTE)],
    ['superseded', 'invite_superseded', 410, ({ ctx }, id) => resendInvitation(ctx, id)],
    ['revoked', 'invite_revoked', 410, ({ ctx }, id) => revokeInvitation(ctx, id)],
    [
      'declined',
      'invite_declined',
      410,
      ({ aBrowser }, _id, token) => aBrowser().ask('POST', '/api/v1/invitation/decline', { invite_token: token }),
    ],
    [
      'used by somebody else',
      'invite_used',
      409,
      ({ system }, _id, token, email) => claimInvitation(system, token, { email, emailVerified: true }, undefined),
    ],
    [
      'of a suspended organization',
      'invite_organization_unavailable',
      410,
      ({ ctx }) => sql`update organizations set status = 'suspended' where id = ${ctx.tenant.id}`.execute(ctx.db),
    ],
  ])('a link that is %s answers %s', async (_what, code, status, act) => {
    const place = await aDoor();
    const { invitation, token, url, email } = await place.invite();
    await act(place, publicId(invitation), token, email);
    const answer = await place.aBrowser().ask('GET', opens(url), undefined, JSON_ONLY);
    expect([answer.status, answer.code()]).toEqual([status, code]);
    expect((await place.aBrowser().ask('GET', opens(url))).status).toBe(status);
    const before = await place.log('member.added');
    expect(await claimInvitation(place.system, token, { email: email.replace('jo', 'x'), emailVerified: true }, undefined)).toMatchObject({
      code,
    });
    expect(await place.log('member.added')).toEqual(before);
  });

  test('a browser that has lost the invitation is told to open the link again', async () => {
    const { aBrowser, invite, system, signedIn, ctx } = await aDoor();
    const { url } = await invite();
    const browser = aBrowser();
    await browser.ask('GET', opens(url));
    system.clock.advance(16 * MINUTE);
    const late = await browser.ask('POST', '/api/v1/invitation/account', { password: PASSWORD });
    expect([late.status, late.code()]).toEqual([400, 'login_state_missing']);
    const other = await (await signedIn(await asUser(ctx, 'Member', anAddress()))).ask('POST', '/api/v1/invitation/accept', {});
    expect(other.code()).toBe('login_state_missing');
  });

  test('asking for a new link tells the inviter, once a day', async () => {
    const { aBrowser, invite, ctx, clock } = await aDoor();
    const { token, email } = await invite();
    const ask = () => aBrowser().ask('POST', '/api/v1/invitation/ask-again', { invite_token: token });
    expect((await ask()).status).toBe(409);
    clock.advance(DAY + MINUTE);
    expect((await ask()).status).toBe(204);
    expect((await ask()).status).toBe(429);
    await runJobs(ctx);
    const { rows } = await sql<{ subject: string }>`select subject from mails where organization_id = ${ctx.tenant.id}`.execute(ctx.db);
    expect(rows).toEqual([{ subject: `${email} asks for a new invitation` }]);
  });

  test('CHECK 24.1, ATTACK 23.1, INV-1, INV-2, INV-47: whoever nobody invited is refused, and nothing is written about them but that', async () => {
    const { system, ctx } = await aDoor();
    const stranger = { issuer: 'https://id.example', subject: anAddress(), email: anAddress(), emailVerified: true };
    const rowsOf = async () =>
      (
        await sql`select (select count(*) from users) as users, (select count(*) from organization_members) as members, (select count(*) from sessions) as sessions, (select count(*) from user_identities) as identities`.execute(
          ctx.db,
        )
      ).rows;
    const before = await rowsOf();
    for (let turn = 0; turn < 5; turn += 1) await expect(admit(system, stranger)).rejects.toMatchObject({ code: 'not_invited' });
    await expect(admit(system, stranger)).rejects.toMatchObject({ kind: 'limit' });
    expect(await rowsOf()).toEqual(before);
    const { rows } =
      await sql`select reason from audit_entries where organization_id = 0 and action = 'login.refused' and actor_name = ${stranger.email}`.execute(
        ctx.db,
      );
    expect(rows).toEqual(Array(5).fill({ reason: 'not_invited' }));
  });
});

describe('INV-48: later sign-ins', () => {
  test('(a) need no link; (d) somebody who was removed everywhere is refused until invited again', async () => {
    const { aBrowser, invite, ctx, member, system } = await aDoor();
    const { url, email } = await invite();
    const browser = aBrowser();
    await browser.ask('GET', opens(url));
    await browser.ask('POST', '/api/v1/invitation/account', { password: PASSWORD });
    const signIn = (from = aBrowser()) => from.ask('POST', '/api/v1/sign-in/password', { email, password: PASSWORD });
    expect((await signIn()).status).toBe(200);
    await removeMember(ctx, (await member(email))?.user_id as number);
    // CHECK 24.13: the open browser is signed out at once, and the door is shut.
    expect((await browser.ask('GET', '/api/v1/my-account/sessions')).status).toBe(401);
    const refused = await signIn();
    expect([refused.status, refused.code()]).toEqual([403, 'not_invited']);
    const token = await inject(
      { ...ctx, actor: { ...ctx.actor, email: '' } },
      { method: 'POST', path: '/{organization}/auth/login', body: { email, password: PASSWORD } },
    );
    expect(token.status).toBe(403);
    system.clock.advance(HOUR + SECOND);
    const again = await invite({ email, roles: ['read'] });
    const back = aBrowser();
    await back.ask('GET', opens(again.url));
    expect((await signIn(back)).json()).toMatchObject({ joined: { slug: ctx.tenant.slug } });
  });

  test('(b) a valid link of a second organization is used, also by somebody who needs none', async () => {
    const { invite, system, member, tenant } = await aDoor();
    const first = await anOrganization(system);
    const person = await asUser(first.ctx, 'Member', anAddress());
    const identity = { issuer: 'https://id.example', subject: person.actor.email, email: person.actor.email, emailVerified: true };
    await admit(system, identity);
    const { token } = await invite({ email: person.actor.email });
    expect(await admit(system, identity, { token })).toMatchObject({ userId: person.actor.userId, joined: { slug: tenant.slug } });
    expect(await member(person.actor.email)).toMatchObject({ status: 'active' });
  });

  test('(c) a bad link locks nobody out: they hear of it, and are in', async () => {
    const { system, ctx } = await aDoor();
    const person = await asUser(ctx, 'Member', anAddress());
    const identity = { issuer: 'https://id.example', subject: person.actor.email, email: person.actor.email, emailVerified: true };
    expect(await admit(system, identity, { token: 'rubbish' })).toEqual({ userId: person.actor.userId, notice: 'invite_invalid' });
  });

  test('(e) belonging to one organization opens no other', async () => {
    const { signedIn, system, ctx } = await aDoor();
    const elsewhere = await anOrganization(system);
    const browser = await signedIn(await asUser(ctx, 'Owner', anAddress()));
    expect((await browser.ask('GET', `/api/v1/${elsewhere.tenant.slug}/incidents`)).status).toBe(404);
  });
});

describe('INV-49: whose account a name at a provider opens', () => {
  const at = (email: string, subject = email) => ({ issuer: 'https://id.example', subject, email, emailVerified: true });

  test('a familiar address opens no account that something else opens, unless the link comes along', async () => {
    const { system, ctx, setPassword, invite } = await aDoor();
    const person = await asUser((await anOrganization(system)).ctx, 'Owner', anAddress());
    await setPassword(person);
    const { email } = person.actor;
    await expect(admit(system, at(email))).rejects.toMatchObject({
      code: 'not_invited',
      message: expect.stringContaining('TOCSIN_LINK_BY_EMAIL'),
    });
    const { token } = await invite({ email });
    expect(await admit(system, at(email), { token })).toMatchObject({ userId: person.actor.userId, joined: { slug: ctx.tenant.slug } });
    expect(await admit(system, at(email))).toEqual({ userId: person.actor.userId });
  });

  test('an operator may say so for the time of a move', async () => {
    const { system, ctx, setPassword } = await aDoor({ linksByEmail: true });
    const person = await asUser(ctx, 'Member', anAddress());
    await setPassword(person);
    expect(await admit(system, at(person.actor.email))).toEqual({ userId: person.actor.userId });
  });

  test('not even the link opens the account of another subject of the same issuer', async () => {
    const { system, ctx, invite } = await aDoor();
    const former = await asUser((await anOrganization(system)).ctx, 'Owner', anAddress());
    await admit(system, at(former.actor.email, 'former'));
    const { token } = await invite({ email: former.actor.email });
    await expect(admit(system, at(former.actor.email, 'successor'), { token })).rejects.toMatchObject({ code: 'not_invited' });
    const { rows } = await sql`select subject from user_identities where dispatch_user_id = ${former.actor.userId}`.execute(ctx.db);
    expect(rows).toEqual([{ subject: 'former' }]);
  });
});

test('INV-25: the first Owner can be invited by the installation, which has no rank above them', async () => {
  const { ctx } = await aPlaceToJoin();
  const operator: Context = { ...ctx, actor: { kind: 'system', userId: 0, email: '', role: 'Owner', scopes: ctx.actor.scopes } };
  const invitation = await inviteUser(operator, { email: anAddress(), roles: ['owner'] });
  expect(invitation).toMatchObject({ role: 'Owner', inviterId: null });
});
