import { expect, test } from 'vitest';
import { anOrganization, asUser, enablePlugin, inject, MINUTE, type TestOrganization } from '../../../test/harness.ts';
import { aPerson, PASSWORD, withTotp } from '../../../test/people-with-browsers.ts';
import { transaction } from '../../core/db.ts';
import { createChallenge } from './index.ts';

/* An open browser is not enough to approve in somebody's name. */

const PATH = '/{organization}/auth/mfa';

async function ask({ ctx, project }: TestOrganization, userId: number) {
  const wanted = { projectId: project.id, userId, action: 'x', title: 'Really?', continuation: { job: 'x', payload: {} } };
  const { challengeId } = await transaction(ctx, (tx) => createChallenge(tx, wanted));
  return { action: 'x', project_id: project.id, challenge_id: challengeId };
}

async function anOrganizationThatAsks() {
  const organization = await anOrganization();
  await enablePlugin(organization.ctx, 'dispatch-auth-mfa');
  return organization;
}

const APPROVE = { decision: 'approve' };

test('who signed in within ten minutes approves at once; later the password is asked for, to deny never', async () => {
  const organization = await anOrganizationThatAsks();
  const { actor, aBrowser } = await aPerson(organization);
  const browser = aBrowser();
  await browser.signIn();
  organization.clock.advance(10 * MINUTE);
  expect((await browser.ask('POST', PATH, { ...(await ask(organization, actor.userId)), ...APPROVE })).json()).toEqual({
    status: 'approved',
  });
  organization.clock.advance(1);
  const body = { ...(await ask(organization, actor.userId)), ...APPROVE };
  const missing = await browser.ask('POST', PATH, body);
  expect([missing.status, missing.json()]).toMatchObject([422, { detail: [{ loc: ['body', 'password'] }] }]);
  expect(missing.says()).toBe('Enter your password: you signed in a while ago.');
  const wrong = await browser.ask('POST', PATH, { ...body, password: 'a guess' });
  expect([wrong.status, wrong.says()]).toEqual([422, 'This is not your password.']);
  expect((await browser.ask('POST', PATH, { ...body, decision: null })).json()).toEqual({ status: 'pending' });
  expect((await browser.ask('POST', PATH, { ...body, password: PASSWORD })).json()).toEqual({ status: 'approved' });
  const denied = { ...(await ask(organization, actor.userId)), decision: 'deny' };
  expect((await browser.ask('POST', PATH, denied)).json()).toEqual({ status: 'denied' });
});

test('who has a second factor shows that one, and the password does not stand in for it', async () => {
  const organization = await anOrganizationThatAsks();
  const { actor, browser, code, recoveryCodes } = await withTotp(organization);
  organization.clock.advance(10 * MINUTE);
  const body = async () => ({ ...(await ask(organization, actor.userId)), ...APPROVE });
  const refused = await browser.ask('POST', PATH, { ...(await body()), password: PASSWORD });
  expect([refused.status, refused.says()]).toEqual([422, 'Enter a code of your application, or a recovery code.']);
  expect((await browser.ask('POST', PATH, { ...(await body()), code: code() })).json()).toEqual({ status: 'approved' });
  const again = await browser.ask('POST', PATH, { ...(await body()), code: code() });
  expect([again.status, again.says()]).toEqual([422, 'This code was used before. Wait for the next one.']);
  expect((await browser.ask('POST', PATH, { ...(await body()), code: recoveryCodes[0] })).json()).toEqual({ status: 'approved' });
});

test('wrong codes are counted although nothing is decided; a challenge that is over spends none', async () => {
  const organization = await anOrganizationThatAsks();
  const { actor, browser, code } = await withTotp(organization);
  organization.clock.advance(10 * MINUTE);
  const old = { ...(await ask(organization, actor.userId)), ...APPROVE };
  organization.clock.advance(6 * MINUTE);
  expect((await browser.ask('POST', PATH, { ...old, code: code() })).status).toBe(400);
  const body = { ...(await ask(organization, actor.userId)), ...APPROVE };
  const answers: number[] = [];
  for (let guess = 0; guess < 6; guess += 1) answers.push((await browser.ask('POST', PATH, { ...body, code: '000000' })).status);
  expect(answers).toEqual([422, 422, 422, 422, 422, 429]);
});

test('a token alone is no fresh sign-in; whom a provider knows has nothing more to show here', async () => {
  const organization = await anOrganizationThatAsks();
  const { actor, ctx } = await aPerson(organization);
  const post = async (as: typeof ctx) =>
    (await inject(as, { method: 'POST', path: PATH, body: { ...(await ask(organization, as.actor.userId)), ...APPROVE } })).status;
  expect(await post(ctx)).toBe(422);
  expect(actor.userId).toBe(ctx.actor.userId);
  expect(await post(await asUser(organization.ctx, 'Member'))).toBe(200);
});
