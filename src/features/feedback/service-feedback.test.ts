import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { anOrganization, asSystem, asUser, DAY, HOUR, inject, runJobs } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { openIncident } from '../incidents/fixtures.ts';
import { ensureIndividual } from '../people/index.ts';
import { askAfterShifts } from './ask-after-shifts.ts';

const FEEDBACK = '/{organization}/service_feedback';

type Feedback = {
  id: number;
  rating: string;
  feedback: string | null;
  hours: number | null;
  schedule: string | null;
  individual: { id: number; email: string } | null;
  project: { id: number };
  details: Record<string, number>[];
};
type Page = { total: number; items: Feedback[] };

const send = (ctx: Context, method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) =>
  inject(ctx, { method, path, ...(body && { body }) });
const listed = async (ctx: Context, query = '') => (await send(ctx, 'GET', `${FEEDBACK}${query}`)).json<Page>();

async function given(ctx: Context, more: object = {}): Promise<Feedback> {
  const answer = await send(ctx, 'POST', FEEDBACK, { feedback: 'Three calls at night', hours: 2.5, schedule: 'payments', ...more });
  assert.equal(answer.status, 200, answer.text);
  return answer.json<Feedback>();
}

async function people() {
  const organization = await anOrganization();
  const [ada, grace] = [await asUser(organization.ctx, 'Member'), await asUser(organization.ctx, 'Member')];
  return { ...organization, ada, grace, mine: { individual: { email: ada.actor.email } } };
}

describe('giving feedback on a shift', () => {
  test('in one’s own name', async () => {
    const { ada, project, mine } = await people();
    const feedback = await given(ada, mine);
    assert.deepEqual(
      [feedback.individual?.email, feedback.rating, feedback.hours, feedback.schedule, feedback.project.id],
      [ada.actor.email, 'Little effort', 2.5, 'payments', project.id],
    );
    assert.equal((await given(ada, { individual: { id: feedback.individual?.id } })).individual?.id, feedback.individual?.id);
  });

  test('anonymously, which keeps nothing of how much there was to do', async () => {
    const { ada } = await people();
    const shift = { shift_start_at: '2026-01-04T09:00:00Z', shift_end_at: '2026-01-05T09:00:00Z' };
    const feedback = await given(ada, { ...shift, rating: 'Very high effort' });
    assert.deepEqual([feedback.individual, feedback.details, feedback.rating], [null, [], 'Very high effort']);
  });

  test('not in somebody else’s name', async () => {
    const { ada, grace, mine } = await people();
    const theirs = await given(ada, mine);
    for (const individual of [{ email: ada.actor.email }, { id: theirs.individual?.id }, { id: 2_000_000_000 }, {}])
      assert.equal((await send(grace, 'POST', FEEDBACK, { individual })).status, 403);
  });

  test('counts what the person led in the shift', async () => {
    const { ada, project, clock, mine, ctx } = await people();
    const shift = { shift_start_at: ctx.now().toISOString(), shift_end_at: new Date(ctx.now().getTime() + 12 * HOUR).toISOString() };
    clock.advance(HOUR);
    await openIncident(ada, project);
    await openIncident(await asUser(ctx, 'Member'), project);
    clock.advance(DAY);
    await openIncident(ada, project);
    const { details } = await given(ada, { ...mine, ...shift });
    assert.deepEqual(details, [{ num_incidents: 1, num_cases: 0, num_participants: 1 }]);
  });

  test.each([
    ['a rating that is none', { rating: 'Superb' }, 'rating'],
    ['hours below nothing', { hours: -1 }, 'hours'],
    ['an end before the beginning', { shift_start_at: '2026-01-05T09:00:00Z', shift_end_at: '2026-01-04T09:00:00Z' }, 'shift_end_at'],
  ])('%s is refused', async (_what, body, field) => {
    const { ada } = await people();
    const answer = await send(ada, 'POST', FEEDBACK, body);
    assert.deepEqual([answer.status, answer.json<{ detail: { loc: string[] }[] }>().detail[0]?.loc], [422, ['body', field]]);
  });
});

