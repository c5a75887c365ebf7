import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, test } from 'vitest';
import { openWindow, startBrowser, type Window } from './browser.ts';
import { openTab, sees, signIn } from './people.ts';
import { OWNER, startTocsin, type Tocsin } from './tocsin.ts';
import { until } from './until.ts';

/* What goes wrong in a browser's life, and how the page comes out of it. */

const ACCOUNT = { email: OWNER, password: 'Correct0horse' };

let tocsin: Tocsin;
let browser: Browser;
let window: Window;
let page: Page;
let token: string;
let incident: { id: number; name: string };

beforeAll(async () => {
  [tocsin, browser] = [await startTocsin(), await startBrowser()];
  token = await tocsin.claim();
  incident = await tocsin.api(
    'POST',
    '/default/incidents',
    { title: 'Search is slow', description: 'Three people say so.', project: { name: 'default' } },
    token,
  );
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await tocsin?.end();
});

beforeEach(async () => {
  token = (await tocsin.api<{ token: string }>('POST', '/default/auth/login', ACCOUNT)).token;
  window = await openWindow(browser, tocsin.url, { session: await tocsin.signIn() });
  page = window.page;
});

afterEach(async () => {
  window.assertClean();
  await window.close();
});

const at = (tab = '') => `/default/incidents/${incident.name}${tab}`;
const say = (body: string) => tocsin.api('POST', `/default/incidents/${incident.id}/messages`, { body }, token);

test('offline is told, and what was missed arrives afterwards', async () => {
  window.expectFailures(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK/);
  await page.goto(at('/room'));
  await say('Said while everybody listened.');
  await sees(page, 'Said while everybody listened.');
  await page.context().setOffline(true);
  await sees(page, /You are offline/);
  await say('Said while you were away.');
  await page.context().setOffline(false);
  await page.getByText(/You are offline/).waitFor({ state: 'hidden' });
  await sees(page, 'Said while you were away.');
}, 40_000);

test('the server restarts under an open page, and the page goes on living', async () => {
  window.expectFailures(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED_ENCODING/);
  window.expectFailures(/^503/);
  await page.goto(at('/room'));
  await page.getByRole('textbox', { name: 'Message' }).fill('Half a sentence');
  await tocsin.stop();
  await tocsin.start();
  await say('Said after the restart.');
  await page.getByText('Said after the restart.').waitFor({ timeout: 30_000 });
  await until(page, `document.querySelector('textarea')?.value === 'Half a sentence'`);
}, 90_000);

test('a session that ends leads to signing in and back to the same page', async () => {
  await page.goto(at('/tasks'));
  await page.getByRole('button', { name: 'New task' }).waitFor();
  await tocsin.api('POST', '/default/auth/me/sign-out', undefined, token);
  await page.reload();
  await page.getByText('Then you continue where you were.').waitFor();
  await signIn(page, OWNER);
  await page.getByRole('button', { name: 'New task' }).waitFor();
  await page.waitForURL(`**${at('/tasks')}`);
});

test('somebody saves the document first: neither text is lost', async () => {
  await page.goto(at('/documents'));
  await page.getByRole('button', { name: 'Write', exact: true }).click();
  const text = page.getByRole('textbox', { name: 'Text in Markdown' });
  await text.fill('My words.');
  const read = await tocsin.api<{ documents: { id: number }[] }>('GET', `/default/incidents/${incident.id}`, undefined, token);
  const path = `/default/documents/${read.documents[0]?.id}/content`;
  const { version } = await tocsin.api<{ version: number }>('GET', path, undefined, token);
  await tocsin.api('PUT', path, { content: 'Their words.', version }, token);
  await sees(page, 'Somebody saved a newer version while you wrote');
  await page.getByRole('button', { name: 'Show theirs' }).click();
  await sees(page, 'Their words.');
  await page.getByRole('button', { name: 'Go on with mine' }).click();
  await until(page, `document.querySelector('textarea')?.value === 'My words.'`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Write', exact: true }).waitFor();
  await sees(page, 'My words.');
});

test('a refused value is explained beside its field, and nothing typed is lost', async () => {
  await page.goto('/default/settings/tag-types/new');
  await page.getByRole('textbox', { name: 'Name' }).fill('Region');
  await tocsin.api('POST', '/default/tag_types', { name: 'Region', project: { name: 'default' } }, token);
  await page.getByRole('button', { name: 'Create tag type' }).click();
  await until(page, `document.querySelector('input[aria-invalid=true]')?.value === 'Region'`);
  await until(
    page,
    `document.getElementById(document.querySelector('input[aria-invalid=true]').getAttribute('aria-describedby').split(' ').at(-1))?.textContent.length > 10`,
  );
});

test('a failure of the server shows the number of the request and can be tried again', async () => {
  window.expectFailures(/^500/);
  let isBroken = true;
  await page.route('**/api/v1/default/tasks?*', (route) =>
    isBroken
      ? route.fulfill({ status: 500, headers: { 'x-request-id': 'request-4711' }, json: { detail: [{ msg: 'The server failed.' }] } })
      : route.continue(),
  );
  await page.goto('/default/tasks');
  await page.getByText('Request request-4711').waitFor({ timeout: 20_000 });
  isBroken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Request request-4711').waitFor({ state: 'hidden' });
});

test('an incident that is not there says so', async () => {
  await page.goto('/default/incidents/no-such-incident');
  await page.getByRole('alert').waitFor();
  await page.goto(at());
  await openTab(page, 'Timeline');
});
