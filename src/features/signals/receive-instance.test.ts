import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { alert, aSignal, make } from '../../../test/alerts.ts';
import { anOrganization, asUser, inject } from '../../../test/harness.ts';
import { receiveInstance } from './receive-instance.ts';

const instances = '/{organization}/signals/instances';

describe('an alert', () => {
  test('is answered as it was taken in, with its definition and a job of its own', async () => {
    const { ctx, signal } = await aSignal();
    const member = await asUser(ctx, 'Member');
    const taken = await alert(member, { host: 'db-1', nested: { deep: [1, 'two', null] } }, { conversation_target: 'alerts' });
    expect(taken).toMatchObject({
      raw: { externalId: 'disk', host: 'db-1', nested: { deep: [1, 'two', null] } },
      external_id: 'disk',
      canary: false,
      filter_action: null,
      case: null,
      entities: [],
      created_at: `${ctx.now().toISOString().slice(0, -1)}000Z`,
      signal: { id: signal.id, name: 'Disk is full' },
      project: { name: 'default' },
    });
    const jobs = await ctx.db
      .selectFrom('jobs')
      .select(['name', 'payload', 'status'])
      .where('organization_id', '=', ctx.tenant.id)
      .execute();
    expect(jobs).toEqual([{ name: 'process-signal-instance', payload: { id: taken.id }, status: 'ready' }]);
  });

  test('is found by its variant before its external id, and else belongs to the default definition', async () => {
    const { ctx, signal } = await aSignal();
    const variant = await make(ctx, '/signals', { name: 'Nearly full', owner: 'me', external_id: 'disk', variant: 'nearly' });
    const rest = await make(ctx, '/signals', { name: 'Anything', owner: 'me', default: true });
    const definitionOf = async (raw: Record<string, unknown>) =>
      (await make<{ signal: { id: number } }>(ctx, '/signals/instances', { raw })).signal.id;
    expect(await definitionOf({ externalId: 'disk' })).toBe(signal.id);
    expect(await definitionOf({ external_id: 'disk' })).toBe(signal.id);
    expect(await definitionOf({ externalId: 'disk', variant: 'nearly' })).toBe(variant.id);
    expect(await definitionOf({ externalId: 'disk', variant: 'of another kind' })).toBe(signal.id);
    expect(await definitionOf({ variant: 'of another kind' })).toBe(rest.id);
    expect(await definitionOf({})).toBe(rest.id);
  });

  test('belongs to the definition that is sent with it', async () => {
    const { ctx } = await aSignal();
    const other = await make(ctx, '/signals', { name: 'Another', owner: 'me' });
    expect((await alert(ctx, {}, { signal: other })).signal.id).toBe(other.id);
    expect((await alert(ctx, {}, { signal: { name: 'Another' } })).signal.id).toBe(other.id);
    const unknown = await inject(ctx, { method: 'POST', path: instances, body: { raw: {}, signal: { name: 'Nothing' } } });
    expect([unknown.status, unknown.json().detail]).toMatchObject([422, [{ loc: ['body', 'signal'] }]]);
  });

  test('without a definition is refused', async () => {
    const { ctx } = await anOrganization();
    expect((await inject(ctx, { method: 'POST', path: instances, body: { raw: { externalId: 'disk' } } })).status).toBe(404);
  });

  test('of another organization’s definition is refused', async () => {
    await aSignal({ external_id: 'theirs' });
    const { ctx } = await aSignal();
    expect((await inject(ctx, { method: 'POST', path: instances, body: { raw: { externalId: 'theirs' } } })).status).toBe(404);
  });

  test('has its own id and is kept once', async () => {
    const { ctx } = await aSignal();
    const id = randomUUID();
    expect(await alert(ctx, { id })).toMatchObject({ id, external_id: 'disk' });
    const again = await inject(ctx, { method: 'POST', path: instances, body: { raw: { externalId: 'disk', id } } });
    expect(again.status).toBe(409);
    const jobs = await ctx.db.selectFrom('jobs').select('id').where('organization_id', '=', ctx.tenant.id).execute();
    expect(jobs).toHaveLength(1);
  });

  test('that another organization was sent as well is kept by both, once each', async () => {
    const id = randomUUID();
    const [first, second] = [await aSignal(), await aSignal()];
    await alert(first.ctx, { id });
    const taken = await alert(second.ctx, { id });
    expect(taken.id).not.toBe(id);
    const again = await inject(second.ctx, {
      method: 'POST',
      path: instances,
      body: { raw: { externalId: 'disk', id: id.toUpperCase() } },
    });
    expect(again.status).toBe(409);
  });

  test('among many at once has its own answer', async () => {
    const { ctx, signal } = await aSignal();
    const id = randomUUID();
    const raws = [
      ...Array.from({ length: 20 }, (_, n) => ({ externalId: 'disk', n })),
      { externalId: 'nothing' },
      ...[1, 2].map(() => ({ externalId: 'disk', id })),
    ];
    const outcomes = await Promise.allSettled(raws.map((raw) => receiveInstance(ctx, { raw })));
    const taken = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [JSON.parse(one.value)] : []));
    expect(taken.map(({ raw }) => raw)).toEqual([...raws.slice(0, 20), raws[21]]);
    expect(outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.kind] : []))).toEqual(['not_found', 'conflict']);
    const stored = await ctx.db.selectFrom('signal_instances').select('id').where('signal_id', '=', signal.id).execute();
    expect(new Set(stored.map((one) => one.id))).toEqual(new Set(taken.map((one) => one.id)));
  });

  test('shows its definition as it is', async () => {
    const { ctx, signal } = await aSignal();
    await alert(ctx);
    await inject(ctx, { method: 'PUT', path: `/{organization}/signals/${signal.id}`, body: { name: 'Disk is fuller', owner: 'me' } });
    expect((await alert(ctx)).signal.name).not.toBe('Disk is full');
  });

  test.each(['no uuid', 17, { a: 1 }])('with the id %o is refused', async (id) => {
    const { ctx } = await aSignal();
    expect((await inject(ctx, { method: 'POST', path: instances, body: { raw: { externalId: 'disk', id } } })).status).toBe(400);
  });

  test('too deep or no object is refused in words', async () => {
    const { ctx } = await aSignal();
    const deep = (levels: number): unknown => (levels ? [deep(levels - 1)] : 'bottom');
    const refused = async (body: unknown) => {
      const answer = await inject(ctx, { method: 'POST', path: instances, body });
      expect([answer.status, answer.json().detail]).toMatchObject([422, [{ loc: ['body', 'raw'], msg: expect.any(String) }]]);
    };
    await refused({ raw: { externalId: 'disk', deep: deep(150) } });
    await refused({});
    await refused({ raw: 'text' });
    expect(await alert(ctx, { deep: deep(90) })).toMatchObject({ filter_action: null });
  });

  test('is not lost for a character that cannot be stored', async () => {
    const { ctx } = await aSignal();
    const taken = await alert(ctx, { user: 'ada\0', agent: ['half \ud83d'], path: 'C:\\u0000', 'key\0': 1 });
    expect(taken).toMatchObject({ raw: { user: 'ada\ufffd', agent: ['half \ufffd'], path: 'C:\\u0000', 'key\ufffd': 1 } });
  });

  test('what it wants of its case must exist', async () => {
    const { ctx } = await aSignal();
    for (const [key, value] of [
      ['case_type', { name: 'Nothing' }],
      ['case_priority', { name: 'Nothing' }],
      ['oncall_service', { id: 1 }],
    ] as const) {
      const answer = await inject(ctx, { method: 'POST', path: instances, body: { raw: { externalId: 'disk' }, [key]: value } });
      expect([answer.status, answer.json().detail]).toMatchObject([422, [{ loc: ['body', key] }]]);
    }
  });

  test('of a disabled definition is taken in as well', async () => {
    const { ctx, signal } = await aSignal({ enabled: false });
    expect((await alert(ctx)).signal.id).toBe(signal.id);
  });

  test('is listed, read by its id, and sent by members alone', async () => {
    const { ctx } = await aSignal();
    const taken = await alert(ctx);
    const list = await inject(ctx, { method: 'GET', path: `${instances}?sortBy[]=created_at&descending[]=true` });
    expect(list.json()).toEqual({ itemsPerPage: 1, page: 1, total: 1, items: [taken] });
    expect((await inject(ctx, { method: 'GET', path: `${instances}/${taken.id}` })).json()).toEqual(taken);
    expect((await inject(ctx, { method: 'GET', path: `${instances}/${randomUUID()}` })).status).toBe(404);
    const stranger = await asUser(ctx, undefined);
    expect((await inject(stranger, { method: 'POST', path: instances, body: { raw: { externalId: 'disk' } } })).status).toBe(404);
  });
});
