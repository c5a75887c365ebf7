import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { alert, aSignal, type Instance, make, seen, userType } from '../../../test/alerts.ts';
import { asUser, DAY, HOUR, inject, MINUTE, runJobs, SECOND } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { processWaiting } from './process-instance.ts';

const count = async (ctx: Context, table: 'cases' | 'signal_instances' | 'mails' | 'workflow_instances') =>
  (
    await sql<{ count: number }>`select count(*)::int as count from ${sql.table(table)} where organization_id = ${ctx.tenant.id}`.execute(
      ctx.db,
    )
  ).rows[0]?.count;

/** Alerts one after the other, each looked at before the next. */
async function looked(ctx: Context, raw: Record<string, unknown> = {}, more: Record<string, unknown> = {}): Promise<Instance> {
  const taken = await alert(ctx, raw, more);
  await runJobs(ctx);
  return seen(ctx, taken);
}

const attach = async (ctx: Context, signal: { id: number; name: string }, lists: Record<string, unknown>) => {
  const body = { name: signal.name, owner: 'me', ...lists };
  const answer = await inject(ctx, { method: 'PUT', path: `/{organization}/signals/update/${signal.id}`, body });
  expect(answer.status, answer.text).toBe(200);
};

describe('an alert', () => {
  test('opens a case that has it, named by its definition', async () => {
    const { ctx } = await aSignal({ description: 'No space is left' });
    const one = await looked(ctx, { host: 'db-1' });
    expect(one).toMatchObject({ filter_action: 'none', case: { title: 'Disk is full', status: 'New' } });
    const read = (await inject(ctx, { method: 'GET', path: `/{organization}/cases/${one.case?.id}` })).json();
    expect(read).toMatchObject({ description: 'No space is left', signal_instances: [{ raw: { host: 'db-1' } }], reporter: null });
  });

  test('shapes its case before its definition does, and that before the case type', async () => {
    const { ctx, signal } = await aSignal();
    const [ofType, ofSignal, ofAlert] = await Promise.all(
      ['Of the type', 'Of the signal', 'Of the alert'].map((name) => make(ctx, '/case_priorities', { name, view_order: 1 })),
    );
    const type = await make(ctx, '/case_types', { name: 'Storage', conversation_target: 'storage', visibility: 'Restricted' });
    expect((await looked(ctx)).case?.case_priority.id).not.toBe(ofType?.id);
    await attach(ctx, signal, { case_type: type, case_priority: ofSignal });
    await sql`update signal_instances set created_at = created_at - interval '2 hours' where signal_id = ${signal.id}`.execute(ctx.db);
    expect((await looked(ctx)).case).toMatchObject({
      case_type: { name: 'Storage' },
      case_priority: { name: 'Of the signal' },
      visibility: 'Restricted',
    });
    await sql`update signal_instances set created_at = created_at - interval '2 hours' where signal_id = ${signal.id}`.execute(ctx.db);
    expect((await looked(ctx, {}, { case_priority: { name: ofAlert?.name } })).case).toMatchObject({
      case_priority: { name: 'Of the alert' },
    });
  });

  test.each([
    ['a canary', {}, { canary: true }],
    ['one whose definition is disabled', { enabled: false }, {}],
    ['one whose definition only keeps its alerts', { create_case: false }, {}],
  ])('that is %s opens no case, and is searched for and found', async (_what, definition, more) => {
    const { ctx } = await aSignal(definition);
    await userType(ctx);
    expect(await looked(ctx, { user: 'ada@example.com', words: 'purple elephants' }, more)).toMatchObject({
      filter_action: 'none',
      case: null,
      entities: [{ value: 'ada@example.com' }],
    });
    const found = async (q: string) =>
      (await inject(ctx, { method: 'GET', path: `/{organization}/signals/instances?q=${q}` })).json().total;
    expect([await found('eleph'), await found('ada@example.com'), await found('giraffes')]).toEqual([1, 1, 0]);
    expect(await count(ctx, 'cases')).toBe(0);
  });

  test('is looked at once, however often its job runs', async () => {
    const { ctx, signal } = await aSignal();
    const one = await looked(ctx);
    await sql`update jobs set status = 'ready' where name = 'process-signal-instance' and organization_id = ${ctx.tenant.id}`.execute(
      ctx.db,
    );
    await runJobs(ctx);
    expect(await seen(ctx, one)).toEqual(one);
    expect(await processWaiting(ctx, signal.id)).toEqual(new Map());
    expect(await count(ctx, 'cases')).toBe(1);
  });
});

