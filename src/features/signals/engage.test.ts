import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { alert, aSignal, make, seen, userType } from '../../../test/alerts.ts';
import { asUser, enablePlugin, inject, MINUTE, runJobs, SECOND } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';

type Request = { id: number; email: string; status: string; context: string | null; challenge_id: string | null };

/** People have accounts of one installation: each test has its own. */
const anAddress = (name: string) => `${name}-${randomBytes(5).toString('hex')}@example.com`;

/** A signal that asks the users it speaks of, with alerts looked at. */
async function engaged(raws: Record<string, unknown>[], more: Record<string, unknown> = {}) {
  const organization = await aSignal();
  const { ctx, signal } = organization;
  const user = await userType(ctx, { jpath: '$..user' });
  const engagement = await make(ctx, '/signals/engagements', { name: 'Was it you', entity_type: user, message: 'From Paris?', ...more });
  const body = { name: signal.name, owner: 'me', engagements: [engagement] };
  await inject(ctx, { method: 'PUT', path: `/{organization}/signals/${signal.id}`, body });
  const taken = [];
  for (const raw of raws) {
    taken.push(await alert(ctx, raw));
    organization.clock.advance(SECOND);
  }
  await runJobs(ctx);
  const caseId = (await seen(ctx, taken[0] as { id: string })).case?.id as number;
  return { ...organization, caseId, path: `/{organization}/cases/${caseId}` };
}

const requests = async (ctx: Context, path: string) =>
  (await inject(ctx, { method: 'GET', path: `${path}/engagements` })).json<Request[]>();
const answer = (ctx: Context, path: string, request: Request | undefined, body: Record<string, unknown>) =>
  inject(ctx, { method: 'PUT', path: `${path}/engagements/${request?.id}`, body });
const mails = (ctx: Context) =>
  ctx.db.selectFrom('mails').select(['to', 'subject', 'text']).where('organization_id', '=', ctx.tenant.id).execute();

