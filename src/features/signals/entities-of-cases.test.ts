import { describe, expect, test } from 'vitest';
import { alert, aSignal, make, seen, userType } from '../../../test/alerts.ts';
import { asUser, DAY, HOUR, inject, runJobs } from '../../../test/harness.ts';

const project = { name: 'default' };

async function aCase(raw: Record<string, unknown> = { user: 'ada@example.com', host: 'db-1' }) {
  const organization = await aSignal();
  const { ctx } = organization;
  const user = await userType(ctx);
  const taken = await alert(ctx, raw);
  await runJobs(ctx);
  const instance = await seen(ctx, taken);
  return { ...organization, user, instance, caseId: instance.case?.id as number, entityId: instance.entities[0]?.id as number };
}

describe('an entity', () => {
  test('shows its cases and alerts of some days', async () => {
    const { ctx, clock, caseId, entityId, instance } = await aCase();
    const read = (what: string, days: number) => inject(ctx, { method: 'GET', path: `/{organization}/entity/${entityId}/${what}/${days}` });
    expect((await read('cases', 1)).json()).toEqual({ cases: [instance.case] });
    expect((await read('signal_instances', 1)).json()).toEqual({ instances: [instance] });
    clock.advance(DAY + HOUR);
    expect((await read('cases', 1)).json()).toEqual({ cases: [] });
    expect((await read('signal_instances', 1)).json()).toEqual({ instances: [] });
    expect((await read('cases', 2)).json<{ cases: { id: number }[] }>().cases.map(({ id }) => id)).toEqual([caseId]);
    expect((await inject(ctx, { method: 'GET', path: '/{organization}/entity/2147483600/cases/1' })).status).toBe(404);
  });

  test('is counted over all signals and for one, of all time and of some days', async () => {
    const { ctx, clock, signal, user } = await aCase();
    const other = await make(ctx, '/signals', { name: 'Another', owner: 'me', external_id: 'other', enabled: true });
    await alert(ctx, { user: 'ada@example.com' }, { signal: other });
    await runJobs(ctx);
    const expression = [{ or: [{ model: 'Entity', field: 'value', op: 'in', value: ['ada@example.com'] }] }];
    const active = await make(ctx, '/signals/filters', { name: 'Quiet', expression, expiration: '2026-01-09T00:00:00Z' });
    await make(ctx, '/signals/filters', { name: 'Over', expression, expiration: '2026-01-01T00:00:00Z' });
    await make(ctx, '/signals/filters', { name: 'About nobody', expiration: '2026-01-09T00:00:00Z' });
    const body = { name: signal.name, owner: 'me', filters: [active] };
    await inject(ctx, { method: 'PUT', path: `/{organization}/signals/${signal.id}`, body });
    clock.advance(2 * DAY);
    await alert(ctx, { user: 'ada@example.com' });
    await runJobs(ctx);
    const stats = async (at: string, more = '') => {
      const query = `entity_type_id=${user.id}&entity_value=ada%40example.com${more}`;
      return (await inject(ctx, { method: 'GET', path: `/{organization}/signals${at}/stats?${query}` })).json();
    };
    const snoozes = { num_snoozes_active: 1, num_snoozes_expired: 1 };
    expect(await stats('')).toEqual({ num_signal_instances_alerted: 2, num_signal_instances_snoozed: 1, ...snoozes });
    expect(await stats(`/${signal.id}`)).toEqual({ num_signal_instances_alerted: 1, num_signal_instances_snoozed: 1, ...snoozes });
    expect(await stats('/other')).toEqual({ num_signal_instances_alerted: 1, num_signal_instances_snoozed: 0, ...snoozes });
    expect(await stats('', '&num_days=1')).toEqual({ num_signal_instances_alerted: 0, num_signal_instances_snoozed: 1, ...snoozes });
    const path = '/{organization}/signals/nothing/stats?entity_type_id=1&entity_value=x';
    expect((await inject(ctx, { method: 'GET', path })).status).toBe(404);
    expect((await inject(ctx, { method: 'GET', path: '/{organization}/signals/stats' })).status).toBe(422);
  });
});

describe('a type of entity', () => {
  test('that is made in a case is looked for in its alerts, and told in its room', async () => {
    const { ctx, caseId, instance } = await aCase();
    const body = { name: 'Host', jpath: '$.host', enabled: true, project };
    const made = await inject(ctx, { method: 'POST', path: `/{organization}/entity_type/${caseId}`, body });
    expect([made.status, made.json()]).toMatchObject([200, { name: 'Host', jpath: '$.host' }]);
    expect((await seen(ctx, instance)).entities.map(({ value }) => value)).toEqual(['ada@example.com', 'db-1']);
    await runJobs(ctx);
    const messages = await inject(ctx, { method: 'GET', path: `/{organization}/cases/${caseId}/messages?itemsPerPage=-1` });
    expect(messages.text).toContain('**Host**');
    expect((await inject(ctx, { method: 'POST', path: '/{organization}/entity_type/2147483600', body })).status).toBe(404);
    const member = await asUser(ctx, 'Member');
    expect((await inject(member, { method: 'POST', path: `/{organization}/entity_type/${caseId}`, body })).status).toBe(403);
  });

  test('that was changed is looked for again: what it does not find any more is gone', async () => {
    const { ctx, caseId, user, instance } = await aCase();
    await inject(ctx, { method: 'PUT', path: `/{organization}/entity_type/${user.id}/process`, body: { jpath: '$.host' } });
    const path = `/{organization}/entity_type/recalculate/${user.id}/${caseId}`;
    const answer = await inject(ctx, { method: 'PUT', path });
    expect([answer.status, answer.json()]).toMatchObject([200, [{ id: instance.id, entities: [{ value: 'db-1' }] }]]);
    expect((await seen(ctx, instance)).entities.map(({ value }) => value)).toEqual(['db-1']);
  });

  test('is not looked for where there is nothing to look at, nor by those who may not change the case', async () => {
    const { ctx, caseId, user } = await aCase();
    const empty = await make(ctx, '/cases', { title: 'Without alerts', description: 'x', dedicated_channel: true });
    const put = (who: typeof ctx, type: number, subject: number) =>
      inject(who, { method: 'PUT', path: `/{organization}/entity_type/recalculate/${type}/${subject}` });
    expect((await put(ctx, user.id, empty.id)).status).toBe(404);
    expect((await put(ctx, 2147483600, caseId)).status).toBe(404);
    expect((await put(ctx, user.id, 2147483600)).status).toBe(404);
    expect((await put(await asUser(ctx, 'Member'), user.id, caseId)).status).toBe(403);
  });
});
