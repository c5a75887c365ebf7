import { expect, test } from 'vitest';
import { anOrganization, inject, MINUTE, SECOND } from '../../../../test/harness.ts';
import { aPerson, codeOf, PASSWORD, withTotp } from '../../../../test/people-with-browsers.ts';

const FACTOR = '/my-account/second-factor';
const WRONG = 'This code is wrong or has expired. Take the one your application shows now; if it stays wrong, look at its clock.';
const USED = 'This code was used before. Wait for the next one.';
const NO_CODE = 'This is neither a code of six digits nor a recovery code that is left.';

test('an application is added with the password and a first code, and brings ten recovery codes that are shown once', async () => {
  const organization = await anOrganization();
  const { browser, actor, secret, uri, recoveryCodes } = await withTotp(organization);
  expect(uri).toBe(
    `otpauth://totp/Tocsin%20tocsin.test:${encodeURIComponent(actor.email)}?issuer=Tocsin%20tocsin.test&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
  );
  expect(new Set(recoveryCodes).size).toBe(10);
  for (const code of recoveryCodes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  expect((await browser.ask('GET', FACTOR)).json()).toMatchObject({ totp: { used_at: expect.any(String) }, recovery_codes_left: 10 });
  const stored = JSON.stringify([
    await organization.system.db.selectFrom('totp_factors').select('secret').execute(),
    await organization.system.db.selectFrom('recovery_codes').select('code_hash').execute(),
  ]);
  for (const plain of [secret, ...recoveryCodes]) expect(stored).not.toContain(plain);
});

test.each([
  ['nothing', {}, 'Enter your password: this changes how you sign in.'],
  ['a wrong password', { password: 'guess' }, 'This is not your password.'],
  ['a code of no application', { code: '123456' }, WRONG],
  ['a word', { code: 'sesame' }, NO_CODE],
])('an open browser alone changes nothing: %s is no proof', async (_name, proof, says) => {
  const { aBrowser } = await aPerson(await anOrganization());
  const browser = aBrowser();
  await browser.signIn();
  const refused = await browser.ask('POST', `${FACTOR}/totp`, proof);
  expect([refused.status, refused.says()]).toEqual([422, says]);
  expect((await browser.ask('GET', FACTOR)).json()).toEqual({ totp: null, passkeys: [], recovery_codes_left: 0 });
});

test('a wrong first code, one that comes too late and one without a beginning are refused', async () => {
  const organization = await anOrganization();
  const { aBrowser } = await aPerson(organization);
  const browser = aBrowser();
  await browser.signIn();
  const confirm = (code: string) => browser.ask('POST', `${FACTOR}/totp/confirm`, { code });
  const tooLate = [409, 'This took too long, or was begun anew elsewhere. Begin again.'];
  const unbegun = await confirm('123456');
  expect([unbegun.status, unbegun.says()]).toEqual(tooLate);
  const { secret } = (await browser.ask('POST', `${FACTOR}/totp`, { password: PASSWORD })).json() as { secret: string };
  const right = codeOf(secret, organization.system.now());
  const wrong = await confirm(right === '000000' ? '111111' : '000000');
  expect([wrong.status, wrong.says()]).toEqual([422, expect.stringContaining('This is not the code of this secret.')]);
  expect((await browser.ask('GET', FACTOR)).json()).toMatchObject({ totp: null });
  organization.clock.advance(11 * MINUTE);
  const late = await confirm(codeOf(secret, organization.system.now()));
  expect([late.status, late.says()]).toEqual(tooLate);
});

test('the same first code at once makes one factor', async () => {
  const organization = await anOrganization();
  const { aBrowser } = await aPerson(organization);
  const browser = aBrowser();
  await browser.signIn();
  const { secret } = (await browser.ask('POST', `${FACTOR}/totp`, { password: PASSWORD })).json() as { secret: string };
  const code = codeOf(secret, organization.system.now());
  const answers = await Promise.all(Array.from({ length: 4 }, () => browser.ask('POST', `${FACTOR}/totp/confirm`, { code })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  expect((await browser.ask('GET', FACTOR)).json()).toMatchObject({ totp: {}, recovery_codes_left: 10 });
});

test('another application replaces the first one when it is confirmed, not before, and leaves the recovery codes', async () => {
  const organization = await anOrganization();
  const { browser, code } = await withTotp(organization);
  const { secret } = (await browser.ask('POST', `${FACTOR}/totp`, { code: code() })).json() as { secret: string };
  const replacing = () => codeOf(secret, organization.system.now());
  expect((await browser.ask('POST', `${FACTOR}/totp/remove`, { code: replacing() })).says()).toBe(WRONG);
  expect((await browser.ask('POST', `${FACTOR}/totp/confirm`, { code: replacing() })).json()).toEqual({ recovery_codes: [] });
  organization.clock.advance(MINUTE);
  expect((await browser.ask('POST', `${FACTOR}/totp/remove`, { code: code() })).says()).toBe(WRONG);
  expect((await browser.ask('POST', `${FACTOR}/totp/remove`, { code: replacing() })).status).toBe(200);
  expect((await browser.ask('GET', FACTOR)).json()).toEqual({ totp: null, passkeys: [], recovery_codes_left: 0 });
});

test.each([
  ['a phone half a minute slow', -30 * SECOND, 200, undefined],
  ['a phone half a minute fast', 30 * SECOND, 200, undefined],
  ['a phone a minute slow', -60 * SECOND, 422, WRONG],
  ['a phone a minute fast', 60 * SECOND, 422, WRONG],
])('%s', async (_name, offMs, status, says) => {
  const organization = await anOrganization();
  const { browser, code } = await withTotp(organization);
  organization.clock.advance(MINUTE);
  const answer = await browser.ask('POST', `${FACTOR}/recovery-codes`, { code: code(offMs) });
  expect([answer.status, answer.says()]).toEqual([status, says]);
});

test('a code counts once, and with it all that are older', async () => {
  const organization = await anOrganization();
  const { browser, code } = await withTotp(organization);
  const renew = (code: string) => browser.ask('POST', `${FACTOR}/recovery-codes`, { code });
  const [older, now] = [code(-30 * SECOND), code()];
  const answers = await Promise.all([now, now, now].map(renew));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422]);
  expect(answers.find(({ status }) => status === 422)?.says()).toBe(USED);
  expect((await renew(older)).says()).toBe(USED);
  organization.clock.advance(30 * SECOND);
  // Written in two groups, as applications show it.
  expect((await renew(code().replace(/^.../, '$& '))).status).toBe(200);
});

test('a recovery code counts once, however it is typed, and new ones end the former', async () => {
  const organization = await anOrganization();
  const { browser, recoveryCodes } = await withTotp(organization);
  const [first = '', second = '', third = ''] = recoveryCodes;
  const renew = (code: string) => browser.ask('POST', `${FACTOR}/recovery-codes`, { code });
  const begin = (code: string) => browser.ask('POST', `${FACTOR}/totp`, { code });
  const both = await Promise.all([begin(first), begin(first)]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
  expect((await begin(first)).says()).toBe(NO_CODE);
  expect((await browser.ask('GET', FACTOR)).json()).toMatchObject({ recovery_codes_left: 9 });
  const sloppy = second.toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
  const { recovery_codes: renewed } = (await renew(sloppy)).json() as { recovery_codes: string[] };
  expect(renewed).toHaveLength(10);
  expect((await begin(third)).says()).toBe(NO_CODE);
  expect((await begin(renewed[0] ?? '')).status).toBe(200);
});

test('nobody uses the recovery code of somebody else', async () => {
  const organization = await anOrganization();
  const [ada, bob] = [await withTotp(organization), await withTotp(organization)];
  expect((await bob.browser.ask('POST', `${FACTOR}/recovery-codes`, { code: ada.recoveryCodes[0] })).says()).toBe(NO_CODE);
  expect((await ada.browser.ask('POST', `${FACTOR}/recovery-codes`, { code: ada.recoveryCodes[0] })).status).toBe(200);
});

test('who guesses waits a quarter of an hour, then a day, and is told; the right code ends it', async () => {
  const organization = await anOrganization();
  const { browser, code } = await withTotp(organization);
  const guess = (given = 'WRONG-WRONG') => browser.ask('POST', `${FACTOR}/recovery-codes`, { code: given });
  for (let attempt = 0; attempt < 5; attempt += 1) expect((await guess()).says()).toBe(NO_CODE);
  const locked = await guess(code());
  expect([locked.status, locked.says(), locked.headers['retry-after']]).toEqual([
    429,
    'Too many attempts. Try again in 15 minutes.',
    '900',
  ]);
  organization.clock.advance(15 * MINUTE);
  expect((await guess(code())).status).toBe(200);
  for (let round = 0; round < 4; round += 1) {
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await guess()).status).toBe(422);
    organization.clock.advance(15 * MINUTE);
  }
  const day = await guess(code());
  expect([day.status, day.says()]).toEqual([429, 'Too many attempts. Try again in 23 hours.']);
  // The password is another way to prove it, counted by itself.
  expect((await browser.ask('POST', `${FACTOR}/recovery-codes`, { password: PASSWORD })).status).toBe(200);
});

test('codes come with a factor, and one that is not there is not removed', async () => {
  const { aBrowser } = await aPerson(await anOrganization());
  const browser = aBrowser();
  await browser.signIn();
  const codes = await browser.ask('POST', `${FACTOR}/recovery-codes`, { password: PASSWORD });
  expect([codes.status, codes.says()]).toEqual([409, 'You have no second factor yet; recovery codes come with the first one.']);
  expect((await browser.ask('POST', `${FACTOR}/totp/remove`, { password: PASSWORD })).status).toBe(404);
});

test('when the key of the installation is lost, the answer says what helps', async () => {
  const organization = await anOrganization();
  const { ctx, code } = await withTotp(organization);
  const moved = { ...ctx, settings: { ...ctx.settings, encryptionKey: 'another key' } };
  const answer = await inject(moved, { method: 'POST', path: `${FACTOR}/totp/remove`, body: { code: code() } });
  expect([answer.status, answer.text]).toEqual([503, expect.stringContaining('tocsin user remove-second-factor')]);
});
