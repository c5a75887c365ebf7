import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { openWindow, startBrowser, type Window } from './browser.ts';
import { examine } from './examine.ts';
import { sees, signIn } from './people.ts';
import { PASSWORD, startTocsin, type Tocsin } from './tocsin.ts';

/* Somebody who may look and not change: what they see, and how they become it. */

const VIEWER = 'vera.viewer@example.com';
let tocsin: Tocsin;
let browser: Browser;
let owner: Window;
let viewer: Window;

beforeAll(async () => {
  [tocsin, browser] = [await startTocsin(), await startBrowser()];
  const token = await tocsin.claim();
  await tocsin.api('POST', '/default/users', { email: VIEWER, password: PASSWORD, role: 'Member', read_only: true }, token);
  await tocsin.api('POST', '/default/incidents', { title: 'Disk full', description: 'It is.', project: { name: 'default' } }, token);
  owner = await openWindow(browser, tocsin.url, { session: await tocsin.signIn() });
  viewer = await openWindow(browser, tocsin.url);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await tocsin?.end();
});

test('a viewer reads an incident, finds every button off, and hears why', { timeout: 90_000 }, async () => {
  const { page } = viewer;
  await page.goto('/');
  await signIn(page, VIEWER);
  await sees(page, 'You can look at everything here and change nothing.');
  assert.equal(await page.getByRole('link', { name: 'Report incident' }).count(), 0);
  await page.goto('/default/incidents');
  await page.getByRole('link', { name: 'Disk full' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Disk full' }).waitFor();
  assert.deepEqual(await examine(page, 'viewer-incident'), []);
  await page.setViewportSize({ width: 1440, height: 900 });
  for (const name of ['Join'])
    assert.equal(
      await page
        .getByRole('button', { name, exact: true })
        .isEnabled()
        .catch(() => false),
      false,
      name,
    );
  await page.goto('/default/settings/incident-types');
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.equal(await page.getByRole('button', { name: /^New/ }).count(), 0);
  viewer.assertClean();
});

test('an owner makes them a member who writes, and their next page lets them report', { timeout: 90_000 }, async () => {
  const { page } = owner;
  await page.goto('/default/settings/members');
  await page.getByRole('link', { name: VIEWER }).click();
  await page.getByRole('radio', { name: 'Responder' }).click();
  await page.getByRole('button', { name: 'Make them Responder' }).click();
  await sees(page, `${VIEWER} is Responder from now on.`);
  await viewer.page.goto('/default/incidents');
  await viewer.page.getByRole('link', { name: 'Report incident' }).first().waitFor();
  owner.assertClean();
});
