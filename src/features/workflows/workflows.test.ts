import { describe, expect, test } from 'vitest';
import { anOrganization, asUser, inject } from '../../../test/harness.ts';
import { aWorkflow, instanceOf } from '../../../test/scenarios/engine.ts';
import type { Context } from '../../core/context.ts';

async function aSetting() {
  const organization = await anOrganization();
  return { ...organization, engineId: await instanceOf(organization.ctx, 'generic-workflow') };
}

const put = (ctx: Context, id: unknown, body: unknown) => inject(ctx, { method: 'PUT', path: `/{organization}/workflows/${id}`, body });
const post = (ctx: Context, body: unknown) => inject(ctx, { method: 'POST', path: '/{organization}/workflows', body });
const locsOf = (answer: { json<T>(): T }) => answer.json<{ detail: { loc: string[] }[] }>().detail.map((one) => one.loc.join('.'));

describe('a workflow', () => {
  test('sent back as it was read stays as it is', async () => {
    const { ctx, project, engineId, clock } = await aSetting();
    const made = await aWorkflow(ctx, project, engineId);
    expect(made).toMatchObject({
      name: 'Restart the shards',
      parameters: [{ key: 'shard', value: '' }],
      plugin_instance: { id: engineId },
    });
    clock.advance(1000);
    const written = (await put(ctx, made.id, made)).json();
    expect({ ...written, updated_at: null }).toEqual({ ...made, updated_at: null });
    expect(written.updated_at).not.toBe(made.updated_at);
  });

  test('keeps what a change does not mention', async () => {
    const { ctx, project, engineId } = await aSetting();
    const made = await aWorkflow(ctx, project, engineId);
    const { name, resource_id, plugin_instance } = made;
    const changed = (await put(ctx, made.id, { name, resource_id, plugin_instance, enabled: false })).json();
    expect({ ...changed, enabled: true }).toEqual(made);
    expect(changed.enabled).toBe(false);
  });

  test('without a description says so', async () => {
    const { ctx, project, engineId } = await aSetting();
    expect((await aWorkflow(ctx, project, engineId, { description: '' })).description).toBe('No Description');
  });

  test('is found by the words of its description', async () => {
    const { ctx, project, engineId } = await aSetting();
    await aWorkflow(ctx, project, engineId, { name: 'Restart', description: 'Drains the balancers.' });
    await aWorkflow(ctx, project, engineId, { name: 'Page everybody' });
    const list = await inject(ctx, { method: 'GET', path: '/{organization}/workflows?q=balancer' });
    expect(list.json<{ items: { name: string }[] }>().items.map((one) => one.name)).toEqual(['Restart']);
  });

  test('cannot be asked for by what is in runs that may be hidden', async () => {
    const { ctx, project, engineId } = await aSetting();
    await aWorkflow(ctx, project, engineId);
    for (const model of ['WorkflowInstance', 'Incident']) {
      const filter = JSON.stringify([{ model, field: 'id', op: '>', value: 0 }]);
      const answer = await inject(ctx, { method: 'GET', path: `/{organization}/workflows?filter=${encodeURIComponent(filter)}` });
      expect(answer.status, model).toBe(422);
    }
  });

  test('has a name of its own in its project', async () => {
    const { ctx, project, engineId } = await aSetting();
    await aWorkflow(ctx, project, engineId);
    const second = { name: 'Restart the shards', resource_id: 'x', plugin_instance: { id: engineId }, project };
    expect((await post(ctx, second)).status).toBe(409);
  });

  test.each([
    ['none', () => undefined],
    ['one that does not exist', () => ({ id: 2_000_000_000 })],
    ['one of another type', async (ctx: Context) => ({ id: await instanceOf(ctx, 'dispatch-ticket') })],
    ['one of another organization', async () => ({ id: (await aSetting()).engineId })],
    ['one of another project', async (ctx: Context) => ({ id: await ofAnotherProject(ctx) })],
  ])('is refused with %s for its engine', async (_which, engine) => {
    const { ctx, project } = await aSetting();
    const answer = await post(ctx, { name: 'Restart', resource_id: 'x', project, plugin_instance: await engine(ctx) });
    expect([answer.status, locsOf(answer)]).toEqual([422, ['body.plugin_instance']]);
  });

  test('cannot be given an engine of another type later', async () => {
    const { ctx, project, engineId } = await aSetting();
    const made = await aWorkflow(ctx, project, engineId);
    const answer = await put(ctx, made.id, { ...made, plugin_instance: { id: await instanceOf(ctx, 'dispatch-ticket') } });
    expect([answer.status, locsOf(answer)]).toEqual([422, ['body.plugin_instance']]);
  });

  test('is read by members and written by administrators', async () => {
    const { ctx, project, engineId } = await aSetting();
    const made = await aWorkflow(ctx, project, engineId);
    const member = await asUser(ctx, 'Member');
    expect((await inject(member, { method: 'GET', path: `/{organization}/workflows/${made.id}` })).json()).toEqual(made);
    expect((await put(member, made.id, made)).status).toBe(403);
    expect((await post(member, made)).status).toBe(403);
    expect((await inject(member, { method: 'DELETE', path: `/{organization}/workflows/${made.id}` })).status).toBe(403);
    expect((await put(await asUser(ctx, 'Admin'), made.id, made)).status).toBe(200);
  });

  test('keeps its plug-in from being deleted, and lets it go when it is gone itself', async () => {
    const { ctx, project, engineId } = await aSetting();
    const { id } = await aWorkflow(ctx, project, engineId);
    const remove = (path: string) => inject(ctx, { method: 'DELETE', path: `/{organization}${path}` });
    const refused = await remove(`/plugins/instances/${engineId}`);
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('workflows')]);
    expect((await remove(`/workflows/${id}`)).status).toBe(200);
    expect((await remove(`/plugins/instances/${engineId}`)).status).toBe(200);
  });
});

async function ofAnotherProject(ctx: Context): Promise<number> {
  const post = async (path: string, body: unknown) =>
    (await inject(ctx, { method: 'POST', path: `/{organization}${path}`, body })).json<{ id: number }>().id;
  const projectId = await post('/projects', { name: 'elsewhere' });
  return post('/plugins/instances', { plugin: { slug: 'generic-workflow' }, project: { id: projectId }, enabled: false });
}
