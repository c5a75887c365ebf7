import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { aKey, anOpenIdProvider, CLIENT_ID } from '../../src/plugins/oidc/an-openid-provider.ts';
import { openWindow, startBrowser, type Window } from './browser.ts';
import { examine } from './examine.ts';
import { signInAtProvider } from './people.ts';
import { OWNER, startTocsin, type Tocsin } from './tocsin.ts';

/* People who sign in at a certified OpenID provider: the whole way there and back, as they see it. */

let openId: Awaited<ReturnType<typeof anOpenIdProvider>>;
let tocsin: Tocsin;
let browser: Browser;

beforeAll(async () => {
  tocsin = await startTocsin(async (url) => {
    const person = (sub: string, email: string) => ({ sub, email, email_verified: true });
    openId = await anOpenIdProvider([(await aKey('first')).jwk], [person('olga', OWNER), person('sam', 'stranger@example.com')], {
      redirectUris: [`${url}/implicit/callback`],
      backTo: [`${url}/sign-in?out=1`],
    });
    return {
      DISPATCH_AUTHENTICATION_PROVIDER_SLUG: 'dispatch-auth-provider-pkce',
      // As people paste it.
      DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL: `${openId.issuer}/.well-known/openid-configuration`,
      DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID: CLIENT_ID,
      DISPATCH_OWNER_EMAIL: OWNER,
    };
  });
  browser = await startBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await tocsin?.end();
  await openId?.stop();
});

async function aWindow(): Promise<Window> {
  const window = await openWindow(browser, tocsin.url);
  // The provider's own pages: another host by nature, and not ours to mend.
  window.expectFailures(/another host: http:\/\/127\.0\.0\.1:|fonts\.googleapis\.com/);
  return window;
}

const signInThere = (page: Page, sub: string) => signInAtProvider(page, openId.issuer, sub);

test('pain: a deep link survives signing in, no token reaches the browser, and a reload asks nobody again', async () => {
  const { page, assertClean, close } = await aWindow();
  await page.goto('/default/tasks?status=Open');
  await signInThere(page, 'olga');
  await page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();
  await page.waitForURL('**/default/tasks?status=Open');
  const kept = await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])');
  assert.doesNotMatch(String(kept), /eyJ|token|session=/);
  const asked: string[] = [];
  page.on('request', (request) => void asked.push(request.url()));
  await page.reload();
  await page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();
  assert.deepEqual(
    asked.filter((url) => url.startsWith(openId.issuer) || url.includes('/sign-in')),
    [],
  );
  assertClean();
  await close();
}, 90_000);

test('a session that ends while somebody works is begun again at the provider without a word, on the same page', async () => {
  const { page, assertClean, close } = await aWindow();
  await page.goto('/default/incidents');
  await signInThere(page, 'olga');
  await page.getByRole('heading', { name: 'Incidents', exact: true }).waitFor();
  await page.context().clearCookies({ name: 'tocsin-session' });
  await page.goto('/default/tasks');
  await page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();
  await page.waitForURL('**/default/tasks');
  assertClean();
  await close();
}, 90_000);

test('signing out signs out of the provider too, in every tab, and nobody is signed in again by itself', async () => {
  const { page, assertClean, close } = await aWindow();
  await page.goto('/');
  await signInThere(page, 'olga');
  await page.getByRole('heading', { name: 'Status' }).waitFor();
  const other = await page.context().newPage();
  await other.goto('/default/tasks');
  await other.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();
  await page.getByRole('button', { name: OWNER }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL(`${openId.issuer}/**`);
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  assert.deepEqual(await examine(page, 'signed out'), []);
  await other.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await page.getByRole('button', { name: /Sign in at/ }).click();
  await page.locator('input[name=login]').waitFor();
  assertClean();
  await close();
}, 90_000);

test('pain: the login loop: whom nobody has let in hears it once, and goes back only by hand', async () => {
  const { page, assertClean, close } = await aWindow();
  await page.goto('/default/tasks');
  await signInThere(page, 'sam');
  await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
  await page.getByText('You need an invitation.').waitFor();
  await page.getByText('For your administrator: not_invited, request').waitFor();
  assert.deepEqual(await examine(page, 'refused by redirect'), []);
  let away = 0;
  page.on('request', (request) => {
    if (request.url().includes('/sign-in/provider')) away += 1;
  });
  await page.waitForLoadState('networkidle');
  assert.equal(away, 0);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('You need an invitation.').waitFor();
  assert.equal(away, 1);
  assertClean();
  await close();
}, 90_000);

test('a browser that keeps no cookies is told so instead of being sent round', async () => {
  const { page, assertClean, close } = await aWindow();
  // What the server answers to a browser that brings no cookie.
  const unknown = { status: 401, json: { detail: [{ msg: 'Could not validate credentials' }] } };
  await page.route('**/auth/m*', (route) => route.fulfill(unknown));
  await page.goto('/default/tasks');
  await signInThere(page, 'olga');
  await page.getByText('your browser did not keep the session').waitFor();
  assert.deepEqual(await examine(page, 'not kept'), []);
  assertClean();
  await close();
}, 90_000);