describe('an engagement', () => {
  test('asks each person an alert speaks of, once for a case, and nobody whose value is no address', async () => {
    const { ctx, path } = await engaged([
      { user: 'bob@example.com', more: [{ user: 'root' }, { user: 'eve@example.com' }] },
      { user: 'bob@example.com' },
    ]);
    expect(await requests(ctx, path)).toMatchObject([
      { email: 'bob@example.com', status: 'New', context: null },
      { email: 'eve@example.com', status: 'New' },
    ]);
    const asked = (await mails(ctx)).filter(({ subject }) => subject === 'Was this you? Disk is full');
    expect(asked.map(({ to }) => to).sort()).toEqual([['bob@example.com'], ['eve@example.com']]);
    for (const { text } of asked) expect(text).toContain('From Paris?');
    const { participants } = (await inject(ctx, { method: 'GET', path })).json<{ participants: { individual: { email: string } }[] }>();
    expect(participants.map(({ individual }) => individual.email)).toEqual(expect.arrayContaining(['bob@example.com', 'eve@example.com']));
  });

  test('that is approved by everybody closes the case with what they were doing', async () => {
    const [bobs, eves] = [anAddress('bob'), anAddress('eve')];
    const { ctx, path } = await engaged([{ users: [{ user: bobs }, { user: eves }] }]);
    const [bob, eve] = [await asUser(ctx, 'Member', bobs), await asUser(ctx, 'Member', eves.toUpperCase())];
    const [ofBob, ofEve] = await requests(bob, path);
    const said = await answer(bob, path, ofBob, { status: 'Approved', context: 'I moved a disk' });
    expect([said.status, said.json()]).toMatchObject([200, { status: 'Approved', context: 'I moved a disk' }]);
    expect((await inject(ctx, { method: 'GET', path })).json()).toMatchObject({ status: 'New' });
    expect((await answer(eve, path, ofEve, { status: 'Approved', context: 'So did I' })).status).toBe(200);
    expect((await inject(ctx, { method: 'GET', path })).json()).toMatchObject({
      status: 'Closed',
      resolution_reason: 'User Acknowledged',
      resolution: 'So did I',
      resolved_by: { email: eves },
    });
  });

  test('that is denied leaves the case to whoever looks into it and says so in its room', async () => {
    const bobs = anAddress('bob');
    const { ctx, path } = await engaged([{ user: bobs }]);
    const bob = await asUser(ctx, 'Member', bobs);
    const [request] = await requests(bob, path);
    expect((await answer(bob, path, request, { status: 'Denied' })).status).toBe(200);
    await runJobs(ctx);
    expect((await inject(ctx, { method: 'GET', path })).json()).not.toMatchObject({ status: 'Closed' });
    const messages = (await inject(ctx, { method: 'GET', path: `${path}/messages?itemsPerPage=-1` })).json<{ items: { body: string }[] }>()
      .items;
    expect(messages.map(({ body }) => body)).toContain(`**${bobs} says it was not them.**`);
    expect((await answer(bob, path, request, { status: 'Approved', context: 'Now I remember' })).status).toBe(409);
  });

  test('is answered by the person who was asked or by an administrator, with what they were doing', async () => {
    const { ctx, path } = await engaged([{ user: 'bob@example.com' }]);
    const somebody = await asUser(ctx, 'Member');
    const [request] = await requests(somebody, path);
    expect((await answer(somebody, path, request, { status: 'Approved', context: 'Me too' })).status).toBe(403);
    const silent = await answer(ctx, path, request, { status: 'Approved' });
    expect([silent.status, silent.json().detail]).toMatchObject([422, [{ loc: ['body', 'context'] }]]);
    expect((await answer(ctx, path, { ...(request as Request), id: 2147483600 }, { status: 'Denied' })).status).toBe(404);
    expect((await answer(ctx, path, request, { status: 'Approved', context: 'They called' })).status).toBe(200);
  });

  test('that asks for a second factor is not approved where no plug-in offers one, but by an administrator', async () => {
    const bobs = anAddress('bob');
    const { ctx, path } = await engaged([{ user: bobs }], { require_mfa: true });
    const bob = await asUser(ctx, 'Member', bobs);
    const [request] = await requests(bob, path);
    expect((await answer(bob, path, request, { status: 'Approved', context: 'Me' })).status).toBe(403);
    expect((await answer(ctx, path, request, { status: 'Approved', context: 'They called' })).status).toBe(200);
  });
});

