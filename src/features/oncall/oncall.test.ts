import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { anOrganization, asSystem, asUser, HOUR, inject, runJobs } from '../../../test/harness.ts';
import { timelineOf } from '../../../test/scenarios/room.ts';
import { transaction } from '../../core/db.ts';
import { createOne } from '../../core/write.ts';
import { anIncident, BARE, KINDS } from '../participants/fixtures.ts';
import { ensureIndividual } from '../people/index.ts';
import { searchFilters } from '../search-filters/index.ts';
import { onCallNext, onCallNow, pagePerson, pageService } from './index.ts';
import { jobs } from './jobs.ts';
import { matchingContacts } from './matching-contacts.ts';

const onlyPages = { jobs, flows: [] };
const unique = () => randomBytes(4).toString('hex');

/** A service whose rotation began an hour ago: 12 hours Ada, 12 hours Grace. */
async function aService() {
  const org = await anOrganization();
  const { ctx, project } = org;
  const emails = [`ada-${unique()}@example.com`, `grace-${unique()}@example.com`] as const;
  const people = await transaction(ctx, (tx) => Promise.all(emails.map((email) => ensureIndividual(tx, project.id, email))));
  const made = await inject(ctx, {
    method: 'POST',
    path: '/{organization}/services',
    body: { name: 'Payments', external_id: 'payments', project },
  });
  const id = made.json<{ id: number }>().id;
  const path = `/{organization}/services/${id}/rotation`;
  const starts_at = new Date(ctx.now().getTime() - HOUR).toISOString();
  const put = await inject(ctx, { method: 'PUT', path, body: { starts_at, shift_hours: 12, people } });
  return { ...org, id, path, put, ada: emails[0], grace: emails[1] };
}

test('who is on call follows the clock', async () => {
  const { ctx, clock, id, path, put, ada, grace } = await aService();
  expect(put.json()).toMatchObject({
    shift_hours: 12,
    on_call: { email: ada },
    next: { email: grace },
    until: '2026-01-05T20:00:00.000000Z',
  });
  expect([(await onCallNow(ctx, id))?.email, (await onCallNext(ctx, id))?.email]).toEqual([ada, grace]);
  clock.advance(11 * HOUR);
  expect([(await onCallNow(ctx, id))?.email, (await onCallNext(ctx, id))?.email]).toEqual([grace, ada]);
  expect((await inject(ctx, { method: 'GET', path })).json()).toMatchObject({ on_call: { email: grace }, next: { email: ada } });
});

test('a service without a rotation has nobody on call', async () => {
  const { ctx, project } = await anOrganization();
  const made = await inject(ctx, { method: 'POST', path: '/{organization}/services', body: { name: 'Search', project } });
  const { id, external_id } = made.json<{ id: number; external_id: string }>();
  expect(external_id).toMatch(/\S/);
  expect((await inject(ctx, { method: 'GET', path: `/{organization}/services/${id}/rotation` })).json()).toMatchObject({
    people: [],
    on_call: null,
  });
  expect(await onCallNow(ctx, id)).toBeUndefined();
});

test('somebody of another project cannot be put into a rotation, and a member cannot change one', async () => {
  const { ctx, path } = await aService();
  const body = { starts_at: ctx.now().toISOString(), shift_hours: 24, people: [{ id: 2_000_000_000 }] };
  const refused = await inject(ctx, { method: 'PUT', path, body });
  expect([refused.status, refused.json<{ detail: { loc: unknown[] }[] }>().detail[0]?.loc]).toEqual([422, ['body', 'people', '0', 'id']]);
  const someone = await asUser(ctx, 'Member');
  expect((await inject(someone, { method: 'PUT', path, body: { ...body, people: [] } })).status).toBe(403);
});

test('an active service needs an enabled plug-in of its type', async () => {
  const { ctx, project } = await anOrganization();
  const body = { name: 'Search', type: 'pagerduty-oncall', is_active: true, project };
  const refused = await inject(ctx, { method: 'POST', path: '/{organization}/services', body });
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('pagerduty-oncall')]);
  const kept = await inject(ctx, { method: 'POST', path: '/{organization}/services', body: { ...body, is_active: false } });
  expect(kept.json()).toMatchObject({ is_active: false });
  const again = await inject(ctx, { method: 'PUT', path: `/{organization}/services/${kept.json().id}`, body: { is_active: true } });
  expect(again.status).toBe(422);
});

test('what is read can be written back, and an external id is used once in a project', async () => {
  const { ctx, project, id } = await aService();
  const path = `/{organization}/services/${id}`;
  const read = (await inject(ctx, { method: 'GET', path })).json();
  const written = (await inject(ctx, { method: 'PUT', path, body: read })).json();
  expect({ ...written, updated_at: read.updated_at }).toEqual(read);
  const double = await inject(ctx, {
    method: 'POST',
    path: '/{organization}/services',
    body: { name: 'Double', external_id: 'payments', project },
  });
  expect(double.status).toBe(409);
  const found = await inject(ctx, { method: 'GET', path: '/{organization}/services/externalids?ids[]=payments&ids[]=other' });
  expect(found.json<{ id: number }[]>().map((one) => one.id)).toEqual([id]);
});

