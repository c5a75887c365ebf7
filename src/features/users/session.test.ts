import { describe, expect, test } from 'vitest';
import { anOrganization, aSystem, asUser, inject, MINUTE } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { createOwnerLink } from '../auth/index.ts';

const PASSWORD = 'Correct-Horse-1';
const anAddress = () => `ada-${Math.random().toString(36).slice(2, 10)}@example.com`;

/** Nobody: no token goes with the request. */
const nobody = (ctx: Context): Context => ({ ...ctx, actor: { kind: 'user', userId: 0, email: '', role: undefined } });

async function anAccount(ctx: Context, email = anAddress()) {
  const created = await inject(ctx, { method: 'POST', path: '/{organization}/users', body: { email, password: PASSWORD } });
  return { email, id: Number(created.json().id) };
}

const signIn = (ctx: Context, email: string, password: string) =>
  inject(nobody(ctx), { method: 'POST', path: '/{organization}/auth/login', body: { email, password, organizations: [], projects: [] } });

describe('signing in', () => {
  test('gives a token that says who it is, and the projects', async () => {
    const { ctx } = await anOrganization();
    const { email } = await anAccount(ctx);
    const answer = await signIn(ctx, email.toUpperCase(), PASSWORD);
    expect(answer.status).toBe(200);
    expect(answer.json().projects).toMatchObject([{ project: { name: 'default' }, default: true, role: 'Member' }]);
    const bearer = { authorization: `bearer ${answer.json().token}` };
    const me = await inject(nobody(ctx), { method: 'GET', path: '/{organization}/auth/me', headers: bearer });
    expect(me.json()).toMatchObject({ email, role: null, settings: { auto_add_to_incident_bridges: true } });
    expect(me.json().organizations).toMatchObject([{ organization: { slug: ctx.tenant.slug }, role: 'Member' }]);
  });

  test('a wrong password and an unknown address are answered alike', async () => {
    const { ctx } = await anOrganization();
    const { email } = await anAccount(ctx);
    const wrong = await signIn(ctx, email, 'Wrong-Horse-1');
    const unknown = await signIn(ctx, anAddress(), PASSWORD);
    expect(wrong.status).toBe(422);
    expect(wrong.json().detail).toMatchObject([
      { loc: ['username'], type: 'value_error' },
      { loc: ['password'], type: 'value_error' },
    ]);
    expect(unknown.text).toBe(wrong.text);
  });

  test('guessing is slowed down, and forgiven after a while', async () => {
    const { ctx, clock } = await anOrganization();
    const { email } = await anAccount(ctx);
    for (let attempt = 0; attempt < 10; attempt += 1) expect((await signIn(ctx, email, 'Wrong-Horse-1')).status).toBe(422);
    const refused = await signIn(ctx, email, PASSWORD);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    clock.advance(16 * MINUTE);
    expect((await signIn(ctx, email, PASSWORD)).status).toBe(200);
  });

  test('no token, a forged one and an expired one get the same 401', async () => {
    const { ctx, clock } = await anOrganization();
    const { email } = await anAccount(ctx);
    const { token } = (await signIn(ctx, email, PASSWORD)).json<{ token: string }>();
    const ask = (authorization?: string) =>
      inject(nobody(ctx), { method: 'GET', path: '/{organization}/auth/me', headers: authorization ? { authorization } : {} });
    const [none, forged] = [await ask(), await ask(`Bearer ${token.slice(0, -3)}abc`)];
    expect(none.status).toBe(401);
    expect(none.json()).toEqual({ detail: [{ msg: 'Could not validate credentials' }] });
    expect([forged.status, forged.text]).toEqual([401, none.text]);
    clock.advance(86_400_000 + 1000);
    expect((await ask(`Bearer ${token}`)).status).toBe(401);
  });
});

describe('registration', () => {
  const register = (ctx: Context, email: string, password: string) =>
    inject(nobody(ctx), { method: 'POST', path: '/{organization}/auth/register', body: { email, password } });

  test('is by invitation unless it is open', async () => {
    const { ctx } = await anOrganization();
    expect((await register(ctx, anAddress(), PASSWORD)).status).toBe(404);
  });

  test('open, it lets a newcomer in as a Member, with any password', async () => {
    const { ctx } = await anOrganization(await aSystem({ settings: { registration: 'open' } }));
    const email = anAddress();
    const answer = await register(ctx, email, '12345');
    expect(answer.status).toBe(200);
    const bearer = { authorization: `Bearer ${answer.json().token}` };
    const role = await inject(nobody(ctx), { method: 'GET', path: '/{organization}/auth/myrole', headers: bearer });
    expect(role.text).toBe('"Member"');
    const again = await register(ctx, email, '12345');
    expect(again.status).toBe(422);
    expect(again.json().detail).toMatchObject([{ loc: ['email'] }]);
    expect((await signIn(ctx, email, '12345')).status).toBe(200);
  });
});

describe('the one-time owner link', () => {
  test('is of no use once somebody owns the installation, nor when it is made up', async () => {
    const { ctx } = await anOrganization();
    const token = await createOwnerLink(ctx);
    const claim = (secret: string) =>
      inject(nobody(ctx), { method: 'POST', path: '/setup/owner', body: { token: secret, email: anAddress(), password: PASSWORD } });
    expect((await claim(token)).status).toBe(409);
    expect((await claim('made up')).status).toBe(409);
  });
});

describe('the caller', () => {
  test('a stranger to the organization has no role in it and sees nothing of it', async () => {
    const { ctx } = await anOrganization();
    const stranger = await asUser(ctx, undefined);
    expect((await inject(stranger, { method: 'GET', path: '/{organization}/auth/myrole' })).text).toBe('null');
    expect((await inject(stranger, { method: 'GET', path: '/{organization}/users' })).status).toBe(404);
  });

  test('keeps settings of their own', async () => {
    const { ctx } = await anOrganization();
    const path = '/{organization}/auth/me/settings';
    const read = (await inject(ctx, { method: 'GET', path })).json();
    expect(read).toMatchObject({ dispatch_user_id: ctx.actor.userId, auto_add_to_incident_bridges: true });
    expect((await inject(ctx, { method: 'PUT', path, body: {} })).json()).toEqual(read);
    const changed = await inject(ctx, { method: 'PUT', path, body: { auto_add_to_incident_bridges: false } });
    expect(changed.json()).toEqual({ ...read, auto_add_to_incident_bridges: false });
  });

  test('signs out everywhere', async () => {
    const { ctx, clock } = await anOrganization(await aSystem({ settings: { registration: 'open' } }));
    const email = anAddress();
    const register = { method: 'POST', path: '/{organization}/auth/register', body: { email, password: PASSWORD } } as const;
    const headers = { authorization: `Bearer ${(await inject(nobody(ctx), register)).json().token}` };
    clock.advance(MINUTE);
    expect((await inject(nobody(ctx), { method: 'POST', path: '/{organization}/auth/me/sign-out', headers })).status).toBe(200);
    expect((await inject(nobody(ctx), { method: 'GET', path: '/{organization}/auth/me', headers })).status).toBe(401);
  });

  test('has no multi-factor challenge to approve without such a plug-in', async () => {
    const { ctx } = await anOrganization();
    const body = { action: 'signal-engagement', project_id: 1, challenge_id: 'x' };
    const refused = await inject(ctx, { method: 'POST', path: '/{organization}/auth/mfa', body });
    expect(refused.status).toBe(400);
    expect(refused.json().detail).toMatchObject([{ msg: expect.any(String) }]);
  });
});
