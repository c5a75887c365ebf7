import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import { describe, expect, test } from 'vitest';
import { anOrganization, aSystem, asUser, enablePlugin, inject, MINUTE, runJobs, SECOND } from '../../../test/harness.ts';
import { plugins } from '../../app/plugins.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { job } from '../../core/jobs.ts';
import type { Challenge, SecondFactor } from '../../plugin-sdk/capabilities.ts';
import { BUILT_IN, plugin } from '../../plugin-sdk/catalogue.ts';
import { createChallenge, type Decided, withdrawChallenge } from './index.ts';
import { jobs } from './jobs.ts';

const ACTION = 'signal-snooze';
const PATH = '/{organization}/auth/mfa';

/** A member who is asked something, and what whoever asked goes on with. */
async function challenged(given?: Parameters<typeof anOrganization>[0], slug = 'dispatch-auth-mfa') {
  const organization = await anOrganization(given);
  const { ctx, project } = organization;
  await enablePlugin(ctx, slug);
  const member = await asUser(ctx, 'Member');
  const wentOn: (Decided & { snooze: number })[] = [];
  const goOn = job<Decided & { snooze: number }>({
    name: 'test-go-on',
    run: async (_ctx, payload) => {
      wentOn.push(payload);
      return undefined;
    },
  });
  const create = () =>
    transaction(ctx, (tx) =>
      createChallenge(tx, {
        projectId: project.id,
        userId: member.actor.userId,
        action: ACTION,
        title: 'Mute the alert “Disk is full” for a week?',
        detail: 'It came 40 times today.',
        continuation: { job: 'test-go-on', payload: { snooze: 7 } },
      }),
    );
  const { challengeId, url } = await create();
  const body = { action: ACTION, project_id: project.id, challenge_id: challengeId };
  const post = (more: object = {}, as: Context = member) => inject(as, { method: 'POST', path: PATH, body: { ...body, ...more } });
  const read = (as: Context = member) => inject(as, { method: 'GET', path: `${PATH}/challenges/${challengeId}` });
  return {
    ...organization,
    member,
    challengeId,
    url,
    create,
    post,
    read,
    wentOn,
    work: () => runJobs(ctx, { jobs: [...jobs, goOn], flows: [] }),
  };
}

const refusal = async (answer: Promise<{ status: number; json(): Record<string, unknown> }>) => {
  const { status, json } = await answer;
  return [status, (json().detail as { msg: string }[] | undefined)?.[0]?.msg];
};

describe('a challenge', () => {
  test('shows the person what is asked, by whom and when, and decides nothing by being looked at', async () => {
    const { ctx, challengeId, project, url, tenant, read, post, work, wentOn } = await challenged();
    expect(url).toBe(`https://tocsin.test/${tenant.slug}/mfa?project_id=${project.id}&challenge_id=${challengeId}&action=${ACTION}`);
    expect((await read()).json()).toEqual({
      challenge_id: challengeId,
      project_id: project.id,
      action: ACTION,
      title: 'Mute the alert “Disk is full” for a week?',
      detail: 'It came 40 times today.',
      weblink: null,
      requested_by: ctx.actor.email,
      status: 'pending',
      decided_with: null,
      created_at: '2026-01-05T09:00:00.000000Z',
      expires_at: '2026-01-05T09:05:00.000000Z',
    });
    // What the contract's page sends as soon as it is open.
    const opened = await post();
    expect([opened.status, opened.json()]).toEqual([200, { status: 'pending' }]);
    expect((await post({ decision: null })).json()).toEqual({ status: 'pending' });
    await work();
    expect(wentOn).toEqual([]);
  });

  test.each([
    ['approve', 'approved'],
    ['deny', 'denied'],
  ])('is decided once: %s', async (decision, status) => {
    const { challengeId, clock, post, read, work, wentOn } = await challenged();
    expect((await post({ decision })).json()).toEqual({ status });
    expect((await post()).json()).toEqual({ status });
    expect((await read()).json()).toMatchObject({ status });
    for (const again of ['approve', 'deny'])
      expect(await refusal(post({ decision: again }))).toEqual([400, `This has been decided already: ${status}.`]);
    clock.advance(6 * MINUTE);
    await work();
    expect(wentOn).toEqual([{ snooze: 7, challengeId, status }]);
  });

  test('of several decisions at once one counts', async () => {
    const { post, work, wentOn } = await challenged();
    const answers = await Promise.all(['approve', 'deny', 'approve', 'deny'].map((decision) => post({ decision })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400]);
    await work();
    expect(wentOn).toEqual([expect.objectContaining(answers.find(({ status }) => status === 200)?.json() ?? {})]);
  });

  test('expires after five minutes, by the clock and before any job has noted it, and whoever asked goes on once', async () => {
    const { challengeId, clock, post, read, work, wentOn } = await challenged();
    clock.advance(5 * MINUTE - SECOND);
    await work();
    expect((await read()).json()).toMatchObject({ status: 'pending' });
    clock.advance(SECOND);
    expect((await post()).json()).toEqual({ status: 'expired' });
    expect(await refusal(post({ decision: 'approve' }))).toEqual([400, 'This has expired. Begin again where it was asked for.']);
    await work();
    await work();
    expect(wentOn).toEqual([{ snooze: 7, challengeId, status: 'expired' }]);
    expect((await read()).json()).toMatchObject({ status: 'expired' });
  });

  test('is refused to somebody else, about another action or project, and when there is none', async () => {
    const { ctx, challengeId, post, read, work, wentOn } = await challenged();
    const approve = { decision: 'approve' };
    const notYours = 'There is no such challenge, or it is not yours.';
    for (const as of [ctx, await asUser(ctx, 'Admin')]) {
      expect(await refusal(post(approve, as))).toEqual([400, notYours]);
      expect((await read(as)).status).toBe(404);
    }
    for (const challenge_id of [randomUUID(), 'none', `${challengeId}0`, ''])
      expect(await refusal(post({ ...approve, challenge_id }))).toEqual([400, notYours]);
    expect(await refusal(post({ ...approve, action: 'signal-engagement-confirmation' }))).toEqual([
      400,
      'This challenge is about another action.',
    ]);
    const other = { id: null, name: 'Second', organization: {} };
    const second = (await inject(ctx, { method: 'POST', path: '/{organization}/projects', body: other })).json();
    await enablePlugin(ctx, 'dispatch-auth-mfa');
    expect(await refusal(post({ ...approve, project_id: second.id }))).toEqual([400, notYours]);
    await work();
    expect(wentOn).toEqual([]);
    expect((await post()).json()).toEqual({ status: 'pending' });
  });

  test('is refused in another organization, also to a member of both', async () => {
    const { ctx, member, post, read } = await challenged();
    const other = await anOrganization();
    await enablePlugin(other.ctx, 'dispatch-auth-mfa');
    const there: Context = { ...member, tenant: other.tenant };
    expect((await post({ decision: 'approve' }, there)).status).toBe(404);
    const at = { organization_id: other.tenant.id, dispatch_user_id: member.actor.userId, created_at: ctx.now(), updated_at: ctx.now() };
    await ctx.db
      .insertInto('organization_members')
      .values({ ...at, role: 'Member' })
      .execute();
    const none = 'No multi-factor plug-in is enabled in this project, so there is nothing to approve.';
    expect(await refusal(post({ decision: 'approve' }, there))).toEqual([400, none]);
    expect(await refusal(post({ decision: 'approve', project_id: other.project.id }, there))).toEqual([
      400,
      'There is no such challenge, or it is not yours.',
    ]);
    expect((await read(there)).status).toBe(404);
    expect((await post()).json()).toEqual({ status: 'pending' });
  });

  test('that was withdrawn is decided by nobody, and nothing follows', async () => {
    const { ctx, clock, challengeId, post, work, wentOn } = await challenged();
    await transaction(ctx, (tx) => withdrawChallenge(tx, challengeId));
    expect((await post({ decision: 'approve' })).status).toBe(400);
    clock.advance(6 * MINUTE);
    await work();
    expect(wentOn).toEqual([]);
  });

  test('needs a plug-in that an administrator has enabled', async () => {
    const { ctx, project } = await anOrganization();
    const wanted = {
      projectId: project.id,
      userId: ctx.actor.userId,
      action: ACTION,
      title: 'Really?',
      continuation: { job: 'x', payload: {} },
    };
    await expect(transaction(ctx, (tx) => createChallenge(tx, wanted))).rejects.toThrow('No multi-factor plug-in is enabled');
    const body = { action: ACTION, project_id: project.id, challenge_id: randomUUID(), decision: 'approve' };
    const answer = await inject(ctx, { method: 'POST', path: PATH, body });
    expect([answer.status, answer.json().detail]).toMatchObject([
      400,
      [{ loc: 'project_id', msg: expect.stringContaining('No multi-factor plug-in') }],
    ]);
  });
});