describe('entities', () => {
  test('are those of the definition and of the types for all; disabled ones and those of others find nothing', async () => {
    const { ctx, signal } = await aSignal();
    await userType(ctx);
    const host = await make(ctx, '/entity_type', { name: 'Host', regular_expression: 'host=(\\w+)', enabled: true, signals: [signal] });
    await make(ctx, '/entity_type', { name: 'Off', jpath: '$.user', scope: 'all' });
    await make(ctx, '/entity_type', { name: 'Of another', jpath: '$.user', enabled: true });
    const one = await looked(ctx, { user: 'ada@example.com', lines: ['host=db1 up', 'host=db2 down', 'host=db1 down'] });
    expect(one.entities.map(({ value }) => value)).toEqual(['ada@example.com', 'db1', 'db2']);
    const again = await looked(ctx, { lines: ['host=db2'] });
    expect(again.entities).toEqual([one.entities[2]]);
    expect(again.entities[0]).toMatchObject({ entity_type: { id: host.id } });
  });
});

describe('a snooze', () => {
  const inAnHour = '2026-01-05T10:00:00Z';

  test('mutes until it expires', async () => {
    const { ctx, signal, clock } = await aSignal();
    const snooze = await make(ctx, '/signals/filters', { name: 'Quiet', expiration: inAnHour });
    await attach(ctx, signal, { filters: [snooze] });
    expect(await looked(ctx)).toMatchObject({ filter_action: 'snooze', case: null });
    expect(await looked(ctx, {}, { canary: true })).toMatchObject({ filter_action: 'snooze' });
    clock.advance(HOUR);
    expect(await looked(ctx)).toMatchObject({ filter_action: 'none', case: { title: 'Disk is full' } });
  });

  test('mutes only what it speaks of', async () => {
    const { ctx, signal } = await aSignal();
    await userType(ctx);
    const expression = [{ or: [{ model: 'Entity', field: 'value', op: '==', value: 'ada@example.com' }] }];
    const snooze = await make(ctx, '/signals/filters', { name: 'Quiet', expiration: inAnHour, expression });
    await attach(ctx, signal, { filters: [snooze] });
    expect(await looked(ctx, { user: 'ada@example.com' })).toMatchObject({ filter_action: 'snooze' });
    expect(await looked(ctx, { user: 'bob@example.com' })).toMatchObject({ filter_action: 'none' });
  });

  test.each([{ mode: 'inactive' }, { mode: 'monitor' }, { mode: 'expired' }, { expiration: null }, { expiration: '2026-01-05T08:00:00Z' }])(
    'with %o mutes nothing',
    async (more) => {
      const { ctx, signal } = await aSignal();
      const snooze = await make(ctx, '/signals/filters', { name: 'Quiet', expiration: inAnHour, ...more });
      await attach(ctx, signal, { filters: [snooze] });
      expect(await looked(ctx)).toMatchObject({ filter_action: 'none' });
    },
  );
});