test('administrators read, search and filter it; members do neither, through no other list', async () => {
  const { ctx, ada, mine } = await people();
  const feedback = await given(ada, mine);
  const admin = await asUser(ctx, 'Admin');
  assert.deepEqual((await listed(admin)).items, [feedback]);
  assert.deepEqual((await send(admin, 'GET', `${FEEDBACK}/${feedback.id}`)).json(), feedback);
  const schedule = (value: string) => `?filter=${encodeURIComponent(JSON.stringify([{ field: 'schedule', op: '==', value }]))}`;
  assert.deepEqual([(await listed(admin, schedule('payments'))).total, (await listed(admin, schedule('search'))).total], [1, 0]);
  assert.deepEqual([(await listed(admin, '?q=night')).total, (await listed(admin, '?q=day')).total], [1, 0]);
  assert.equal((await send(ada, 'GET', FEEDBACK)).status, 403);
  assert.equal((await send(ada, 'GET', `${FEEDBACK}/${feedback.id}`)).status, 403);
  const probe = encodeURIComponent(JSON.stringify([{ model: 'ServiceFeedback', field: 'feedback', op: 'like', value: '%night%' }]));
  for (const list of ['individuals', 'projects'])
    assert.equal((await send(ada, 'GET', `/{organization}/${list}?filter=${probe}`)).status, 422);
});

describe('deleting it', () => {
  test('is for whose it is and for administrators, whatever person the path names', async () => {
    const { ctx, ada, grace, mine } = await people();
    const [first, second] = [await given(ada, mine), await given(ada, mine)];
    const hers = await given(grace, { individual: { email: grace.actor.email } });
    for (const personId of [first.individual?.id, hers.individual?.id, 0])
      assert.equal((await send(grace, 'DELETE', `${FEEDBACK}/${first.id}/${personId}`)).status, 403);
    assert.equal((await send(ada, 'DELETE', `${FEEDBACK}/${first.id}/${hers.individual?.id}`)).status, 404);
    assert.equal((await send(ada, 'DELETE', `${FEEDBACK}/${first.id}/${first.individual?.id}`)).text, 'null');
    assert.equal((await send(ctx, 'DELETE', `${FEEDBACK}/${second.id}/${second.individual?.id}`)).status, 200);
    assert.deepEqual(
      (await listed(ctx)).items.map(({ id }) => id),
      [hers.id],
    );
  });

  test('what was said anonymously is the administrators’ alone', async () => {
    const { ctx, ada } = await people();
    const feedback = await given(ada);
    assert.equal((await send(ada, 'DELETE', `${FEEDBACK}/${feedback.id}/0`)).status, 403);
    assert.equal((await send(ctx, 'DELETE', `${FEEDBACK}/${feedback.id}/0`)).status, 200);
  });

  test('another organization finds none of it', async () => {
    const { ada } = await people();
    const feedback = await given(ada);
    const { ctx: other } = await anOrganization();
    assert.equal((await send(other, 'DELETE', `${FEEDBACK}/${feedback.id}/0`)).status, 404);
    assert.equal((await listed(other)).total, 0);
  });
});

