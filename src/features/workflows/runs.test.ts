import { afterEach, describe, expect, test } from 'vitest';
import { anOrganization, asSystem, asUser, DAY, HOUR, inject, MINUTE, runJobs, SECOND } from '../../../test/harness.ts';
import { anEngine, asking, aWorkflow, instanceOf, readingRun } from '../../../test/scenarios/engine.ts';
import { type Message, reading, timelineOf } from '../../../test/scenarios/room.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { findJson } from '../../core/list.ts';
import { shape } from '../../core/shape.ts';
import { aCostedCase } from '../costs/fixtures.ts';
import { openIncident } from '../incidents/fixtures.ts';
import { addParticipant } from '../participants/index.ts';
import { checkRuns } from './check-runs.ts';
import { signalWorkflowInstances, startWorkflow } from './index.ts';

const engines: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((one) => one.stop()));
});

/** An open incident led by a member, its room, and a workflow of an engine that works. */
async function aScene(more: Parameters<typeof openIncident>[2] = {}) {
  const organization = await anOrganization();
  const { ctx, project } = organization;
  const engine = await anEngine(ctx);
  engines.push(engine);
  const workflow = await aWorkflow(ctx, project, engine.instanceId);
  const commander = await asUser(ctx, 'Member');
  const incidentId = await openIncident(commander, project, more);
  await runJobs(ctx);
  return { ...organization, engine, workflow, commander, incidentId, incident: { id: incidentId } };
}

type Scene = Awaited<ReturnType<typeof aScene>>;

/** A run that the engine has begun. */
async function aRun(scene: Scene, body: Record<string, unknown> = {}): Promise<number> {
  const answer = await asking(scene.commander, scene.workflow.id, { incident: scene.incident, ...body });
  expect(answer.status, answer.text).toBe(200);
  await runJobs(scene.ctx);
  return answer.json<{ id: number }>().id;
}

async function laterAsked(scene: Pick<Scene, 'ctx' | 'clock'>, ms = 30 * SECOND) {
  scene.clock.advance(ms);
  await checkRuns(asSystem(scene.ctx), AbortSignal.timeout(20_000));
}

const aSignal = (ctx: Context, projectId: number) =>
  ctx.db
    .insertInto('signals')
    .values({
      organization_id: ctx.tenant.id,
      project_id: projectId,
      name: 'Login',
      owner: 'it@example.com',
      external_id: 'x',
      created_at: ctx.now(),
      updated_at: ctx.now(),
    })
    .returning(['id', 'name'])
    .executeTakeFirstOrThrow();

const noticesOf = async ({ ctx, incidentId }: Scene): Promise<string[]> => {
  await runJobs(ctx);
  return (await reading(ctx, incidentId)).map((one: Message) => one.body).filter((body) => body.includes('Workflow'));
};
const locsOf = (answer: { json<T>(): T }) => answer.json<{ detail: { loc: string[] }[] }>().detail.map((one) => one.loc.join('.'));