describe('a plug-in whose people decide elsewhere', () => {
  /** A system that pushes to phones; `says` is what the person has pressed. */
  function aPhone() {
    const asked: Challenge[] = [];
    const phone = { asked, looks: 0, says: 'pending' as 'pending' | 'approved' | 'denied' };
    const capability: SecondFactor = {
      elsewhere: {
        ask: async (challenge) => {
          asked.push(challenge);
          return { reference: `push-${challenge.id}` };
        },
        decision: async (reference) => {
          expect(reference).toBe(`push-${asked[0]?.id}`);
          phone.looks += 1;
          return phone.says;
        },
      },
    };
    const declared = plugin({
      ...BUILT_IN,
      builtIn: false,
      slug: 'test-phone',
      title: 'Phone',
      type: 'auth-mfa',
      description: 'Pushes to phones.',
      configuration: Type.Object({}),
      create: () => capability,
    });
    return { phone, system: () => aSystem({ plugins: [...plugins, declared], alone: true }) };
  }

  test('is asked once and looked at again until somebody has decided; its page decides nothing', async () => {
    const { phone, system } = aPhone();
    const { clock, challengeId, member, post, read, work, wentOn } = await challenged(await system(), 'test-phone');
    await work();
    expect(phone.asked).toEqual([
      {
        id: challengeId,
        action: ACTION,
        title: 'Mute the alert “Disk is full” for a week?',
        email: member.actor.email,
        expiresAt: new Date('2026-01-05T09:05:00Z'),
      },
    ]);
    expect((await read()).json()).toMatchObject({ status: 'pending', decided_with: 'Phone' });
    expect(await refusal(post({ decision: 'approve' }))).toEqual([400, 'This is not decided here but with Phone.']);
    clock.advance(3 * SECOND);
    await work();
    phone.says = 'approved';
    clock.advance(3 * SECOND);
    await work();
    clock.advance(6 * MINUTE);
    await work();
    expect([phone.asked.length, phone.looks]).toEqual([1, 2]);
    expect(wentOn).toEqual([{ snooze: 7, challengeId, status: 'approved' }]);
  });

  test('that does not say anything in time leaves the challenge expired', async () => {
    const { phone, system } = aPhone();
    const { clock, challengeId, work, wentOn } = await challenged(await system(), 'test-phone');
    await work();
    clock.advance(5 * MINUTE);
    phone.says = 'approved';
    await work();
    expect([phone.looks, wentOn]).toEqual([0, [{ snooze: 7, challengeId, status: 'expired' }]]);
  });
});