describe('when a shift has ended', () => {
  /** Ada and Grace take turns of twelve hours, beginning now. */
  async function aRotation(more: object = {}) {
    const organization = await people();
    const { ctx, project, ada, grace } = organization;
    const members = await transaction(ctx, (tx) =>
      Promise.all([ada, grace].map(({ actor }) => ensureIndividual(tx, project.id, actor.email))),
    );
    const body = { name: 'Payments', external_id: 'payments', health_metrics: true, shift_hours_type: 12, project, ...more };
    const { id } = (await send(ctx, 'POST', '/{organization}/services', body)).json<{ id: number }>();
    const rotation = { starts_at: ctx.now().toISOString(), shift_hours: 12, people: members };
    const turns = (order = members) =>
      inject(ctx, { method: 'PUT', path: `/{organization}/services/${id}/rotation`, body: { ...rotation, people: order } });
    assert.equal((await turns()).status, 200);
    const asked = async () => {
      await askAfterShifts(asSystem(ctx), ctx.now());
      const mails = await ctx.db
        .selectFrom('mails')
        .select(['to', 'subject', 'text'])
        .where('organization_id', '=', ctx.tenant.id)
        .orderBy('id')
        .execute();
      return mails.filter(({ subject }) => subject.startsWith('How was your shift'));
    };
    return { ...organization, members, turns, asked };
  }

  test('whoever had it is asked, once, with a request that answers', async () => {
    const { ctx, clock, ada, project, asked } = await aRotation();
    clock.advance(HOUR);
    await openIncident(ada, project);
    clock.advance(12 * HOUR);
    await asked();
    const [mail, ...more] = await asked();
    assert.ok(mail);
    assert.deepEqual([mail.to, more], [[ada.actor.email], []]);
    assert.ok(mail.text.includes('from 2026-01-05 09:00 UTC to 2026-01-05 21:00 UTC'));
    assert.ok(mail.text.includes('1 new incident and 0 new cases, with 1 participant'));
    const [, path, body] = /POST https:\/\/tocsin\.test\/api\/v1(\S+)\n\n(\{[^`]*\})/.exec(mail.text) ?? [];
    const answer = await send(ada, 'POST', String(path), JSON.parse(String(body)) as object);
    assert.equal(answer.status, 200, answer.text);
    const [kept] = (await listed(ctx)).items;
    assert.deepEqual(
      [kept?.individual?.email, kept?.schedule, kept?.details],
      [ada.actor.email, 'payments', [{ num_incidents: 1, num_cases: 0, num_participants: 1 }]],
    );
  });

  test('everybody is asked about the shifts of two days at most', async () => {
    const { clock, ada, grace, asked } = await aRotation();
    clock.advance(7 * DAY);
    assert.deepEqual(
      (await asked()).map(({ to }) => to[0]),
      [ada, grace, ada, grace].map(({ actor }) => actor.email),
    );
  });

  test('nobody is asked while it lasts, nor who is alone', async () => {
    const { clock, asked, turns, members } = await aRotation();
    clock.advance(11 * HOUR);
    assert.deepEqual(await asked(), []);
    await turns(members.slice(0, 1));
    clock.advance(3 * DAY);
    assert.deepEqual(await asked(), []);
  });

  test('nobody is asked about turns from before the rotation was changed', async () => {
    const { clock, asked, turns, members, grace } = await aRotation();
    clock.advance(30 * HOUR);
    await turns(members.toReversed());
    assert.deepEqual(await asked(), []);
    clock.advance(12 * HOUR);
    assert.deepEqual(
      (await asked()).map(({ to }) => to),
      [[grace.actor.email]],
    );
  });

  test.each([
    ['without health metrics', { health_metrics: false }],
    ['that is not active', { is_active: false }],
    ['with shifts of another length', { shift_hours_type: 8 }],
  ])('nobody is asked about a service %s', async (_what, more) => {
    const { clock, asked } = await aRotation(more);
    clock.advance(DAY);
    assert.deepEqual(await asked(), []);
  });

  test('the schedule asks', async () => {
    const { ctx, clock } = await aRotation();
    clock.advance(13 * HOUR);
    const { schedules } = await import('./jobs.ts');
    const schedule = schedules.find(({ name }) => name === 'ask-after-shifts');
    await ctx.db
      .insertInto('jobs')
      .values({
        organization_id: ctx.tenant.id,
        name: String(schedule?.job),
        payload: JSON.stringify({ at: ctx.now().toISOString() }),
        status: 'ready',
        max_attempts: 1,
        run_at: ctx.now(),
        created_at: ctx.now(),
      })
      .execute();
    await runJobs(ctx);
    const mails = await ctx.db.selectFrom('mails').select('subject').where('organization_id', '=', ctx.tenant.id).execute();
    assert.ok(mails.some(({ subject }) => subject === 'How was your shift for Payments?'));
  });
});
