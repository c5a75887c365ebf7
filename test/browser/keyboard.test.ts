import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, test } from 'vitest';
import { openWindow, startBrowser, type Window } from './browser.ts';
import { dialogOf } from './people.ts';
import { startTocsin, type Tocsin } from './tocsin.ts';
import { until } from './until.ts';

/* No hand on the mouse: what is done here is done by keys alone. */

let tocsin: Tocsin;
let browser: Browser;
let window: Window;
let page: Page;

beforeAll(async () => {
  [tocsin, browser] = [await startTocsin(), await startBrowser()];
  const token = await tocsin.claim();
  for (const title of ['Checkout answers with errors', 'Search is slow'])
    await tocsin.api('POST', '/default/incidents', { title, description: 'Three customers say so.', project: { name: 'default' } }, token);
  window = await openWindow(browser, tocsin.url, { session: await tocsin.signIn() });
  page = window.page;
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await tocsin?.end();
});

beforeEach(async () => {
  await page.goto('/default/incidents');
  await page.getByRole('link', { name: 'Search is slow' }).first().waitFor();
});
afterEach(() => window.assertClean());

const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const isInDialog = () => page.evaluate<boolean>(`document.activeElement.closest('[role=dialog]') !== null`);
const focused = (name: string) => until(page, `document.activeElement?.getAttribute('aria-label') === '${name}'`);

async function command(text: string, option: RegExp) {
  await press('Control+k');
  await focused('Command');
  await page.keyboard.type(text);
  await page.getByRole('dialog').getByRole('button', { name: option }).first().waitFor();
  await press('ArrowDown', 'Enter');
}

test('the palette opens an incident by its title', async () => {
  await command('checkout', /Checkout answers with errors/);
  await heading('Checkout answers with errors');
});

test('the palette that is asked for before it has arrived opens when it does', async () => {
  const other = await openWindow(browser, tocsin.url, { session: await tocsin.signIn() });
  let arrive: (() => void) | undefined;
  const held = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await other.page.route(/palette-.*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await other.page.goto('/default/incidents');
  await other.page.getByRole('link', { name: 'Search is slow' }).first().waitFor();
  await other.page.keyboard.press('Control+k');
  arrive?.();
  await until(other.page, `document.activeElement?.getAttribute('aria-label') === 'Command'`);
  other.assertClean();
  await other.close();
});

test('the palette goes to a page of the settings', async () => {
  await command('cost models', /Cost models/);
  await heading('Cost models');
});

test('help lists the keys and gives the focus back', async () => {
  const link = page.getByRole('link', { name: 'Search is slow' }).first();
  await link.focus();
  await press('?');
  const help = dialogOf(page, 'Keyboard');
  await help.getByText('Report incident').first().waitFor();
  await press('Tab', 'Tab', 'Tab', 'Tab');
  assert.ok(await isInDialog(), 'Tab stays inside');
  await press('Escape');
  await help.waitFor({ state: 'hidden' });
  await until(page, `document.activeElement?.textContent === 'Search is slow'`);
});

test('letters lead to the sections', async () => {
  for (const [keys, name] of [
    [['g', 's'], 'Status'],
    [['g', 't'], 'Tasks'],
    [['g', 'i'], 'Incidents'],
    [['g', 'e'], 'Settings'],
    [['g', 'p'], 'Profile'],
  ] as const) {
    await press(...keys);
    await heading(name);
  }
});

test('an incident is reported: c, words, Control+Enter', async () => {
  await press('c');
  await heading('Report an incident');
  await page.keyboard.type('Phones are dead');
  await press('Tab');
  await page.keyboard.type('Nobody reaches the hotline.');
  await press('Control+Enter');
  await heading('Phones are dead');
});

test('rows are walked, chosen and opened', async () => {
  await press('j', 'j', 'k', 'x');
  await page.getByRole('region', { name: 'Chosen rows' }).getByText('1 chosen').waitFor();
  await press('Enter');
  await page.getByRole('navigation', { name: 'Parts of the incident' }).waitFor();
});

test('a message is written, completed and sent, and Escape leaves the completion only', async () => {
  await command('search is slow', /Search is slow/);
  await heading('Search is slow');
  await press('2');
  const write = page.getByRole('textbox', { name: 'Message' });
  await write.waitFor();
  await press('m');
  await focused('Message');
  await page.keyboard.type('/list');
  const commands = page.getByRole('listbox', { name: 'Commands' });
  await commands.waitFor();
  await press('ArrowDown', 'ArrowUp', 'Escape');
  await commands.waitFor({ state: 'hidden' });
  assert.equal(await write.inputValue(), '/list');
  await write.fill('');
  await page.keyboard.type('The index is being rebuilt.');
  await press('Enter');
  await page.getByRole('log').getByText('The index is being rebuilt.').waitFor();
});

test('a dialog holds the focus and gives it back to what opened it', async () => {
  await command('search is slow', /Search is slow/);
  await heading('Search is slow');
  await press('4');
  const button = page.getByRole('button', { name: 'New task' });
  await button.focus();
  await press('Enter');
  const dialog = dialogOf(page, 'New task');
  const text = dialog.getByLabel('What is to be done?');
  await text.waitFor();
  await until(page, `document.activeElement?.tagName === 'TEXTAREA'`);
  for (let step = 0; step < 12; step += 1) {
    await press('Tab');
    assert.ok(await isInDialog(), `step ${step} is inside`);
  }
  await press('Escape');
  // The first one may close a list of choices.
  if (await dialog.isVisible()) await press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await until(page, `document.activeElement?.textContent === 'New task'`);
});

test('Tab reaches the end of every page and shows where it is', async () => {
  for (const path of ['/default/incidents', '/default/settings/members', '/default/tasks']) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const seen = new Set<string>();
    for (let step = 0; step < 80; step += 1) {
      await press('Tab');
      const at = await page.evaluate<string>(
        `(() => { const one = document.activeElement; return one === document.body ? '' : one.tagName + [...document.querySelectorAll('*')].indexOf(one) })()`,
      );
      if (!at || seen.has(at)) break;
      seen.add(at);
    }
    assert.ok(seen.size > 10 && seen.size < 80, `${path}: ${seen.size} stops`);
  }
});
