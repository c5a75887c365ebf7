import { describe, expect, test } from 'vitest';
import { anAuthenticator } from '../../../../test/authenticator.ts';
import { anOrganization, aSystem, inject, MINUTE, type TestOrganization } from '../../../../test/harness.ts';
import { aPerson, PASSWORD, withTotp } from '../../../../test/people-with-browsers.ts';
import { forgetUnansweredChallenges } from './passkey-challenges.ts';

const FACTOR = '/my-account/second-factor';
const KEYS = `${FACTOR}/passkeys`;
const REFUSED = 'This passkey was not accepted. Try again, or sign in another way.';
const TOO_LONG = 'This took too long. Try again.';

type Browser = ReturnType<Awaited<ReturnType<typeof aPerson>>['aBrowser']>;
type Options = { challenge: string; rp: { id: string }; rpId: string; user: { id: string }; allowCredentials?: { id: string }[] };
const optionsOf = async (browser: Browser, path: string, body?: object) =>
  ((await browser.ask('POST', path, body)).json() as { options: Options }).options;

/** Somebody signed in whose device holds a passkey. */
async function withPasskey(organization: TestOrganization, given?: Awaited<ReturnType<typeof aPerson>>) {
  const person = given ?? (await aPerson(organization));
  const browser = person.aBrowser();
  await browser.signIn();
  const key = anAuthenticator();
  const credential = key.create(await optionsOf(browser, `${KEYS}/begin`, { password: PASSWORD }));
  const added = await browser.ask('POST', KEYS, { name: 'My laptop', credential });
  expect(added.status, added.says()).toBe(200);
  return { ...person, browser, key, recoveryCodes: (added.json() as { recovery_codes: string[] }).recovery_codes };
}

const signIn = async (browser: Browser, key: ReturnType<typeof anAuthenticator>, twist = {}) =>
  browser.ask('POST', '/sign-in/passkey', { credential: key.get(await optionsOf(browser, '/sign-in/passkey/begin'), twist) });

test('a passkey is added with the password, brings recovery codes, and signs in by itself', async () => {
  const organization = await anOrganization();
  const { aBrowser, browser: former, key, recoveryCodes } = await withPasskey(organization);
  expect(recoveryCodes).toHaveLength(10);
  const browser = aBrowser();
  const signedIn = await signIn(browser, key);
  expect([signedIn.status, signedIn.json()]).toEqual([200, {}]);
  expect(await browser.role()).toBe(200);
  const { items } = (await browser.ask('GET', '/my-account/sessions')).json() as { items: { method: string; current: boolean }[] };
  expect(items.find(({ current }) => current)?.method).toBe('passkey');
  expect((await former.ask('GET', FACTOR)).json()).toMatchObject({
    totp: null,
    passkeys: [{ name: 'My laptop', used_at: expect.any(String) }],
    recovery_codes_left: 10,
  });
});

test('it follows the password, of its own account only', async () => {
  const organization = await anOrganization();
  const [ada, bob] = [await withPasskey(organization), await withPasskey(organization)];
  const browser = ada.aBrowser();
  expect((await browser.signIn()).json()).toEqual({ second_factor: ['passkey', 'recovery'] });
  expect(await browser.role()).toBe(401);
  const begin = () => optionsOf(browser, '/sign-in/second-factor/passkey/begin');
  const options = await begin();
  expect(options.allowCredentials).toMatchObject([{ id: ada.key.id }]);
  const his = await browser.ask('POST', '/sign-in/passkey', { credential: bob.key.get(options) });
  expect([his.status, his.says()]).toEqual([400, 'This is the passkey of another account than the password. Use one of the same account.']);
  expect((await browser.ask('POST', '/sign-in/passkey', { credential: ada.key.get(await begin()) })).status).toBe(200);
  expect(await browser.role()).toBe(200);
  const without = await ada.aBrowser().ask('POST', '/sign-in/second-factor/passkey/begin');
  expect([without.status, without.says()]).toEqual([400, 'Your sign-in took too long. Enter your password again.']);
});

