import { describe, expect, test } from 'vitest';
import { anOrganization, asUser, inject } from '../../../test/harness.ts';
import { transaction } from '../../core/db.ts';
import { ensureIndividual } from './index.ts';

const individuals = '/{organization}/individuals';
const teams = '/{organization}/teams';
const inDefault = { project: { name: 'default' } };

async function aFilter(ctx: Parameters<typeof inject>[0], name: string) {
  const body = { ...inDefault, name, expression: [{ or: [{ model: 'IncidentType', field: 'name', value: 'Default' }] }] };
  return (await inject(ctx, { method: 'POST', path: '/{organization}/search/filters', body })).json();
}

describe('individuals', () => {
  test('what was created can be read, sent back and is unchanged', async () => {
    const { ctx } = await anOrganization();
    const filter = await aFilter(ctx, 'Defaults');
    const body = {
      ...inDefault,
      email: 'grace@example.com',
      title: 'Rear admiral',
      weblink: 'https://example.com/grace',
      filters: [filter],
    };
    const created = await inject(ctx, { method: 'POST', path: individuals, body });
    expect(created.status).toBe(200);
    expect(created.json()).toMatchObject({ name: 'Grace', is_active: true, is_external: false, filters: [{ id: filter.id }] });
    const path = `${individuals}/${created.json().id}`;
    const read = (await inject(ctx, { method: 'GET', path })).json();
    expect(read).toEqual(created.json());
    const { updated_at: _before, ...same } = read;
    expect((await inject(ctx, { method: 'PUT', path, body: read })).json()).toMatchObject(same);
    const kept = await inject(ctx, { method: 'PUT', path, body: { email: 'grace@example.com', company: 'Navy' } });
    expect(kept.json()).toMatchObject({ company: 'Navy', title: 'Rear admiral', filters: [{ id: filter.id }] });
  });

  test('an address exists once in a project, whatever its case', async () => {
    const { ctx } = await anOrganization();
    const body = { ...inDefault, email: 'grace@example.com' };
    await inject(ctx, { method: 'POST', path: individuals, body });
    const again = await inject(ctx, { method: 'POST', path: individuals, body: { ...body, email: 'Grace@Example.com' } });
    expect(again.status).toBe(409);
    expect(again.json().detail).toMatchObject([{ loc: ['body', 'email'] }]);
  });

  test('every problem of a body is told at once', async () => {
    const { ctx } = await anOrganization();
    const refused = await inject(ctx, { method: 'POST', path: individuals, body: { email: 'nobody', weblink: 'example.com' } });
    expect(refused.status).toBe(422);
    const locations = refused.json<{ detail: { loc: string[] }[] }>().detail.map(({ loc }) => loc.join('.'));
    expect(locations.sort()).toEqual(['body.email', 'body.project', 'body.weblink']);
  });

  test('are found by a part of their name or address', async () => {
    const { ctx } = await anOrganization();
    for (const email of ['grace@navy.example', 'ada@analytic.example'])
      await inject(ctx, { method: 'POST', path: individuals, body: { ...inDefault, email } });
    const found = await inject(ctx, { method: 'GET', path: `${individuals}?q=analytic` });
    expect(found.json()).toMatchObject({ total: 1, items: [{ email: 'ada@analytic.example' }] });
  });

  test('people change their own card, Admins every card', async () => {
    const { ctx } = await anOrganization();
    const [grace, ada] = [await asUser(ctx, 'Member'), await asUser(ctx, 'Member')];
    const email = grace.actor.email;
    const card = (await inject(grace, { method: 'POST', path: individuals, body: { ...inDefault, email } })).json();
    const path = `${individuals}/${card.id}`;
    const change = { method: 'PUT', path, body: { email, title: 'Admiral' } } as const;
    expect((await inject(ada, change)).status).toBe(403);
    expect((await inject(grace, change)).status).toBe(200);
    expect((await inject(ctx, change)).status).toBe(200);
    expect((await inject(grace, { method: 'DELETE', path })).status).toBe(403);
    expect((await inject(ctx, { method: 'DELETE', path })).status).toBe(200);
    expect((await inject(ctx, change)).status).toBe(404);
    expect((await inject(ada, change)).status).toBe(403);
  });

  test('are made when somebody is first met, and once', async () => {
    const { ctx, project } = await anOrganization();
    const meet = (email: string) => transaction(ctx, (tx) => ensureIndividual(tx, project.id, email));
    const [first, second] = await Promise.all([meet('linus@example.com'), meet('Linus@example.com')]);
    expect(first.name).toBe('Linus');
    expect(second.id).toBe(first.id);
  });
});

describe('teams', () => {
  test('keep their filters; leaving them out of a change takes them away', async () => {
    const { ctx } = await anOrganization();
    const filter = await aFilter(ctx, 'Defaults');
    const body = { ...inDefault, name: 'Payments', email: 'payments@example.com', filters: [filter] };
    const created = await inject(ctx, { method: 'POST', path: teams, body });
    expect(created.json()).toMatchObject({ filters: [{ id: filter.id }], evergreen: false, evergreen_reminder_interval: 90 });
    const path = `${teams}/${created.json().id}`;
    const { updated_at: _before, ...same } = created.json();
    expect((await inject(ctx, { method: 'PUT', path, body: created.json() })).json()).toMatchObject(same);
    const cleared = await inject(ctx, { method: 'PUT', path, body: { name: 'Payments', email: 'payments@example.com' } });
    expect(cleared.json()).toMatchObject({ filters: [] });
  });

  test('are written by Admins, read by Members', async () => {
    const { ctx } = await anOrganization();
    const member = await asUser(ctx, 'Member');
    const body = { ...inDefault, name: 'Payments', email: 'payments@example.com' };
    expect((await inject(member, { method: 'POST', path: teams, body })).status).toBe(403);
    const { id } = (await inject(ctx, { method: 'POST', path: teams, body })).json();
    expect((await inject(member, { method: 'GET', path: `${teams}/${id}` })).status).toBe(200);
    expect((await inject(member, { method: 'DELETE', path: `${teams}/${id}` })).status).toBe(403);
    expect((await inject(ctx, { method: 'DELETE', path: `${teams}/${id}` })).text).toBe('null');
  });
});