describe('asking for a run', () => {
  test('is answered before the engine is called', async () => {
    const { commander, workflow, incident, engine, ctx } = await aScene();
    const answer = await asking(commander, workflow.id, { incident, run_reason: 'Lag', parameters: [{ key: 'shard', value: '7' }] });
    expect(answer.json()).toMatchObject({
      status: 'Submitted',
      run_reason: 'Lag',
      parameters: [{ key: 'shard', value: '7' }],
      incident,
      case: null,
      signal: null,
      artifacts: [],
      weblink: null,
      workflow: { id: workflow.id, resource_id: 'restart-shards' },
      creator: { individual: { email: commander.actor.email } },
    });
    expect(engine.started).toEqual([]);
    await runJobs(ctx);
    expect(engine.started).toHaveLength(1);
  });

  test('tells the engine what was entered, what it is for, and nothing that is empty', async () => {
    const scene = await aScene({ title: 'Lag in the orders' });
    const parameters = [
      { key: 'shard', value: '7' },
      { key: 'region', value: '' },
      { key: 'zone', value: null },
      { key: 'dry', value: false },
      { key: 'workflowInstanceId', value: 'mine' },
      { value: 'no key' },
    ];
    const id = await aRun(scene, { parameters });
    const { name } = await scene.ctx.db.selectFrom('incidents').select('name').where('id', '=', scene.incidentId).executeTakeFirstOrThrow();
    expect(scene.engine.started[0]).toEqual({
      workflow_id: 'restart-shards',
      key: `workflow-instance-${id}`,
      params: {
        shard: '7',
        dry: false,
        incident_name: name,
        incident_title: 'Lag in the orders',
        incident_severity: expect.any(String),
        incident_status: 'Active',
        externalRef: `https://tocsin.test/${scene.tenant.slug}/incidents/${name}`,
        workflowInstanceId: id,
      },
    });
  });

  test('says nothing to the engine of what happened in a restricted incident', async () => {
    const scene = await aScene({ title: 'Xylophone', visibility: 'Restricted' });
    await aRun(scene);
    expect(JSON.stringify(scene.engine.started)).not.toContain('Xylophone');
  });

  test('stands in the timeline and the room, with who asked', async () => {
    const scene = await aScene();
    await aRun(scene, { run_reason: 'Lag in the orders' });
    const name = scene.commander.actor.email.split('@')[0]?.slice(1);
    expect(await timelineOf(scene.ctx, scene.incidentId)).toContainEqual(
      expect.stringMatching(new RegExp(`${name} started the workflow Restart the shards: Lag in the orders`, 'i')),
    );
    expect((await noticesOf(scene)).at(-1)).toMatch(/was started by .*One after the other\..*Reason: Lag in the orders/s);
  });

  test('shows the run with its incident, and the incident when it changes to browsers', async () => {
    const scene = await aScene();
    const id = await aRun(scene);
    const page = await inject(scene.ctx, { method: 'GET', path: `/{organization}/incidents/${scene.incidentId}` });
    expect(page.json<{ workflow_instances: unknown[] }>().workflow_instances).toEqual([await readingRun(scene.ctx, id)]);
    const notes = await scene.ctx.db.selectFrom('live_notes').select(['kind', 'topics']).where('subject_id', '=', id).execute();
    expect(notes.filter((one) => one.kind === 'workflow_instance').map((one) => one.topics)).toEqual([['created'], ['updated']]);
  });

  test('takes documents along that belong to the incident', async () => {
    const scene = await aScene();
    const document = { name: 'Runbook', weblink: 'https://docs.example/1', resource_id: 'tocsin-document-1', project: scene.project };
    const id = await aRun(scene, { artifacts: [{ ...document, resource_type: 'dispatch-incident-document-template' }] });
    const { artifacts } = await readingRun(scene.ctx, id);
    expect(artifacts).toMatchObject([
      {
        name: 'Runbook',
        weblink: 'https://docs.example/1',
        incident_id: scene.incidentId,
        resource_id: null,
        resource_type: 'dispatch-workflow-artifact',
      },
    ]);
  });

  test('by an administrator who takes no part has no creator, unless they speak for somebody who does', async () => {
    const scene = await aScene();
    const admin = await asUser(scene.ctx, 'Admin');
    const run = async (creator?: unknown) =>
      (await asking(admin, scene.workflow.id, { incident: scene.incident, creator })).json<{ creator: unknown }>().creator;
    expect(await run()).toBeNull();
    expect(await run({ individual: { email: 'nobody@example.com' } })).toBeNull();
    expect(await run({ individual: { email: scene.commander.actor.email } })).toMatchObject({
      individual: { email: scene.commander.actor.email },
    });
  });
});

describe('a run for a case', () => {
  test('takes whoever leads the case, and tells the engine of it', async () => {
    const { ctx, project, workflow, engine } = await aScene();
    const caseId = await aCostedCase(ctx, project.id, ctx.now()).make();
    const assignee = await asUser(ctx, 'Member');
    const subject = { kind: 'case', id: caseId } as const;
    await transaction(ctx, (tx) => addParticipant(tx, subject, { email: assignee.actor.email, role: 'Assignee' }));
    const body = { case: { id: caseId } };
    expect((await asking(await asUser(ctx, 'Member'), workflow.id, body)).status).toBe(403);
    const answer = await asking(assignee, workflow.id, body);
    expect(answer.json()).toMatchObject({ ...body, incident: null, creator: { individual: { email: assignee.actor.email } } });
    await runJobs(ctx);
    expect(engine.started[0]?.params).toMatchObject({ case_title: 'Odd login', case_status: 'New' });
    expect(engine.started[0]?.params.externalRef).toContain(`/cases/case-`);
  });

  test('waits for no room in a case that has none', async () => {
    const { ctx, project, workflow } = await aScene();
    const caseId = await aCostedCase(ctx, project.id, ctx.now()).make();
    await asking(ctx, workflow.id, { case: { id: caseId } });
    await runJobs(ctx);
    const waiting = await ctx.db.selectFrom('jobs').select('name').where('case_id', '=', caseId).where('status', '=', 'ready').execute();
    expect(waiting).toEqual([]);
  });
});

