import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { openWindow, startBrowser, type Window } from './browser.ts';
import { examine, visit } from './examine.ts';
import { seed } from './seed.ts';
import { startTocsin, type Tocsin } from './tocsin.ts';

/* Every page, wide and narrow, light and dark: nothing shuts anybody out, nothing scrolls sideways. */

const SECTIONS = ['incidents/status', 'incidents', 'incidents/report', 'tasks', 'mail', 'profile', 'settings'];
const TABS = ['', 'room', 'timeline', 'tasks', 'people', 'documents', 'files', 'reports', 'cost', 'progress'];
/** What opens over a page: where, and which button leads there. */
const OVER_AN_INCIDENT = [
  ['', 'Edit the title'],
  ['', 'Change status'],
  ['', 'More about this incident'],
  ['', 'Hand over Incident Commander'],
  ['', 'Correct dates'],
  ['timeline', 'Add event'],
  ['timeline', 'Export'],
  ['tasks', 'New task'],
  ['people', 'Add a person'],
  ['reports', 'Tactical report'],
  ['reports', 'Executive report'],
  ['cost', 'Add a cost'],
] as const;
const OVER_A_LIST = ['Status', 'Saved filters', 'Export', 'Columns and density'];
const BY_KEY = [
  ['palette', 'Control+k'],
  ['keyboard help', '?'],
] as const;

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

describe('before anybody is known', () => {
  test('setting up, and signing in', async () => {
    const { path } = await tocsin.ownerLink();
    const found: string[] = [];
    for (const [name, place] of [
      ['unowned', '/sign-in'],
      ['setup', path],
      ['setup without secret', '/setup'],
      ['forgotten password without mail server', '/forgotten-password'],
      ['reset without secret', '/reset-password'],
    ] as const) {
      await guest.page.goto('about:blank');
      await guest.page.goto(place);
      await guest.page.getByRole('heading', { level: 1 }).waitFor();
      found.push(...(await examine(guest.page, name)));
    }
    await tocsin.claim();
    await guest.page.goto('/sign-in');
    await guest.page.getByLabel('E-mail address').waitFor();
    found.push(...(await examine(guest.page, 'sign in')));
    owner = await openWindow(browser, tocsin.url, { session: await tocsin.signIn() });
    page = owner.page;
    clean(found);
  }, 60_000);

  test('an organization in which nothing has happened', async () => {
    const found: string[] = [];
    for (const path of ['incidents/status', 'incidents', 'tasks', 'mail', 'settings/services', 'settings/tags']) {
      await visit(page, `/default/${path}`);
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
      await visit(page, `/default/${path}`);
      found.push(...(await examine(page, path)));
    }
    clean(found);
  }, 90_000);

  test('parts of an incident', async () => {
    const found: string[] = [];
    for (const tab of TABS) {
      await visit(page, `/default/incidents/${seeded.incident}/${tab}`.replace(/\/$/, ''));
      found.push(...(await examine(page, `incident ${tab || 'overview'}`)));
    }
    await visit(page, `/default/incidents/${seeded.stable}/review`);
    found.push(...(await examine(page, 'incident review')));
    clean(found);
  }, 90_000);

  test('dialogs and menus of an incident', async () => {
    const found: string[] = [];
    for (const [tab, button] of OVER_AN_INCIDENT) {
      await visit(page, `/default/incidents/${seeded.incident}/${tab}`.replace(/\/$/, ''));
      await page.getByRole('button', { name: button, exact: true }).first().click();
      await page.getByRole('dialog').or(page.getByRole('menu')).first().waitFor();
      found.push(...(await examine(page, `dialog ${tab} ${button}`)));
    }
    clean(found);
  }, 90_000);

  test('what opens over a list, and over every page', async () => {
    const found: string[] = [];
    const look = async (name: string) => {
      await page.getByRole('dialog').or(page.getByRole('menu')).first().waitFor();
      found.push(...(await examine(page, name)));
    };
    for (const button of OVER_A_LIST) {
      await visit(page, '/default/incidents');
      await page.getByRole('button', { name: button, exact: true }).first().click();
      await look(`list ${button}`);
    }
    for (const [name, key] of BY_KEY) {
      await visit(page, '/default/tasks');
      await page.keyboard.press(key);
      await look(name);
    }
    clean(found);
  }, 90_000);
});
