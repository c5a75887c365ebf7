import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { openWindow, startBrowser } from './browser.ts';
import { examine } from './examine.ts';
import { OWNER, startTocsin, type Tocsin } from './tocsin.ts';

/* People who are signed in by a proxy in front: the browser itself brings no token. */

let tocsin: Tocsin;
let browser: Browser;

beforeAll(async () => {
  const environment = {
    DISPATCH_AUTHENTICATION_PROVIDER_SLUG: 'dispatch-auth-provider-header',
    DISPATCH_TRUSTED_PROXIES: 'loopback',
    DISPATCH_OWNER_EMAIL: OWNER,
  };
  [tocsin, browser] = [await startTocsin(environment), await startBrowser()];
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await tocsin?.end();
});

const asNamed = (email: string | undefined) => openWindow(browser, tocsin.url, email ? { extraHTTPHeaders: { 'remote-user': email } } : {});

test('the configured owner begins at once, without a password and without a way to sign out that would not hold', async () => {
  const { page, assertClean, close } = await asNamed(OWNER);
  await page.goto('/');
  await page.getByRole('heading', { name: 'Status' }).waitFor();
  await page.getByRole('button', { name: OWNER }).click();
  await page.getByRole('menuitem', { name: 'Profile' }).waitFor();
  assert.equal(await page.getByRole('menuitem', { name: 'Sign out' }).count(), 0);
  assertClean();
  await close();
});

test.each([
  ['nobody', undefined, 'your browser brought no identity along', ''],
  ['a stranger', 'stranger@example.com', 'You need an invitation.', 'For your administrator: not_invited, request'],
] as const)('pain: the login loop: %s is told once why not, and asks again only by hand', async (_name, email, text, reason) => {
  const { page, assertClean, close, expectFailures } = await asNamed(email);
  expectFailures(/Could not validate credentials|You need an invitation/);
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('/auth/me')) asked += 1;
  });
  await page.goto('/default/incidents');
  await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
  await page.getByText(text).waitFor();
  if (reason) await page.getByText(reason).waitFor();
  assert.deepEqual(await examine(page, 'refused'), []);
  assert.equal(asked, 1);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
  await page.waitForLoadState('networkidle');
  assert.equal(asked, 2);
  assertClean();
  await close();
});