describe('repetition', () => {
  test('of a signal within an hour is one case, whatever else mutes it', async () => {
    const { ctx, signal, clock } = await aSignal();
    const snooze = await make(ctx, '/signals/filters', { name: 'Quiet', expiration: '2026-01-01T00:00:00Z' });
    await attach(ctx, signal, { filters: [snooze] });
    const first = await looked(ctx);
    clock.advance(50 * MINUTE);
    const second = await looked(ctx);
    expect([second.filter_action, second.case?.id]).toEqual(['deduplicate', first.case?.id]);
    clock.advance(50 * MINUTE);
    expect((await looked(ctx)).case?.id).toBe(first.case?.id);
    clock.advance(61 * MINUTE);
    const last = await looked(ctx);
    expect([last.filter_action, last.case?.id === first.case?.id]).toEqual(['none', false]);
  });

  test('is never of what has no case, and never of a canary', async () => {
    const { ctx, signal } = await aSignal({ create_case: false });
    expect(await looked(ctx)).toMatchObject({ filter_action: 'none' });
    expect(await looked(ctx)).toMatchObject({ filter_action: 'none' });
    await attach(ctx, signal, { create_case: true });
    expect(await looked(ctx, {}, { canary: true })).toMatchObject({ filter_action: 'none', case: null });
    expect(await looked(ctx)).toMatchObject({ filter_action: 'none', case: { status: 'New' } });
    expect(await looked(ctx, {}, { canary: true })).toMatchObject({ filter_action: 'none', case: null });
  });

  test('with a filter is of the same entity within its seconds', async () => {
    const { ctx, signal, clock } = await aSignal();
    await userType(ctx);
    const filter = await make(ctx, '/signals/filters', { name: 'Same user', action: 'deduplicate', window: 300 });
    await attach(ctx, signal, { filters: [filter] });
    const first = await looked(ctx, { user: 'ada@example.com' });
    const other = await looked(ctx, { user: 'bob@example.com' });
    expect([other.filter_action, other.case?.id === first.case?.id]).toEqual(['none', false]);
    clock.advance(5 * MINUTE);
    const same = await looked(ctx, { user: 'ada@example.com' });
    expect([same.filter_action, same.case?.id]).toEqual(['deduplicate', first.case?.id]);
    clock.advance(5 * MINUTE + SECOND);
    expect(await looked(ctx, { user: 'ada@example.com' })).toMatchObject({ filter_action: 'none' });
    expect(await looked(ctx)).toMatchObject({ filter_action: 'none' });
  });

  test('joins the earliest alert that has a case', async () => {
    const { ctx, signal, clock } = await aSignal({ create_case: false });
    await userType(ctx);
    const filter = await make(ctx, '/signals/filters', { name: 'Same user', action: 'deduplicate', window: 7200 });
    await attach(ctx, signal, { filters: [filter] });
    await looked(ctx, { user: 'ada@example.com' });
    await attach(ctx, signal, { create_case: true });
    const [one, two] = [await looked(ctx, { user: 'ada@example.com' }), await looked(ctx, { user: 'bob@example.com' })];
    clock.advance(MINUTE);
    const both = await looked(ctx, { user: 'bob@example.com', also: 'ada@example.com' });
    expect(one.case?.id).not.toBe(two.case?.id);
    expect(both.case?.id).toBe(two.case?.id);
  });

  test('of what a filter names is a matter of what both share', async () => {
    const { ctx, signal } = await aSignal();
    const user = await userType(ctx);
    await make(ctx, '/entity_type', { name: 'Host', jpath: '$.host', enabled: true, scope: 'all' });
    const expression = [{ or: [{ model: 'EntityType', field: 'id', op: '==', value: user.id }] }];
    const filter = await make(ctx, '/signals/filters', { name: 'Same user', action: 'deduplicate', window: 300, expression });
    await attach(ctx, signal, { filters: [filter] });
    const first = await looked(ctx, { user: 'ada@example.com', host: 'db-1' });
    const sameHost = await looked(ctx, { user: 'bob@example.com', host: 'db-1' });
    expect(sameHost).toMatchObject({ filter_action: 'none' });
    const sameUser = await looked(ctx, { user: 'ada@example.com', host: 'db-2' });
    expect([sameUser.filter_action, sameUser.case?.id]).toEqual(['deduplicate', first.case?.id]);
  });

  test('is told in the room at the second, the fourth, the eighth', async () => {
    const { ctx } = await aSignal();
    const first = await looked(ctx);
    for (let more = 0; more < 4; more += 1) await looked(ctx);
    const path = `/{organization}/cases/${first.case?.id}/messages?itemsPerPage=-1`;
    const messages = (await inject(ctx, { method: 'GET', path })).json<{ items: { body: string }[] }>().items;
    expect(messages.map(({ body }) => body).filter((body) => body.includes('alerts'))).toEqual([
      '**4 alerts** belong to this case now.',
      '**2 alerts** belong to this case now.',
    ]);
  });
});