describe('who may', () => {
  test('a member who does not lead the incident is refused, and cannot tell whether it exists', async () => {
    const { ctx, workflow, incident, engine } = await aScene();
    const member = await asUser(ctx, 'Member');
    const [known, unknown] = [
      await asking(member, workflow.id, { incident }),
      await asking(member, workflow.id, { incident: { id: 2e9 } }),
    ];
    expect([known.status, known.text]).toEqual([403, unknown.text]);
    await runJobs(ctx);
    expect(engine.started).toEqual([]);
  });

  test.each(['incident', 'case', 'signal'])('a missing %s is named to an administrator', async (kind) => {
    const { ctx, workflow } = await aScene();
    const answer = await asking(ctx, workflow.id, { [kind]: { id: 2_000_000_000, name: null } });
    expect([answer.status, locsOf(answer)]).toEqual([422, [`body.${kind}`]]);
  });

  test('a workflow that does not exist is not found', async () => {
    const { commander, incident } = await aScene();
    expect((await asking(commander, 2_000_000_000, { incident })).status).toBe(404);
  });

  test('a run for nothing takes an administrator', async () => {
    const { ctx, commander, workflow } = await aScene();
    expect((await asking(commander, workflow.id, {})).status).toBe(403);
    expect((await asking(await asUser(ctx, 'Admin'), workflow.id, {})).json()).toMatchObject({ incident: null, creator: null });
  });

  test('a run for a signal takes an administrator', async () => {
    const { ctx, tenant, project, commander, workflow, engine } = await aScene();
    const signal = await aSignal(ctx, project.id);
    expect((await asking(commander, workflow.id, { signal })).status).toBe(403);
    expect((await asking(ctx, workflow.id, { signal })).json()).toMatchObject({ signal, incident: null });
    await runJobs(ctx);
    expect(engine.started[0]?.params.externalRef).toBe(`https://tocsin.test/${tenant.slug}`);
  });

  test('a run is for one thing', async () => {
    const { ctx, workflow, incident } = await aScene();
    expect((await asking(ctx, workflow.id, { incident, case: { id: 1 } })).status).toBe(422);
  });

  test('a run of a restricted incident, and what it made, are hidden with it', async () => {
    const scene = await aScene({ visibility: 'Restricted' });
    const id = await aRun(scene, { artifacts: [{ name: 'Runbook', project: scene.project }] });
    const member = await asUser(scene.ctx, 'Member');
    const get = (path: string) => inject(member, { method: 'GET', path: `/{organization}${path}` });
    expect((await get(`/workflows/instances/${id}`)).status).toBe(404);
    expect((await get('/documents?itemsPerPage=-1')).text).not.toContain('Runbook');
    expect(await readingRun(scene.commander, id)).toMatchObject({ id });
  });

  test('a signal shows its newest runs, and nobody those for what is restricted', async () => {
    const { ctx, project, workflow, incident } = await aScene();
    const signal = await aSignal(ctx, project.id);
    const hidden = { id: await openIncident(ctx, project, { visibility: 'Restricted' }) };
    const run = async (body: object) => (await asking(ctx, workflow.id, { signal, ...body })).json<{ id: number }>().id;
    const ids = [];
    for (const body of [{}, { incident: hidden }, { incident }, ...Array.from({ length: 9 }, () => ({}))]) ids.push(await run(body));
    const Signal = shape('SignalWithRuns', 'signals', { workflow_instances: signalWorkflowInstances });
    const { workflow_instances } = JSON.parse((await findJson(ctx, { table: 'signals' }, Signal, signal.id)) as string);
    expect(workflow_instances.map((one: { id: number }) => one.id)).toEqual(ids.slice(2));
  });

  test('a disabled workflow and a disabled plug-in are named, and not run', async () => {
    const { ctx, commander, workflow, incident, engine } = await aScene();
    const put = (path: string) => inject(ctx, { method: 'PUT', path: `/{organization}${path}`, body: { enabled: false } });
    await put(`/plugins/instances/${engine.instanceId}`);
    const withoutPlugin = await asking(commander, workflow.id, { incident });
    expect([withoutPlugin.status, withoutPlugin.text]).toEqual([409, expect.stringContaining('Workflows over HTTP')]);
    await inject(ctx, { method: 'PUT', path: `/{organization}/workflows/${workflow.id}`, body: { ...workflow, enabled: false } });
    const disabled = await asking(commander, workflow.id, { incident });
    expect([disabled.status, disabled.text]).toEqual([409, expect.stringContaining('Restart the shards is disabled')]);
  });
});

