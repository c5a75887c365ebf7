import { describe, expect, test } from 'vitest';
import { anOrganization, asUser, inject } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { ALL_SCOPES } from '../../core/scopes.ts';
import { addMember, issueToken, verifyPassword } from '../auth/index.ts';

const PASSWORD = 'Correct-Horse-1';
const anAddress = () => `bob-${Math.random().toString(36).slice(2, 10)}@example.com`;
const path = '/{organization}/users';

describe('creating a user', () => {
  test('makes a Member of the organization and its default project', async () => {
    const { ctx, project } = await anOrganization();
    const email = anAddress();
    const created = await inject(ctx, { method: 'POST', path, body: { email, password: PASSWORD } });
    expect(created.status).toBe(200);
    expect(created.json()).toMatchObject({
      email,
      role: 'Member',
      organizations: [],
      settings: null,
      experimental_features: null,
      projects: [{ project: { id: project.id }, default: true }],
    });
    const again = await inject(ctx, { method: 'POST', path, body: { email: email.toUpperCase(), password: PASSWORD } });
    expect(again.status).toBe(409);
    expect(again.json().detail).toMatchObject([{ loc: ['body', 'email'] }]);
  });

  test('is for Owners, with a password that is not too simple', async () => {
    const { ctx } = await anOrganization();
    const manager = await asUser(ctx, 'Manager');
    expect((await inject(manager, { method: 'POST', path, body: { email: anAddress(), password: PASSWORD } })).status).toBe(403);
    const weak = await inject(ctx, { method: 'POST', path, body: { email: anAddress(), password: 'password' } });
    expect(weak.status).toBe(422);
    expect(weak.json().detail).toMatchObject([{ loc: ['body', 'password'], msg: expect.stringContaining('at least 12 characters') }]);
    const email = anAddress();
    const own = await inject(ctx, { method: 'POST', path, body: { email, password: email.toUpperCase() } });
    expect(own.json().detail).toMatchObject([{ loc: ['body', 'password'], msg: expect.stringContaining('e-mail address itself') }]);
    const wrong = await inject(ctx, { method: 'POST', path, body: { email: 'nobody', role: 'Emperor' } });
    expect(wrong.json().detail).toMatchObject([{ loc: ['body', 'email'] }]);
  });
});

describe('reading users', () => {
  test('ATTACK 23.4: shows the members of this organization only', async () => {
    const { ctx } = await anOrganization();
    const other = await anOrganization();
    await asUser(ctx, 'Admin');
    const list = await inject(ctx, { method: 'GET', path: `${path}?itemsPerPage=-1&sortBy[]=email&descending[]=false` });
    expect(list.json()).toMatchObject({ total: 2, items: [{ role: 'Admin' }, { role: 'Owner' }] });
    expect((await inject(ctx, { method: 'GET', path: `${path}/${other.owner.id}` })).status).toBe(404);
    expect((await inject(ctx, { method: 'GET', path: `${path}/${ctx.actor.userId}` })).json()).toMatchObject({ email: ctx.actor.email });
  });
});