test('a service that a role policy uses cannot be deleted', async () => {
  const { ctx, project, id } = await aService();
  const at = ctx.now();
  const row = {
    organization_id: ctx.tenant.id,
    project_id: project.id,
    role: 'Scribe',
    order: 1,
    service_id: id,
    created_at: at,
    updated_at: at,
  };
  await ctx.db.insertInto('incident_roles').values(row).execute();
  const refused = await inject(ctx, { method: 'DELETE', path: `/{organization}/services/${id}` });
  expect([refused.status, refused.json<{ detail: { loc: string[] }[] }>().detail[0]?.loc]).toEqual([409, ['body', 'service_id']]);
});

test.each(KINDS)('%s: a page reaches the screen and the mail of whoever is on call, once, and is acknowledged', async (kind) => {
  const { ctx, project, id, ada } = await aService();
  const subject = await BARE[kind](ctx, project.id);
  const page = { key: `${kind}-${subject.id}-page`, serviceId: id, subject, title: 'Disk full', message: 'db-3 is full.' };
  await transaction(asSystem(ctx), (tx) => pageService(tx, page));
  await transaction(asSystem(ctx), (tx) => pageService(tx, page));
  await runJobs(ctx, onlyPages);
  const paged = await asUser(ctx, 'Member', ada.toUpperCase());
  const waiting = (await inject(paged, { method: 'GET', path: '/{organization}/pages' })).json<{ items: { id: number }[] }>().items;
  expect(waiting).toMatchObject([{ title: 'Disk full', [kind]: { id: subject.id, title: 'Disk full' }, acknowledged_at: null }]);
  const mails = await ctx.db.selectFrom('mails').select(['to', 'subject']).where('organization_id', '=', ctx.tenant.id).execute();
  expect(mails).toEqual([{ to: [ada], subject: 'You are being paged: Disk full' }]);

  const acknowledge = { method: 'POST', path: `/{organization}/pages/${waiting[0]?.id}/acknowledge` } as const;
  expect((await inject(ctx, acknowledge)).status).toBe(404);
  expect((await inject(paged, acknowledge)).json()).toMatchObject({ acknowledged_at: expect.stringContaining('2026') });
  expect((await inject(paged, acknowledge)).status).toBe(200);
  expect((await inject(paged, { method: 'GET', path: '/{organization}/pages' })).json()).toMatchObject({ total: 0 });
  expect(await timelineOf(ctx, subject)).toEqual([`${ada} was paged for Payments.`, `${ada} acknowledged the page.`]);
});

test('when nobody is on call the timeline says so at once, and the page is tried again until somebody is', async () => {
  const { ctx, clock, project, id, path, ada, put } = await aService();
  const subject = await anIncident(ctx, project.id);
  await inject(ctx, { method: 'PUT', path, body: { ...put.json<object>(), people: [] } });
  await transaction(asSystem(ctx), (tx) => pageService(tx, { key: unique(), serviceId: id, subject, title: 'Disk full', message: '' }));
  await runJobs(ctx, onlyPages);
  await inject(ctx, { method: 'PUT', path, body: put.json() });
  clock.advance(HOUR);
  await runJobs(ctx, onlyPages);
  expect(await timelineOf(ctx, subject)).toEqual([
    expect.stringMatching(/^Paging Payments failed and is tried again. Nobody is on call/),
    `${ada} was paged for Payments.`,
  ]);
});

test('a person without a service is paged by Tocsin itself', async () => {
  const { ctx, project } = await anOrganization();
  const subject = await anIncident(ctx, project.id);
  const someone = await asUser(ctx, 'Member');
  await transaction(asSystem(ctx), (tx) =>
    pagePerson(tx, { key: unique(), subject, title: 'Disk full', message: '', email: someone.actor.email }),
  );
  expect((await inject(someone, { method: 'GET', path: '/{organization}/pages' })).json()).toMatchObject({ total: 1 });
});

test.each([
  ['incident', 'Incident', 'Active'],
  ['case', 'Case', 'New'],
] as const)('%s: saved filters call for individuals, for teams and for whoever is on call', async (kind, model, status) => {
  const { ctx, project, id, ada } = await aService();
  const subject = await BARE[kind](ctx, project.id);
  const filter = async (field: string, value: string) => {
    const expression = [{ model, field, op: '==', value }];
    return JSON.parse(
      await createOne(ctx, searchFilters, { name: `Filter ${unique()}`, subject: kind, expression, project: { id: project.id } }),
    );
  };
  const [matching, other] = [await filter('status', status), await filter('status', 'Closed')];
  await inject(ctx, { method: 'PUT', path: `/{organization}/services/${id}`, body: { filters: [matching] } });
  const contact = (kind: string, filters: unknown[]) => ({ name: kind, email: `${kind}-${unique()}@example.com`, filters, project });
  const individual = contact('alan', [matching]);
  const team = contact('team', [matching]);
  await inject(ctx, { method: 'POST', path: '/{organization}/individuals', body: individual });
  await inject(ctx, { method: 'POST', path: '/{organization}/individuals', body: contact('eve', [other]) });
  await inject(ctx, { method: 'POST', path: '/{organization}/teams', body: team });
  expect(await matchingContacts(asSystem(ctx), project.id, subject)).toEqual({
    individuals: [{ email: individual.email }, { email: ada, serviceExternalId: 'payments' }],
    teams: [team.email],
  });
});