describe('the start', () => {
  test('that fails is tried again, with its reason on the run meanwhile', async () => {
    const scene = await aScene();
    scene.engine.failNext(503);
    const id = await aRun(scene);
    expect(await readingRun(scene.ctx, id)).toMatchObject({ status: 'Submitted', last_error: expect.stringContaining('503') });
    scene.clock.advance(MINUTE);
    await runJobs(scene.ctx);
    expect(await readingRun(scene.ctx, id)).toMatchObject({ status: 'Created', last_error: null });
  });

  test('whose answer was lost happens once', async () => {
    const scene = await aScene();
    scene.engine.failNext('cut');
    const id = await aRun(scene);
    scene.clock.advance(MINUTE);
    await runJobs(scene.ctx);
    expect(scene.engine.started).toHaveLength(1);
    expect(await readingRun(scene.ctx, id)).toMatchObject({ status: 'Created' });
  });

  test('that cannot succeed ends the run and says why where it belongs', async () => {
    const scene = await aScene();
    scene.engine.failNext(401);
    const id = await aRun(scene);
    expect(await readingRun(scene.ctx, id)).toMatchObject({
      status: 'Failed',
      last_error: expect.stringContaining('authorization header'),
    });
    expect(await timelineOf(scene.ctx, scene.incidentId)).toContainEqual(
      expect.stringContaining('Restart the shards is Failed: The workflow'),
    );
    expect(await noticesOf(scene)).toContainEqual(expect.stringMatching(/Submitted → Failed.*authorization header/s));
  });

  test('is given up after some hours', async () => {
    const scene = await aScene();
    scene.engine.failNext(...Array.from({ length: 40 }, () => 503));
    const id = await aRun(scene);
    for (let turn = 0; turn < 20; turn += 1) {
      scene.clock.advance(11 * MINUTE);
      await runJobs(scene.ctx);
    }
    expect(await readingRun(scene.ctx, id)).toMatchObject({ status: 'Failed', last_error: expect.stringContaining('503') });
    const jobs = await scene.ctx.db.selectFrom('jobs').select('status').where('idempotency_key', '=', `workflow-instance-${id}`).execute();
    expect(jobs).toEqual([{ status: 'done' }]);
  });

  test('waits for a plug-in that is disabled meanwhile', async () => {
    const scene = await aScene();
    const answer = await asking(scene.commander, scene.workflow.id, { incident: scene.incident });
    const enable = (enabled: boolean) =>
      inject(scene.ctx, { method: 'PUT', path: `/{organization}/plugins/instances/${scene.engine.instanceId}`, body: { enabled } });
    await enable(false);
    await runJobs(scene.ctx);
    expect(await readingRun(scene.ctx, answer.json<{ id: number }>().id)).toMatchObject({
      last_error: expect.stringContaining('is disabled'),
    });
    await enable(true);
    scene.clock.advance(MINUTE);
    await runJobs(scene.ctx);
    expect(scene.engine.started).toHaveLength(1);
  });
});

