import { describe, expect, test } from 'vitest';
import { anOrganization, aSystem, inject, MINUTE } from '../../../test/harness.ts';
import { type Context, NOBODY } from '../../core/context.ts';

const PASSWORD = 'Correct-Horse-1';
const anAddress = () => `ada-${Math.random().toString(36).slice(2, 10)}@example.com`;

/** Nobody: no token goes with the request. */
const nobody = (ctx: Context): Context => ({ ...ctx, actor: NOBODY });

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
