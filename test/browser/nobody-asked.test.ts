import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { openWindow, startBrowser } from './browser.ts';
import { examine } from './examine.ts';
import { startTocsin, type Tocsin } from './tocsin.ts';

/* The provider `none`: whoever opens a page is the default user. */

const SOMEBODY = 'somebody@example.com';
let tocsin: Tocsin;
let browser: Browser;

beforeAll(async () => {
  const environment = {
    DISPATCH_AUTHENTICATION_PROVIDER_SLUG: 'none',
    DISPATCH_ALLOW_ANONYMOUS: 'true',
    DISPATCH_AUTHENTICATION_DEFAULT_USER: SOMEBODY,
    TOCSIN_DEFAULT_USER_ROLE: 'Owner',
  };
  [tocsin, browser] = [await startTocsin(environment), await startBrowser()];
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await tocsin?.end();
});

test('every page says that nobody is asked, and a report works without a sign-in', async () => {
  const { page, assertClean, close } = await openWindow(browser, tocsin.url);
  await page.goto('/default/incidents');
  await page.getByRole('heading', { name: 'Incidents' }).waitFor();
  const banner = page.getByRole('note').filter({ hasText: 'Nobody is asked who they are here' });
  await banner.waitFor();
  assert.deepEqual(await examine(page, 'nobody-asked'), []);
  await page.locator('#content').getByRole('link', { name: 'Report incident' }).click();
  await page.getByLabel('What is wrong?').fill('Nobody knows who reports this');
  await page.getByLabel('What do you know?').fill('It has to be handled nevertheless.');
  await page.getByRole('button', { name: 'Report incident' }).click();
  await page.getByRole('heading', { level: 1, name: 'Nobody knows who reports this' }).waitFor();
  await banner.waitFor();
  await page.getByRole('button', { name: SOMEBODY }).click();
  await page.getByRole('menuitem', { name: 'Profile' }).waitFor();
  assert.equal(await page.getByRole('menuitem', { name: 'Sign out' }).count(), 0);
  assertClean();
  await close();
});