describe('asking after runs', () => {
  test('brings status, link and artifacts, tells the room of each change once, and stops with the end', async () => {
    const scene = await aScene();
    const id = await aRun(scene);
    scene.engine.tell(id, { status: 'Running', weblink: 'https://ci.example/812' });
    await laterAsked(scene);
    await laterAsked(scene);
    expect(await readingRun(scene.ctx, id)).toMatchObject({ status: 'Running', weblink: 'https://ci.example/812' });
    scene.engine.tell(id, { status: 'Completed', artifacts: [{ name: 'Report', weblink: 'https://ci.example/report' }] });
    await laterAsked(scene);
    expect(await readingRun(scene.ctx, id)).toMatchObject({
      status: 'Completed',
      weblink: 'https://ci.example/812',
      artifacts: [{ name: 'Report', weblink: 'https://ci.example/report', incident_id: scene.incidentId }],
    });
    const [completed, running, created] = await noticesOf(scene);
    expect(completed).toMatch(
      /Running → Completed · \[Open\]\(https:\/\/ci\.example\/812\).*- \[Report\]\(https:\/\/ci\.example\/report\)/s,
    );
    expect([running, created]).toEqual([expect.stringContaining('Created → Running'), expect.stringContaining('Submitted → Created')]);
    const asked = scene.engine.queries.length;
    await laterAsked(scene, DAY);
    expect(scene.engine.queries).toHaveLength(asked);
  });

  test('brings an artifact up to date that is named again', async () => {
    const scene = await aScene();
    const id = await aRun(scene);
    const telling = (name: string, more: object[] = []) => {
      scene.engine.tell(id, { status: 'Running', artifacts: [{ name, resource_id: 'log-1' }, ...more] });
      return laterAsked(scene);
    };
    await telling('Log so far');
    await telling('Log', [{ name: 'Ok', description: 'The name of a document is longer.' }]);
    await telling('Log', [{ name: 'Ok', description: 'The name of a document is longer.' }]);
    const { artifacts } = await readingRun(scene.ctx, id);
    expect((artifacts as { name: string }[]).map((one) => one.name)).toEqual(['Log', 'Artifact Ok']);
  });

  test('does without somebody who started it', async () => {
    const scene = await aScene();
    const { ctx, workflow, incidentId, engine } = scene;
    const subject = { kind: 'incident', id: incidentId } as const;
    const id = await transaction(asSystem(ctx), (tx) =>
      startWorkflow(tx, { workflowId: workflow.id, subject, parameters: [], reason: 'A signal came.', creator: null }),
    );
    await runJobs(ctx);
    engine.tell(id as number, { status: 'Failed' });
    await laterAsked(scene);
    expect(await noticesOf(scene)).toContainEqual(expect.stringContaining('**Workflow Restart the shards**: Created → Failed'));
    expect(await timelineOf(ctx, incidentId)).toContain('The workflow Restart the shards was started: A signal came.');
  });

  test('goes on when one engine does not answer', async () => {
    const [broken, working] = [await aScene(), await aScene()];
    const [first, second] = [await aRun(broken), await aRun(working)];
    await broken.engine.stop();
    working.engine.tell(second, { status: 'Completed' });
    broken.clock.advance(30 * SECOND);
    await laterAsked(working);
    expect(await readingRun(broken.ctx, first)).toMatchObject({
      status: 'Created',
      last_error: expect.stringContaining('cannot be reached'),
    });
    expect(await readingRun(working.ctx, second)).toMatchObject({ status: 'Completed' });
  });

  test('forgets a trouble that is over', async () => {
    const scene = await aScene();
    const id = await aRun(scene);
    scene.engine.failNext(500);
    await laterAsked(scene);
    expect((await readingRun(scene.ctx, id)).last_error).toContain('500');
    await laterAsked(scene);
    expect(await readingRun(scene.ctx, id)).toMatchObject({ status: 'Created', last_error: null });
  });

  test('becomes rarer with the age of a run', async () => {
    const scene = await aScene();
    await aRun(scene);
    for (let minute = 0; minute < 10; minute += 0.5) await laterAsked(scene);
    expect(scene.engine.queries).toHaveLength(20);
    scene.clock.advance(10 * HOUR);
    for (let minute = 0; minute < 60; minute += 0.5) await laterAsked(scene);
    const inAnHour = scene.engine.queries.length - 20;
    expect([inAnHour > 4, inAnHour < 8]).toEqual([true, true]);
  });

  test('ends with a run that is a month old', async () => {
    const scene = await aScene();
    const id = await aRun(scene);
    await laterAsked(scene, 31 * DAY);
    expect(await readingRun(scene.ctx, id)).toMatchObject({ status: 'Failed', last_error: expect.stringContaining('30 days') });
    expect(scene.engine.queries).toEqual([]);
  });
});

describe('what is gone', () => {
  test('a workflow that is deleted leaves its runs behind, the unfinished ones failed', async () => {
    const scene = await aScene();
    const done = await aRun(scene);
    scene.engine.tell(done, { status: 'Completed' });
    await laterAsked(scene);
    const under = await aRun(scene);
    const answer = await inject(scene.ctx, { method: 'DELETE', path: `/{organization}/workflows/${scene.workflow.id}` });
    expect(answer.status).toBe(200);
    expect(await readingRun(scene.ctx, done)).toMatchObject({ status: 'Completed', workflow: null });
    expect(await readingRun(scene.ctx, under)).toMatchObject({
      status: 'Failed',
      workflow: null,
      last_error: expect.stringContaining('deleted'),
    });
    await laterAsked(scene);
  });

  test('a disabled workflow is not started by a signal', async () => {
    const { ctx, project } = await anOrganization();
    const { id } = await aWorkflow(ctx, project, await instanceOf(ctx, 'generic-workflow'), { enabled: false });
    const start = (inside: Context) =>
      transaction(asSystem(inside), (tx) => startWorkflow(tx, { workflowId: id, parameters: [], reason: null, creator: null }));
    expect(await start(ctx)).toBeUndefined();
    expect(await start((await anOrganization()).ctx)).toBeUndefined();
  });
});