describe('an engagement that asks for a second factor', () => {
  const ACTION = 'signal-engagement-confirmation';

  /** Bob has said that it was him, where a plug-in asks for the second factor. */
  async function answered() {
    const bobs = anAddress('bob');
    const organization = await engaged([{ user: bobs }], { require_mfa: true });
    const { ctx, path } = organization;
    await enablePlugin(ctx, 'dispatch-auth-mfa');
    const bob = await asUser(ctx, 'Member', bobs);
    const [request] = await requests(bob, path);
    const say = async (context: string) => (await answer(bob, path, request, { status: 'Approved', context })).json<Request>();
    const decide = async (challenge_id: string | null, decision: string) => {
      const body = { action: ACTION, project_id: organization.project.id, challenge_id, decision };
      const decided = await inject(bob, { method: 'POST', path: '/{organization}/auth/mfa', body });
      await runJobs(ctx);
      return decided;
    };
    const status = async () => (await inject(ctx, { method: 'GET', path })).json().status;
    const notices = async () =>
      (await inject(ctx, { method: 'GET', path: `${path}/messages?itemsPerPage=-1` }))
        .json<{ items: { body: string }[] }>()
        .items.map(({ body }) => body);
    return { ...organization, bob, bobs, request, say, decide, status, notices };
  }

  test('takes the answer down when the person approves it, and not before', async () => {
    const { ctx, bob, bobs, path, say, decide, status, notices } = await answered();
    const said = await say('I moved a disk');
    expect(said).toMatchObject({ status: 'New', context: null, challenge_id: expect.any(String) });
    await runJobs(ctx);
    expect(await status()).toBe('New');
    expect((await notices()).join()).toContain(`mfa?project_id=`);
    const shown = (await inject(bob, { method: 'GET', path: `/{organization}/auth/mfa/challenges/${said.challenge_id}` })).json();
    expect(shown).toMatchObject({ title: 'Was this you? Disk is full', detail: 'You said: I moved a disk', requested_by: bobs });
    expect((await decide(said.challenge_id, 'approve')).json()).toEqual({ status: 'approved' });
    expect(await requests(ctx, path)).toMatchObject([{ status: 'Approved', context: 'I moved a disk', challenge_id: null }]);
    expect(await status()).toBe('Closed');
    expect(await notices()).toContain(`**${bobs} says it was them.**\n\nI moved a disk`);
  });

  test.each([
    ['denies it', 'denied that the answer given in their name was theirs'],
    ['lets the time pass', 'did not confirm in time that it was them'],
  ])('stays open when the person %s', async (what, words) => {
    const { ctx, clock, path, bobs, say, decide, status, notices } = await answered();
    const { challenge_id } = await say('I moved a disk');
    if (what === 'denies it') await decide(challenge_id, 'deny');
    clock.advance(5 * MINUTE);
    await runJobs(ctx);
    expect(await requests(ctx, path)).toMatchObject([{ status: 'New', context: null, challenge_id: null }]);
    expect(await status()).toBe('New');
    expect(await notices()).toContain(`**${bobs} ${words}.** The question stays open.`);
  });

  test('counts the last answer, and an administrator’s before all', async () => {
    const { ctx, path, request, say, decide, status } = await answered();
    const [first, second] = [await say('I moved a disk'), await say('I moved two')];
    const late = await decide(first.challenge_id, 'approve');
    expect([late.status, late.text]).toMatchObject([400, expect.stringContaining('expired')]);
    expect((await answer(ctx, path, request, { status: 'Approved', context: 'They called' })).status).toBe(200);
    expect((await decide(second.challenge_id, 'approve')).status).toBe(400);
    expect(await requests(ctx, path)).toMatchObject([{ status: 'Approved', context: 'They called', challenge_id: null }]);
    expect(await status()).toBe('Closed');
  });

  test('takes "it was not me" down at once', async () => {
    const { ctx, path, bob, request } = await answered();
    expect((await answer(bob, path, request, { status: 'Denied' })).status).toBe(200);
    expect(await requests(ctx, path)).toMatchObject([{ status: 'Denied', challenge_id: null }]);
  });
});

test('workflows of a definition run for its case, with entities in place of the names of their types', async () => {
  const { ctx, signal } = await aSignal();
  await userType(ctx);
  const catalogue = await ctx.db.selectFrom('plugins').select('id').where('slug', '=', 'generic-workflow').executeTakeFirstOrThrow();
  const { items } = (await inject(ctx, { method: 'GET', path: '/{organization}/plugins/instances?itemsPerPage=-1' })).json<{
    items: { id: number; plugin: { id: number } }[];
  }>();
  const engine = items.find(({ plugin }) => plugin.id === catalogue.id);
  const workflow = await make(ctx, '/workflows', {
    name: 'Lock the account',
    resource_id: 'lock',
    enabled: true,
    plugin_instance: engine,
    parameters: [
      { key: 'account', value: 'User' },
      { key: 'host', value: 'Host' },
    ],
  });
  await inject(ctx, {
    method: 'PUT',
    path: `/{organization}/signals/${signal.id}`,
    body: { name: signal.name, owner: 'me', workflows: [workflow] },
  });
  const taken = await alert(ctx, { user: 'bob@example.com' });
  await runJobs(ctx);
  await alert(ctx, { user: 'bob@example.com' });
  await runJobs(ctx);
  const runs = await ctx.db
    .selectFrom('workflow_instances')
    .select(['case_id', 'signal_id', 'signal_instance_id', 'parameters'])
    .where('organization_id', '=', ctx.tenant.id)
    .execute();
  expect(runs).toEqual([
    {
      case_id: (await seen(ctx, taken)).case?.id,
      signal_id: signal.id,
      signal_instance_id: taken.id,
      parameters: [{ key: 'account', value: 'bob@example.com' }],
    },
  ]);
});