describe('when things go wrong', () => {
  test('two workers make one case of two alerts at once', async () => {
    const { ctx, signal, clock } = await aSignal();
    const taken = await Promise.all([alert(ctx), alert(ctx), alert(ctx)]);
    await Promise.all([processWaiting(ctx, signal.id), processWaiting(ctx, signal.id)]);
    clock.advance(2 * SECOND);
    await runJobs(ctx);
    const outcomes = await Promise.all(taken.map((one) => seen(ctx, one)));
    expect(outcomes.map(({ filter_action }) => filter_action).sort()).toEqual(['deduplicate', 'deduplicate', 'none']);
    expect(new Set(outcomes.map((one) => one.case?.id)).size).toBe(1);
    expect(await count(ctx, 'cases')).toBe(1);
  });

  test('an alert whose case cannot be opened waits whole, holds up no other, and its definition tells why', async () => {
    const { ctx, signal, clock } = await aSignal();
    await userType(ctx);
    const restore = await breakCases(ctx, 'poison');
    const poisoned = await alert(ctx, { user: 'poison@example.com' });
    clock.advance(SECOND);
    await attach(ctx, signal, { name: 'Another name' });
    const healthy = await alert(ctx, { user: 'ada@example.com' });
    await runJobs(ctx);
    expect(await seen(ctx, poisoned)).toMatchObject({ filter_action: null, case: null, entities: [] });
    expect(await seen(ctx, healthy)).toMatchObject({ filter_action: 'none', case: { title: 'Another name' } });
    const told = (await inject(ctx, { method: 'GET', path: `/{organization}/signals/${signal.id}` })).json<{
      events: { description: string }[];
    }>();
    expect(told.events.filter(({ description }) => description.includes('could not be looked at'))).toHaveLength(1);
    await restore();
    clock.advance(DAY);
    await runJobs(ctx);
    expect(await seen(ctx, poisoned)).toMatchObject({ filter_action: 'deduplicate', case: { id: (await seen(ctx, healthy)).case?.id } });
  });

  test('alerts that fail in numbers are each tried by their own job, and told of once', async () => {
    const { ctx, signal, clock } = await aSignal();
    const restore = await breakCases(ctx, 'poison');
    for (let n = 0; n < 6; n += 1) {
      await alert(ctx, { user: 'poison@example.com' });
      clock.advance(SECOND);
    }
    const healthy = await alert(ctx, { user: 'ada@example.com' });
    await runJobs(ctx);
    expect(await seen(ctx, healthy)).toMatchObject({ filter_action: 'none', case: { title: 'Disk is full' } });
    const jobs = await ctx.db
      .selectFrom('jobs')
      .select(['status', 'last_error'])
      .where('organization_id', '=', ctx.tenant.id)
      .where('name', '=', 'process-signal-instance')
      .execute();
    expect(jobs.filter(({ last_error }) => last_error?.includes('broken on purpose'))).toHaveLength(6);
    const { events } = (await inject(ctx, { method: 'GET', path: `/{organization}/signals/${signal.id}` })).json<{
      events: { description: string }[];
    }>();
    expect(events.filter(({ description }) => description.includes('could not be looked at'))).toHaveLength(1);
    await restore();
    clock.advance(DAY);
    await runJobs(ctx);
    expect(await count(ctx, 'cases')).toBe(1);
  });

  test('an interrupted look leaves nothing behind', async () => {
    const { ctx, signal } = await aSignal();
    await userType(ctx);
    const restore = await breakCases(ctx, 'poison');
    const taken = await alert(ctx, { user: 'poison@example.com' });
    const failed = await processWaiting(ctx, signal.id);
    expect([...failed.keys()]).toEqual([taken.id]);
    expect([
      await count(ctx, 'cases'),
      await ctx.db.selectFrom('entities').select('id').where('organization_id', '=', ctx.tenant.id).execute(),
    ]).toEqual([0, []]);
    await restore();
    expect(await processWaiting(ctx, signal.id)).toEqual(new Map());
    expect(await count(ctx, 'cases')).toBe(1);
  });
});

