import { expect, test } from 'vitest';
import { anOrganization, inject, MINUTE, type TestOrganization } from '../../../../test/harness.ts';
import { aPerson, codeOf, PASSWORD, withTotp } from '../../../../test/people-with-browsers.ts';
import { NOBODY } from '../../../core/context.ts';
import { transaction } from '../../../core/db.ts';
import { removeSecondFactors } from './factors.ts';

const AGAIN = 'Your sign-in took too long. Enter your password again.';
const STEP = '/sign-in/second-factor';

/** Nobody: no token goes with the request. */
const login = ({ ctx }: TestOrganization, body: object) =>
  inject({ ...ctx, actor: NOBODY }, { method: 'POST', path: '/{organization}/auth/login', body });

test('without a second factor the password is enough', async () => {
  const { aBrowser } = await aPerson(await anOrganization());
  const browser = aBrowser();
  expect((await browser.signIn()).json()).toEqual({ second_factor: [] });
  expect(await browser.role()).toBe(200);
});

test('with one, the password begins a session that opens nothing and is listed nowhere; the code completes it under a new secret', async () => {
  const organization = await anOrganization();
  const { aBrowser, browser: former, code } = await withTotp(organization);
  const browser = aBrowser();
  const begun = await browser.signIn();
  expect([begun.status, begun.json()]).toEqual([200, { second_factor: ['totp', 'recovery'] }]);
  expect(begun.set).toMatch(/^__Host-session=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  for (const [method, path] of [
    ['GET', '/{organization}/auth/me'],
    ['GET', '/{organization}/incidents'],
    ['GET', '/my-account/sessions'],
    ['GET', '/my-account/second-factor'],
    ['POST', '/my-account/second-factor/totp'],
    ['POST', '/{organization}/auth/me/sign-out'],
  ] as const)
    expect((await browser.ask(method, path, method === 'POST' ? { password: PASSWORD } : undefined)).status, path).toBe(401);
  const sessions = async () => ((await former.ask('GET', '/my-account/sessions')).json() as { items: unknown[] }).items.length;
  expect(await sessions()).toBe(1);
  const waiting = browser.cookie();
  const done = await browser.ask('POST', STEP, { code: code() });
  expect([done.status, done.json()]).toEqual([200, {}]);
  expect(done.set).toContain('Max-Age=86400');
  expect(browser.cookie()).not.toBe(waiting);
  expect([await browser.role(), await sessions()]).toEqual([200, 2]);
  const again = await aBrowser().ask('POST', STEP, { code: '123456' }, { cookie: waiting });
  expect([again.status, again.says()]).toEqual([400, AGAIN]);
});

test('a recovery code completes it, once', async () => {
  const { aBrowser, recoveryCodes } = await withTotp(await anOrganization());
  const [here, there] = [aBrowser(), aBrowser()];
  await here.signIn();
  await there.signIn();
  expect((await here.ask('POST', STEP, { code: recoveryCodes[0] })).status).toBe(200);
  expect(await here.role()).toBe(200);
  const replayed = await there.ask('POST', STEP, { code: recoveryCodes[0] });
  expect([replayed.status, replayed.says()]).toEqual([422, 'This is neither a code of six digits nor a recovery code that is left.']);
  expect(await there.role()).toBe(401);
});

test('one code, sent from two browsers at once, completes one of them', async () => {
  const { aBrowser, code } = await withTotp(await anOrganization());
  const browsers = [aBrowser(), aBrowser(), aBrowser()];
  for (const browser of browsers) await browser.signIn();
  const answers = await Promise.all(browsers.map((browser) => browser.ask('POST', STEP, { code: code() })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422]);
  expect((await Promise.all(browsers.map((browser) => browser.role()))).sort()).toEqual([200, 401, 401]);
});

test('a code without a password before it, after ten minutes, or after a new password completes nothing', async () => {
  const organization = await anOrganization();
  const { aBrowser, actor, code } = await withTotp(organization);
  const [late, changed] = [aBrowser(), aBrowser()];
  for (const answer of [await aBrowser().ask('POST', STEP, { code: code() }), await (await done(late)).ask('POST', STEP, { code: code() })])
    expect([answer.status, answer.says()]).toEqual([400, AGAIN]);
  await changed.signIn();
  const path = `/{organization}/users/${actor.userId}/reset-password`;
  await inject(organization.ctx, { method: 'POST', path, body: { new_password: 'another Correct0 horse' } });
  expect((await changed.ask('POST', STEP, { code: code() })).says()).toBe(AGAIN);
  // The factor outlives the password.
  expect((await aBrowser().signIn('another Correct0 horse')).json()).toEqual({ second_factor: ['totp', 'recovery'] });

  async function done(browser: typeof late) {
    await browser.signIn();
    organization.clock.advance(10 * MINUTE);
    return browser;
  }
});

test('a full session does not complete another, and a page of another site completes nothing', async () => {
  const { aBrowser, browser: signedIn, code } = await withTotp(await anOrganization());
  expect((await signedIn.ask('POST', STEP, { code: code() })).says()).toBe(AGAIN);
  const browser = aBrowser();
  await browser.signIn();
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
  const refused = await browser.ask('POST', STEP, { code: code() }, foreign);
  expect([refused.status, refused.says()]).toEqual([400, 'Sign in at https://tocsin.test: this came from a page of another site.']);
  expect((await browser.ask('POST', STEP, { code: code() })).status).toBe(200);
});

test('guesses are counted for the account, whichever browser or door they come from', async () => {
  const organization = await anOrganization();
  const { aBrowser, actor, code } = await withTotp(organization);
  const [one, other] = [aBrowser(), aBrowser()];
  await one.signIn();
  await other.signIn();
  for (const browser of [one, other, one]) expect((await browser.ask('POST', STEP, { code: 'WRONG-WRONG' })).status).toBe(422);
  for (let attempt = 0; attempt < 2; attempt += 1)
    expect((await login(organization, { email: actor.email, password: PASSWORD, code: 'WRONG-WRONG' })).status).toBe(422);
  const locked = await other.ask('POST', STEP, { code: code() });
  expect([locked.status, locked.says()]).toEqual([429, 'Too many attempts. Try again in 15 minutes.']);
  expect((await login(organization, { email: actor.email, password: PASSWORD, code: code() })).status).toBe(429);
});

test('who only knows the password pushes no browser of the person out', async () => {
  const organization = await anOrganization();
  const { aBrowser, browser } = await withTotp(organization);
  for (let begun = 0; begun < 52; begun += 1) {
    // Counting attempts is not what is tested here.
    await organization.system.db.deleteFrom('rate_limits').execute();
    await aBrowser().signIn();
  }
  expect(await browser.role()).toBe(200);
});

test('a client gets its token with password and code in one request, and is told when the code is missing', async () => {
  const organization = await anOrganization();
  const { actor, code, recoveryCodes } = await withTotp(organization);
  const credentials = { email: actor.email, password: PASSWORD };
  const without = await login(organization, credentials);
  const msg = 'This account has a second factor: send the six digits of its application, or a recovery code, as `code`.';
  expect([without.status, without.json()]).toEqual([422, { detail: [{ type: 'value_error', loc: ['body', 'code'], msg }] }]);
  const wrongPassword = await login(organization, { ...credentials, password: 'guess', code: code() });
  expect(wrongPassword.json()).toMatchObject({ detail: [{ loc: ['username'] }, { loc: ['password'] }] });
  for (const given of [code(), recoveryCodes[0]]) {
    const answer = await login(organization, { ...credentials, code: given });
    expect([answer.status, typeof answer.json().token]).toEqual([200, 'string']);
  }
  const replayed = await login(organization, { ...credentials, code: code() });
  expect([replayed.status, replayed.text]).toEqual([422, expect.stringContaining('This code was used before.')]);
});

test('the operator takes the second factor away, and every session with it', async () => {
  const organization = await anOrganization();
  const { ctx } = organization;
  const { aBrowser, browser, actor, code } = await withTotp(organization);
  const waiting = aBrowser();
  await waiting.signIn();
  for (let attempt = 0; attempt < 6; attempt += 1) await waiting.ask('POST', STEP, { code: 'WRONG-WRONG' });
  expect(await transaction(ctx, (tx) => removeSecondFactors(tx, actor.userId))).toBe(true);
  expect(await transaction(ctx, (tx) => removeSecondFactors(tx, actor.userId))).toBe(false);
  expect(await browser.role()).toBe(401);
  expect((await waiting.ask('POST', STEP, { code: code() })).says()).toBe(AGAIN);
  expect((await browser.signIn()).json()).toEqual({ second_factor: [] });
  expect((await browser.ask('GET', '/my-account/second-factor')).json()).toEqual({ totp: null, passkeys: [], recovery_codes_left: 0 });
  // What was guessed before is not held against the next one.
  const { secret } = (await browser.ask('POST', '/my-account/second-factor/totp', { password: PASSWORD })).json() as { secret: string };
  const shown = () => codeOf(secret, organization.system.now());
  await browser.ask('POST', '/my-account/second-factor/totp/confirm', { code: shown() });
  organization.clock.advance(MINUTE);
  await browser.signIn();
  expect((await browser.ask('POST', STEP, { code: shown() })).status).toBe(200);
});
