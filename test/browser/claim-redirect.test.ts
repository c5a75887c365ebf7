import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { aKey, anOpenIdProvider, CLIENT_ID } from '../../src/plugins/oidc/an-openid-provider.ts';
import { openWindow, startBrowser } from './browser.ts';
import { examine } from './examine.ts';
import { sees, signInAtProvider } from './people.ts';
import { OWNER, startTocsin, type Tocsin } from './tocsin.ts';

/* Somebody who is invited where a certified OpenID provider signs people in: from the link to the first page. */

let openId: Awaited<ReturnType<typeof anOpenIdProvider>>;
let tocsin: Tocsin;
let browser: Browser;

beforeAll(async () => {
  tocsin = await startTocsin(async (url) => {
    const person = (sub: string, email: string) => ({ sub, email, email_verified: true });
    const people = [person('olga', OWNER), person('jo', 'jo@example.com'), person('sam', 'stranger@example.com')];
    openId = await anOpenIdProvider([(await aKey('first')).jwk], people, {
      redirectUris: [`${url}/implicit/callback`],
      backTo: [`${url}/sign-in?out=1`],
    });
    return {
      DISPATCH_AUTHENTICATION_PROVIDER_SLUG: 'dispatch-auth-provider-pkce',
      DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL: openId.issuer,
      DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID: CLIENT_ID,
      DISPATCH_OWNER_EMAIL: OWNER,
    };
  });
  browser = await startBrowser();
  await tocsin.command('organization', 'create', 'Northwind');
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await tocsin?.end();
  await openId?.stop();
});

async function aWindow() {
  const window = await openWindow(browser, tocsin.url);
  window.expectFailures(/another host: http:\/\/127\.0\.0\.1:|fonts\.googleapis\.com/);
  return window;
}

/** @returns the path of the link */
async function invite(email: string, organization: string, role: string): Promise<string> {
  const printed = await tocsin.command('user', 'invite', '--email', email, '--organization', organization, '--role', role, '--json');
  return (JSON.parse(printed) as { link: string }).link.slice(tocsin.url.length);
}

const signInThere = (page: Page, sub: string) => signInAtProvider(page, openId.issuer, sub);

test('CHECK 24.17: the link leads to the provider with the address in hand, and from there to the right organization', {
  timeout: 90_000,
}, async () => {
  const { page, assertClean, close } = await aWindow();
  const asked: URL[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(`${openId.issuer}/auth`)) asked.push(new URL(request.url()));
  });
  await page.goto(await invite('jo@example.com', 'northwind', 'read'));
  await signInThere(page, 'jo');
  await page.waitForURL('**/northwind/incidents/status');
  await sees(page, 'You can look at everything here and change nothing.');
  const query = asked[0]?.searchParams;
  assert.equal(query?.get('login_hint'), 'jo@example.com');
  assert.equal(query?.get('code_challenge_method'), 'S256');
  assert.deepEqual([query?.has('state'), query?.has('nonce'), query?.has('invite_token')], [true, true, false]);
  // The second organization: they are signed in, one click is enough.
  await page.goto(await invite('jo@example.com', 'default', 'admin'));
  await page.getByRole('button', { name: 'Join as Administrator' }).click();
  await page.waitForURL('**/default/incidents/status');
  // A sign-in of later needs no link.
  await page.context().clearCookies({ name: 'tocsin-session' });
  await page.goto('/northwind/incidents');
  await page.getByRole('heading', { name: 'Incidents', exact: true }).waitFor();
  assertClean();
  await close();
});

test('INV-45: signed in there as somebody else, the person hears it, chooses another account, and comes in', {
  timeout: 90_000,
}, async () => {
  await tocsin.command('member', 'remove', 'jo@example.com', '--organization', 'northwind');
  const link = await invite('jo@example.com', 'northwind', 'write');
  const { page, assertClean, close } = await aWindow();
  await page.goto(link);
  await signInThere(page, 'sam');
  await page.getByRole('heading', { level: 1, name: 'This invitation is for somebody else' }).waitFor();
  await sees(page, 'j•••@example.com');
  assert.deepEqual(await examine(page, 'claim wrong account at provider'), []);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('link', { name: 'Use another account' }).click();
  await signInThere(page, 'jo');
  await page.waitForURL('**/northwind/incidents/status');
  assertClean();
  await close();
});