/** From now on a signal instance that speaks of a word cannot be tied to a case: the last thing that is written of one. */
async function breakCases(ctx: Context, word: string) {
  const name = `break_${ctx.tenant.id}`;
  await sql
    .raw(`
    create function ${name}() returns trigger language plpgsql as $$ begin
      if new.case_id is not null and new.filter_action = 'none' and new.raw::text like '%${word}%' then raise exception 'broken on purpose'; end if;
      return new; end $$`)
    .execute(ctx.db);
  await sql
    .raw(
      `create trigger ${name} before update on signal_instances for each row when (new.organization_id = ${ctx.tenant.id}) execute function ${name}()`,
    )
    .execute(ctx.db);
  return async () => {
    await sql.raw(`drop trigger ${name} on signal_instances; drop function ${name}()`).execute(ctx.db);
  };
}

describe('a restricted case', () => {
  test('hides its alerts, and what only they speak of, from those who may not see it', async () => {
    const { ctx, signal } = await aSignal();
    const user = await userType(ctx);
    const type = await make(ctx, '/case_types', { name: 'Insiders', conversation_target: 'insiders', visibility: 'Restricted' });
    await attach(ctx, signal, { case_type: type, create_case: false });
    const open = await looked(ctx, { user: 'ada@example.com' });
    await attach(ctx, signal, { create_case: true });
    const hidden = await looked(ctx, { user: 'mallory@example.com' });
    const both = await looked(ctx, { user: 'ada@example.com' });
    expect([hidden.case?.id, both.case?.id]).toEqual([expect.any(Number), hidden.case?.id]);
    const member = await asUser(ctx, 'Member');
    const read = (path: string) => inject(member, { method: 'GET', path: `/{organization}${path}` });
    const ids = async (path: string, key = 'items') =>
      ((await read(path)).json<Record<string, { id: unknown }[]>>()[key] ?? []).map(({ id }) => id);
    expect(await ids('/signals/instances')).toEqual([open.id]);
    expect((await read(`/signals/instances/${hidden.id}`)).status).toBe(404);
    const [ada, mallory] = [open.entities[0]?.id, hidden.entities[0]?.id];
    expect(await ids('/entity')).toEqual([ada]);
    expect((await read(`/entity/${mallory}`)).status).toBe(404);
    for (const what of ['cases', 'signal_instances']) expect((await read(`/entity/${mallory}/${what}/7`)).status).toBe(404);
    expect(await ids(`/entity/${ada}/cases/7`, 'cases')).toEqual([]);
    expect(await ids(`/entity/${ada}/signal_instances/7`, 'instances')).toEqual([open.id]);
    const stats = await read(`/signals/stats?entity_type_id=${user.id}&entity_value=${encodeURIComponent('ada@example.com')}`);
    expect(stats.json()).toMatchObject({ num_signal_instances_alerted: 1 });
    const theirs = await inject(ctx, { method: 'GET', path: `/{organization}/entity/${ada}/cases/7` });
    expect(theirs.json()).toMatchObject({ cases: [{ id: hidden.case?.id }] });
  });
});
