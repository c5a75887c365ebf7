import { expect, test } from 'vitest';
import { anOrganization, HOUR, MINUTE } from '../../../test/harness.ts';
import { aPerson, PASSWORD } from '../../../test/people-with-browsers.ts';
import { endEverySession, forgetEndedSessions } from './sessions.ts';

test('INV-53: a browser signs in once and is known by a cookie that no script, no other site and no plain connection gets', async () => {
  const { aBrowser } = await aPerson(await anOrganization());
  const browser = aBrowser();
  expect(await browser.role()).toBe(401);
  const signedIn = await browser.signIn();
  expect(signedIn.status).toBe(200);
  expect(signedIn.json()).toEqual({ second_factor: [] });
  expect(signedIn.set).toMatch(/^__Host-session=[\w-]{43}; Max-Age=86400; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  expect(await browser.role()).toBe(200);
});

test('what is stored of a session opens nothing', async () => {
  const organization = await anOrganization();
  const { aBrowser } = await aPerson(organization);
  const browser = aBrowser();
  await browser.signIn();
  const stored = await organization.system.db.selectFrom('sessions').select('token_hash').execute();
  for (const { token_hash } of stored) {
    expect(browser.cookie()).not.toContain(token_hash);
    expect((await aBrowser().ask('GET', '/{organization}/auth/myrole', undefined, { cookie: `__Host-session=${token_hash}` })).status).toBe(
      401,
    );
  }
});

test('INV-53: signing in again gives a new secret, and the former one ends', async () => {
  const { aBrowser } = await aPerson(await anOrganization());
  const browser = aBrowser();
  await browser.signIn();
  const former = browser.cookie();
  await browser.signIn();
  expect(browser.cookie()).not.toBe(former);
  expect((await aBrowser().ask('GET', '/{organization}/auth/me', undefined, { cookie: former })).status).toBe(401);
  expect(await browser.role()).toBe(200);
});

test('INV-53: a session rests for at most eight hours, lasts a day however busy it is, and is then removed', async () => {
  const organization = await anOrganization();
  const { aBrowser } = await aPerson(organization);
  const [resting, busy] = [aBrowser(), aBrowser()];
  await resting.signIn();
  await busy.signIn();
  for (let hours = 0; hours < 21; hours += 7) {
    organization.clock.advance(7 * HOUR);
    expect(await busy.role()).toBe(200);
  }
  expect(await resting.role()).toBe(401);
  organization.clock.advance(3 * HOUR);
  expect(await busy.role()).toBe(401);
  await forgetEndedSessions(organization.system);
  expect(
    await organization.system.db.selectFrom('sessions').select('id').where('ends_at', '<=', organization.system.now()).execute(),
  ).toEqual([]);
});

test('INV-54: people see where they are signed in, and end one browser, all others with a new password, or all', async () => {
  const organization = await anOrganization();
  const { aBrowser, actor } = await aPerson(organization);
  const [here, there, third] = [aBrowser(), aBrowser('Mozilla/5.0 (iPhone) Safari/604.1'), aBrowser('curl/8')];
  await there.signIn();
  organization.clock.advance(MINUTE);
  await third.signIn();
  await here.signIn();
  type Listed = { id: number; current: boolean; agent: string; method: string };
  const { items } = (await here.ask('GET', '/my-account/sessions')).json() as { items: Listed[] };
  expect(items.map(({ current, agent, method }) => [current, agent.slice(0, 11), method])).toEqual([
    [true, 'Mozilla/5.0', 'password'],
    [false, 'curl/8', 'password'],
    [false, 'Mozilla/5.0', 'password'],
  ]);
  expect((await here.ask('DELETE', `/my-account/sessions/${items[1]?.id}`)).status).toBe(200);
  expect(await third.role()).toBe(401);
  expect((await here.ask('DELETE', `/my-account/sessions/${items[1]?.id}`)).status).toBe(404);
  const changed = await here.ask('POST', `/{organization}/users/${actor.userId}/change-password`, {
    current_password: PASSWORD,
    new_password: 'another Correct0 horse',
  });
  expect(changed.status).toBe(200);
  expect([await here.role(), await there.role()]).toEqual([200, 401]);
  expect((await here.ask('POST', '/{organization}/auth/me/sign-out')).status).toBe(200);
  expect(await here.role()).toBe(401);
});

test('nobody ends a session of somebody else', async () => {
  const organization = await anOrganization();
  const [ada, bob] = [await aPerson(organization), await aPerson(organization, 'Owner')];
  const [hers, his] = [ada.aBrowser(), bob.aBrowser()];
  await hers.signIn();
  await his.signIn();
  const [session] = ((await hers.ask('GET', '/my-account/sessions')).json() as { items: { id: number }[] }).items;
  expect((await his.ask('DELETE', `/my-account/sessions/${session?.id}`)).status).toBe(404);
  expect(await hers.role()).toBe(200);
});

test('signing out ends the session at the server, not only the cookie', async () => {
  const { aBrowser } = await aPerson(await anOrganization());
  const browser = aBrowser();
  await browser.signIn();
  const cookie = browser.cookie();
  const out = await browser.ask('POST', '/sign-in/out');
  expect(out.set).toMatch(/^__Host-session=; Max-Age=0; /);
  expect((await aBrowser().ask('GET', '/{organization}/auth/me', undefined, { cookie })).status).toBe(401);
});

test('a page of another site changes nothing with the cookie, signs nobody in, and is logged', async () => {
  const { aBrowser, logged } = await aPerson(await anOrganization());
  const browser = aBrowser();
  await browser.signIn();
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
  const change = await browser.ask('PUT', '/{organization}/auth/me/settings', {}, foreign);
  expect([change.status, change.json()]).toMatchObject([401, { detail: [{ type: 'cross_site' }] }]);
  expect(logged).toMatchObject([{ code: 'cross_site', msg: 'A page of https://evil.example had a browser send a change.' }]);
  for (const path of ['/sign-in/password', '/sign-in/out']) {
    const answer = await browser.ask('POST', path, { email: 'a@example.com', password: 'x' }, foreign);
    expect([answer.status, answer.set, answer.json()]).toMatchObject([
      400,
      undefined,
      { detail: [{ msg: expect.stringContaining('another site') }] },
    ]);
  }
  expect(await browser.role()).toBe(200);
});

test('who opens the plain address of a site that has TLS is told where to go, not signed in into nothing', async () => {
  const { aBrowser, actor } = await aPerson(await anOrganization());
  const answer = await aBrowser().ask(
    'POST',
    '/sign-in/password',
    { email: actor.email, password: PASSWORD },
    { origin: 'http://tocsin.test' },
  );
  expect([answer.status, answer.json()]).toMatchObject([400, { detail: [{ msg: expect.stringContaining('https://tocsin.test') }] }]);
});

test('of one person no more than fifty sessions are kept, the one that was used last among them', async () => {
  const organization = await anOrganization();
  const { aBrowser, actor } = await aPerson(organization);
  const browsers = Array.from({ length: 52 }, () => aBrowser());
  for (const browser of browsers) {
    organization.clock.advance(1000);
    // Counting attempts is not what is tested here.
    await organization.system.db.deleteFrom('rate_limits').execute();
    expect((await browser.signIn()).status).toBe(200);
  }
  const kept = await organization.system.db.selectFrom('sessions').select('id').where('dispatch_user_id', '=', actor.userId).execute();
  expect(kept).toHaveLength(50);
  expect(await browsers.at(-1)?.role()).toBe(200);
  expect(await browsers[0]?.role()).toBe(401);
  await endEverySession(organization.system, actor.userId);
});
