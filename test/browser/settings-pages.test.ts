import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, test } from 'vitest';
import { openWindow, startBrowser, type Window } from './browser.ts';
import { examine, visit } from './examine.ts';
import { seed } from './seed.ts';
import { startTocsin, type Tocsin } from './tocsin.ts';

/* Every page of the settings, looked at as in `pages.test.ts`; a file of its own, so that both run at once. */

const SETTINGS = [
  'incident-types',
  'incident-priorities',
  'incident-severities',
  'individuals',
  'teams',
  'services',
  'tag-types',
  'tags',
  'documents',
  'terms',
  'definitions',
  'notifications',
  'search-filters',
  'cost-types',
  'cost-models',
  'projects',
] as const;
const OTHER_SETTINGS = ['incident-roles', 'plugins', 'project', 'organization', 'sign-in'];

let tocsin: Tocsin;
let browser: Browser;
let owner: Window;
let seeded: Awaited<ReturnType<typeof seed>>;

beforeAll(async () => {
  [tocsin, browser] = [await startTocsin(), await startBrowser()];
  const token = await tocsin.claim();
  seeded = await seed(tocsin, token);
  owner = await openWindow(browser, tocsin.url, { session: await tocsin.signIn() });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await tocsin?.end();
});

afterEach(() => owner?.assertClean());

test.each([
  ['lists', (one: string) => `settings/${one}`, [...SETTINGS, ...OTHER_SETTINGS]],
  ['new records', (one: string) => `settings/${one}/new`, SETTINGS.filter((one) => one !== 'projects')],
  ['open records', (one: string) => `settings/${one}/${seeded.made[one as (typeof SETTINGS)[number]]}`, SETTINGS],
] as const)(
  '%s',
  async (_what, place, names) => {
    const found: string[] = [];
    for (const name of names) {
      await visit(owner.page, `/default/${place(name)}`);
      found.push(...(await examine(owner.page, place(name).replace(/\d+$/, 'one'))));
    }
    assert.deepEqual(found, []);
  },
  120_000,
);
