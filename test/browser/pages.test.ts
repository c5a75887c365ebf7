import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { openWindow, startBrowser, type Window } from './browser.ts';
import { examine } from './examine.ts';
import { seed } from './seed.ts';
import { startTocsin, type Tocsin } from './tocsin.ts';
import { until } from './until.ts';

/* Every page, wide and narrow, light and dark: nothing shuts anybody out, nothing scrolls sideways. */

const SECTIONS = ['incidents/status', 'incidents', 'incidents/report', 'tasks', 'mail', 'profile', 'settings'];
const TABS = ['', 'room', 'timeline', 'tasks', 'people', 'documents', 'files', 'reports', 'cost', 'progress'];
const SETTINGS = [
  'incident-types',
  'incident-priorities',
  'incident-severities',
  'individuals',
  'teams',
  'services',
  'users',
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
const OTHER_SETTINGS = ['incident-roles', 'plugins', 'project', 'organization'];

/** What opens over a page: where, and which button leads there. */
const DIALOGS: [tab: string, button: string][] = [
  ['', 'Edit the title'],
  ['', 'Change status'],
  ['', 'More about this incident'],
  ['', 'Hand over Incident Commander'],
  ['', 'Correct dates'],
  ['tasks', 'New task'],
  ['people', 'Add a person'],
  ['reports', 'Tactical report'],
  ['reports', 'Executive report'],
  ['cost', 'Add a cost'],
];

let tocsin: Tocsin;
let browser: Browser;
let guest: Window;
let owner: Window;
let page: Page;
let seeded: Awaited<ReturnType<typeof seed>>;

beforeAll(async () => {
  [tocsin, browser] = [await startTocsin(), await startBrowser()];
  guest = await openWindow(browser, tocsin.url);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await tocsin?.end();
});

afterEach(() => {
  guest.assertClean();
  owner?.assertClean();
});

const clean = (found: string[]) => assert.deepEqual(found, []);

/** Opens a page and waits until it has what it shows. */
async function visit(window: Window, path: string) {
  await window.page.setViewportSize({ width: 1440, height: 900 });
  await window.page.goto(path);
  await settled(window.page);
}

async function settled(of: Page) {
  const ready = `document.querySelector('h1') && !document.querySelector('[role=status][aria-label^=Loading], [aria-busy=true]')`;
  await until(of, ready);
}

describe('before anybody is known', () => {
  test('setting up, and signing in', async () => {
    const { path } = await tocsin.ownerLink();
    const found: string[] = [];
    for (const [name, place] of [
      ['unowned', '/sign-in'],
      ['setup', path],
      ['setup without secret', '/setup'],
    ] as const) {
      await guest.page.goto('about:blank');
      await guest.page.goto(place);
      await guest.page.getByRole('heading', { level: 1 }).waitFor();
      found.push(...(await examine(guest.page, name)));
    }
    const token = await tocsin.claim();
    await guest.page.goto('/sign-in');
    await guest.page.getByLabel('E-mail address').waitFor();
    found.push(...(await examine(guest.page, 'sign in')));
    owner = await openWindow(browser, tocsin.url, { token });
    page = owner.page;
    clean(found);
  }, 60_000);

  test('an organization in which nothing has happened', async () => {
    const found: string[] = [];
    for (const path of ['incidents/status', 'incidents', 'tasks', 'mail', 'settings/services', 'settings/tags']) {
      await visit(owner, `/default/${path}`);
      found.push(...(await examine(page, `empty ${path}`)));
    }
    clean(found);
  }, 60_000);
});

describe('a busy organization', () => {
  test('sections', async () => {
    const { token } = await tocsin.api<{ token: string }>('POST', '/default/auth/login', {
      email: 'olga.owner@example.com',
      password: 'Correct0horse',
    });
    seeded = await seed(tocsin, token);
    const found: string[] = [];
    for (const path of SECTIONS) {
      await visit(owner, `/default/${path}`);
      found.push(...(await examine(page, path)));
    }
    clean(found);
  }, 90_000);

  test('parts of an incident', async () => {
    const found: string[] = [];
    for (const tab of TABS) {
      await visit(owner, `/default/incidents/${seeded.incident}/${tab}`.replace(/\/$/, ''));
      found.push(...(await examine(page, `incident ${tab || 'overview'}`)));
    }
    await visit(owner, `/default/incidents/${seeded.stable}/review`);
    found.push(...(await examine(page, 'incident review')));
    clean(found);
  }, 90_000);

  test('dialogs and menus of an incident', async () => {
    const found: string[] = [];
    for (const [tab, button] of DIALOGS) {
      await visit(owner, `/default/incidents/${seeded.incident}/${tab}`.replace(/\/$/, ''));
      await page.getByRole('button', { name: button, exact: true }).first().click();
      await page.getByRole('dialog').or(page.getByRole('menu')).first().waitFor();
      found.push(...(await examine(page, `dialog ${tab} ${button}`)));
    }
    clean(found);
  }, 90_000);

  test.each([
    ['lists', (one: string) => `settings/${one}`, [...SETTINGS, ...OTHER_SETTINGS]],
    ['new records', (one: string) => `settings/${one}/new`, SETTINGS.filter((one) => one !== 'projects')],
    ['open records', (one: string) => `settings/${one}/${seeded.made[one as (typeof SETTINGS)[number]]}`, SETTINGS],
  ] as const)(
    'settings: %s',
    async (_what, place, names) => {
      const found: string[] = [];
      for (const name of names) {
        await visit(owner, `/default/${place(name)}`);
        found.push(...(await examine(page, place(name).replace(/\d+$/, 'one'))));
      }
      clean(found);
    },
    120_000,
  );
});