describe('what signs nobody in', () => {
  test.each([
    ['the page of another site', { origin: 'https://evil.example' }, REFUSED],
    ['a key made for another site', { host: 'evil.example' }, REFUSED],
    ['a device that has not seen who holds it', { isVerified: false }, REFUSED],
    ['a challenge of its own', { challenge: 'bm90IG91cnM' }, TOO_LONG],
  ])('%s', async (_name, twist, says) => {
    const { aBrowser, key } = await withPasskey(await anOrganization());
    const browser = aBrowser();
    const answer = await signIn(browser, key, twist);
    expect([answer.status, answer.says()]).toEqual([400, says]);
    expect(await browser.role()).toBe(401);
  });

  test('an answer that is sent again, comes from another browser, or comes too late', async () => {
    const organization = await anOrganization();
    const { aBrowser, key } = await withPasskey(organization);
    const [browser, thief] = [aBrowser(), aBrowser()];
    await optionsOf(thief, '/sign-in/passkey/begin');
    const credential = key.get(await optionsOf(browser, '/sign-in/passkey/begin'));
    for (const one of [thief, aBrowser()]) expect((await one.ask('POST', '/sign-in/passkey', { credential })).says()).toBe(TOO_LONG);
    expect((await browser.ask('POST', '/sign-in/passkey', { credential })).status).toBe(200);
    expect((await browser.ask('POST', '/sign-in/passkey', { credential })).says()).toBe(TOO_LONG);
    const options = await optionsOf(browser, '/sign-in/passkey/begin');
    organization.clock.advance(5 * MINUTE);
    expect((await browser.ask('POST', '/sign-in/passkey', { credential: key.get(options) })).says()).toBe(TOO_LONG);
    await forgetUnansweredChallenges(organization.system);
    const left = await organization.system.db.selectFrom('passkey_challenges').select('challenge').execute();
    expect(left.map(({ challenge }) => challenge)).not.toContain(options.challenge);
  });

  test('a copy of the key, which the count gives away', async () => {
    const { aBrowser, key, logged } = await withPasskey(await anOrganization());
    expect((await signIn(aBrowser(), key, { counter: 5 })).status).toBe(200);
    for (const counter of [4, 5]) expect((await signIn(aBrowser(), key, { counter })).says()).toBe(REFUSED);
    expect(logged).toMatchObject([{ msg: 'A passkey was not accepted.', cause: expect.stringContaining('lower than expected') }, {}]);
    expect((await signIn(aBrowser(), key, { counter: 6 })).status).toBe(200);
  });

  test('the same count twice at once', async () => {
    const { aBrowser, key } = await withPasskey(await anOrganization());
    const answers = await Promise.all([1, 2, 3].map(() => signIn(aBrowser(), key, { counter: 1 })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
  });

  test('a device that does not count is used again and again', async () => {
    const { aBrowser, key } = await withPasskey(await anOrganization());
    for (let use = 0; use < 2; use += 1) expect((await signIn(aBrowser(), key, { counter: 0 })).status).toBe(200);
  });

  test('an unknown passkey, a removed one, and one of a locked account', async () => {
    const organization = await anOrganization();
    const { aBrowser, browser, key, actor } = await withPasskey(organization);
    const unknown = 'This passkey is not known here. It may have been removed from your account.';
    expect((await signIn(aBrowser(), anAuthenticator())).says()).toBe(unknown);
    const { db } = organization.system;
    await db.updateTable('users').set({ disabled_at: organization.system.now() }).where('id', '=', actor.userId).execute();
    expect((await signIn(aBrowser(), key)).says()).toBe(unknown);
    await db.updateTable('users').set({ disabled_at: null }).where('id', '=', actor.userId).execute();
    const [{ id } = { id: 0 }] = ((await browser.ask('GET', FACTOR)).json() as { passkeys: { id: number }[] }).passkeys;
    expect((await browser.ask('POST', `${KEYS}/${id}/remove`, { password: 'guess' })).says()).toBe('This is not your password.');
    expect((await browser.ask('POST', `${KEYS}/${id}/remove`, { password: PASSWORD })).status).toBe(200);
    expect((await signIn(aBrowser(), key)).says()).toBe(unknown);
    expect((await browser.ask('GET', FACTOR)).json()).toEqual({ totp: null, passkeys: [], recovery_codes_left: 0 });
    expect((await aBrowser().signIn()).json()).toEqual({ second_factor: [] });
  });

  test('a page of another site, and any page where people sign in elsewhere', async () => {
    const { aBrowser } = await aPerson(await anOrganization());
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    for (const path of ['/sign-in/passkey/begin', '/sign-in/second-factor/passkey/begin'])
      expect((await aBrowser().ask('POST', path, undefined, foreign)).says()).toContain('another site');
    const { ctx } = await anOrganization(await aSystem({ settings: { signIn: 'request' } }));
    const elsewhere = await inject(ctx, { method: 'POST', path: '/sign-in/passkey/begin' });
    expect([elsewhere.status, elsewhere.text]).toEqual([422, expect.stringContaining('signs people in elsewhere')]);
  });
});

describe('adding one', () => {
  const UNACCEPTED = 'This passkey was not accepted. Begin again, or use another one.';

  test.each([
    ['the page of another site', { origin: 'https://evil.example' }, UNACCEPTED],
    ['a device that has not seen who holds it', { isVerified: false }, UNACCEPTED],
    ['a challenge of its own', { challenge: 'bm90IG91cnM' }, 'This took too long, or was begun elsewhere. Begin again.'],
  ])('is refused to %s', async (_name, twist, says) => {
    const { aBrowser } = await aPerson(await anOrganization());
    const browser = aBrowser();
    await browser.signIn();
    const options = await optionsOf(browser, `${KEYS}/begin`, { password: PASSWORD });
    const answer = await browser.ask('POST', KEYS, { name: 'x', credential: anAuthenticator().create(options, twist) });
    expect([answer.status, answer.says()]).toEqual([400, says]);
    expect((await browser.ask('GET', FACTOR)).json()).toMatchObject({ passkeys: [] });
  });

  test('wants a proof, and what was begun for a sign-in adds none', async () => {
    const { aBrowser } = await aPerson(await anOrganization());
    const browser = aBrowser();
    await browser.signIn();
    expect((await browser.ask('POST', `${KEYS}/begin`, {})).says()).toBe('Enter your password: this changes how you sign in.');
    const { challenge } = await optionsOf(browser, '/sign-in/passkey/begin');
    const credential = anAuthenticator().create({ challenge, rp: { id: 'tocsin.test' } });
    expect((await browser.ask('POST', KEYS, { name: 'x', credential })).says()).toBe(
      'This took too long, or was begun elsewhere. Begin again.',
    );
  });

  test('twice is once, and somebody else does not take it over', async () => {
    const organization = await anOrganization();
    const [ada, bob] = [await withPasskey(organization), await withTotp(organization)];
    for (const [browser, proof] of [
      [ada.browser, { password: PASSWORD }],
      [bob.browser, { code: bob.code() }],
    ] as const) {
      const credential = ada.key.create(await optionsOf(browser, `${KEYS}/begin`, proof));
      const answer = await browser.ask('POST', KEYS, { name: 'Mine', credential });
      expect([answer.status, answer.says()]).toEqual([409, 'This passkey is known already.']);
    }
  });

  test('beside an application leaves the recovery codes; either completes the sign-in', async () => {
    const organization = await anOrganization();
    const person = await withTotp(organization);
    const key = anAuthenticator();
    const credential = key.create(await optionsOf(person.browser, `${KEYS}/begin`, { password: PASSWORD }));
    expect((await person.browser.ask('POST', KEYS, { name: 'Key', credential })).json()).toEqual({ recovery_codes: [] });
    expect((await person.aBrowser().signIn()).json()).toEqual({ second_factor: ['totp', 'passkey', 'recovery'] });
    expect((await signIn(person.aBrowser(), key)).status).toBe(200);
  });

  test('gives it a name that its owner changes, nobody else', async () => {
    const organization = await anOrganization();
    const [ada, bob] = [await withPasskey(organization), await withPasskey(organization)];
    const passkeysOf = async ({ browser }: { browser: Browser }) =>
      ((await browser.ask('GET', FACTOR)).json() as { passkeys: { id: number; name: string }[] }).passkeys;
    const [{ id } = { id: 0 }] = await passkeysOf(ada);
    expect((await bob.browser.ask('PATCH', `${KEYS}/${id}`, { name: 'His' })).status).toBe(404);
    expect((await bob.browser.ask('POST', `${KEYS}/${id}/remove`, { password: PASSWORD })).status).toBe(404);
    expect((await ada.browser.ask('PATCH', `${KEYS}/${id}`, { name: 'Old laptop' })).status).toBe(200);
    expect((await passkeysOf(ada)).map(({ name }) => name)).toEqual(['Old laptop']);
  });
});