describe('changing a user', () => {
  test('an Owner changes roles; a role that is not sent stays', async () => {
    const { ctx } = await anOrganization();
    const member = await asUser(ctx, 'Member');
    const one = `${path}/${member.actor.userId}`;
    const body = { id: member.actor.userId, organizations: [] };
    expect((await inject(ctx, { method: 'PUT', path: one, body: { ...body, role: 'Admin' } })).json()).toMatchObject({ role: 'Admin' });
    const features = await inject(ctx, { method: 'PUT', path: one, body: { ...body, experimental_features: true } });
    expect(features.json()).toMatchObject({ role: 'Admin' });
    const off = await inject(member, { method: 'PUT', path: one, body: { ...body, experimental_features: false } });
    expect(off.status).toBe(200);
  });

  test('nobody promotes themself, and only an Owner touches others', async () => {
    const { ctx } = await anOrganization();
    const [member, other] = [await asUser(ctx, 'Member'), await asUser(ctx, 'Member')];
    const put = (userId: number, more: object) =>
      inject(member, { method: 'PUT', path: `${path}/${userId}`, body: { id: userId, organizations: [], ...more } });
    expect((await put(member.actor.userId, { role: 'Owner' })).status).toBe(403);
    expect((await put(other.actor.userId, {})).status).toBe(403);
    expect((await put(member.actor.userId, {})).status).toBe(200);
  });

  test('ATTACK 23.7: an Owner makes somebody a viewer and back, an administrator cannot be one, and nobody lifts themself', async () => {
    const { ctx } = await anOrganization();
    const made = await inject(ctx, { method: 'POST', path, body: { email: anAddress(), password: PASSWORD, read_only: true } });
    const { id, email } = made.json<{ id: number; email: string }>();
    expect(made.json()).toMatchObject({ role: 'Member', read_only: true });
    const put = (by: Context, body: object) => inject(by, { method: 'PUT', path: `${path}/${id}`, body: { id, ...body } });
    const self: Context = { ...ctx, actor: { ...ctx.actor, userId: id, email, role: 'Member' } };
    expect((await put(self, { read_only: false })).status).toBe(403);
    expect((await put(ctx, { role: 'Member' })).json()).toMatchObject({ role: 'Member', read_only: true });
    expect((await put(ctx, { role: 'Admin', read_only: true })).status).toBe(422);
    expect((await put(ctx, { role: 'Admin' })).json()).toMatchObject({ role: 'Admin', read_only: false });
    expect((await put(ctx, { role: 'Member', read_only: true })).json()).toMatchObject({ role: 'Member', read_only: true });
  });

  test('the last Owner stays Owner', async () => {
    const { ctx } = await anOrganization();
    const body = { id: ctx.actor.userId, organizations: [], role: 'Member' };
    const refused = await inject(ctx, { method: 'PUT', path: `${path}/${ctx.actor.userId}`, body });
    expect(refused.status).toBe(409);
    expect(refused.json().detail).toMatchObject([{ type: 'LAST_OWNER', loc: ['body', 'role'] }]);
    await asUser(ctx, 'Owner');
    expect((await inject(ctx, { method: 'PUT', path: `${path}/${ctx.actor.userId}`, body })).json()).toMatchObject({ role: 'Member' });
  });

  test('chooses the default project', async () => {
    const { ctx, project } = await anOrganization();
    const body = { id: null, name: 'Second', organization: {} };
    const second = (await inject(ctx, { method: 'POST', path: '/{organization}/projects', body })).json();
    const projects = [{ project: { id: second.id }, default: true }];
    const one = `${path}/${ctx.actor.userId}`;
    const changed = await inject(ctx, { method: 'PUT', path: one, body: { id: ctx.actor.userId, organizations: [], projects } });
    expect(changed.json().projects).toMatchObject([
      { project: { id: project.id }, default: false },
      { project: { id: second.id }, default: true },
    ]);
  });
});

describe('passwords', () => {
  test('ATTACK 23.7: one changes the own password by naming it, and old tokens die', async () => {
    const { ctx, clock } = await anOrganization();
    const email = anAddress();
    const id = Number((await inject(ctx, { method: 'POST', path, body: { email, password: PASSWORD } })).json().id);
    const self = { ...ctx, actor: { kind: 'user', userId: id, email, role: 'Member', scopes: ALL_SCOPES } } as const;
    const change = (current_password: string, new_password: string) =>
      inject(self, { method: 'POST', path: `${path}/${id}/change-password`, body: { current_password, new_password } });
    const wrong = await change('Wrong-Horse-1', 'Another-Horse-2');
    expect([wrong.status, wrong.json().detail]).toMatchObject([400, [{ msg: expect.any(String) }]]);
    expect((await change(PASSWORD, 'simple')).status).toBe(422);
    const old = await issueToken(ctx, email);
    clock.advance(5000);
    expect((await change(PASSWORD, 'Another-Horse-2')).status).toBe(200);
    const { password } = await ctx.db.selectFrom('users').select('password').where('id', '=', id).executeTakeFirstOrThrow();
    expect(await verifyPassword('Another-Horse-2', password)).toBe(true);
    const headers = { authorization: `Bearer ${old}` };
    const stale = await inject(
      { ...self, actor: { ...self.actor, email: '' } },
      { method: 'GET', path: '/{organization}/auth/me', headers },
    );
    expect(stale.status).toBe(401);
  });

  test('an Owner resets, others do not', async () => {
    const { ctx } = await anOrganization();
    const [admin, member] = [await asUser(ctx, 'Admin'), await asUser(ctx, 'Member')];
    const reset = { method: 'POST', path: `${path}/${member.actor.userId}/reset-password`, body: { new_password: PASSWORD } } as const;
    expect((await inject(admin, reset)).status).toBe(403);
    expect((await inject(ctx, reset)).status).toBe(200);
    const change = { new_password: PASSWORD, current_password: 'whatever' };
    const others = await inject(admin, { method: 'POST', path: `${path}/${member.actor.userId}/change-password`, body: change });
    expect(others.status).toBe(403);
    expect((await inject(ctx, { ...reset, path: `${path}/2147483640/reset-password` })).status).toBe(404);
  });

  test('nobody gets into another organization by resetting the password of somebody who is in both', async () => {
    const { ctx } = await anOrganization();
    const other = await anOrganization();
    const both = await asUser(ctx, 'Member');
    await addMember(other.ctx, { userId: both.actor.userId, organizationId: other.tenant.id, role: 'Owner', source: 'import' });
    const path = `/{organization}/users/${both.actor.userId}/reset-password`;
    expect((await inject(ctx, { method: 'POST', path, body: { new_password: PASSWORD } })).status).toBe(403);
  });
});
