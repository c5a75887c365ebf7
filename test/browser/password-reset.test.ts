import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, test } from 'vitest';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { openWindow, startBrowser } from './browser.ts';
import { examine } from './examine.ts';
import { sees, signIn } from './people.ts';
import { OWNER, PASSWORD, startTocsin, type Tocsin } from './tocsin.ts';

/* Somebody who has forgotten their password, from the sign-in page to the mail and back. */

const NEW = 'Another staple of words';

let server: MailServer;
let tocsin: Tocsin;
let browser: Browser;

beforeAll(async () => {
  server = await startMailServer();
  tocsin = await startTocsin({ TOCSIN_SMTP_URL: server.url });
  browser = await startBrowser();
  await tocsin.claim();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await tocsin?.end();
  await server?.stop();
});

/** The path of the link in the newest mail that has one, once there are so many mails. */
async function mailedLink(count: number): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const mail = server.taken[count - 1];
    const link = mail && /\/reset-password#[\w-]+/.exec((await PostalMime.parse(mail.raw)).text ?? '')?.[0];
    if (link) return link;
    await wait(50);
  }
  return assert.fail('no mail came');
}

test('a forgotten password: the link in the mail leads to a new one, and the other browser is signed out', async () => {
  const other = await openWindow(browser, tocsin.url, { session: await tocsin.signIn() });
  await other.page.goto('/');
  await other.page.getByRole('heading', { level: 1, name: 'Status' }).waitFor();

  const { page, assertClean, close } = await openWindow(browser, tocsin.url);
  const found: string[] = [];
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgotten your password?' }).click();
  await page.getByRole('heading', { level: 1, name: 'Forgotten your password?' }).waitFor();
  found.push(...(await examine(page, 'forgotten password')));
  await page.getByLabel('E-mail address').fill(OWNER);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await page.getByRole('heading', { level: 1, name: 'Look into your mail' }).waitFor();
  found.push(...(await examine(page, 'forgotten password sent')));

  await page.goto(await mailedLink(1));
  const field = page.getByRole('textbox', { name: 'New password' });
  await field.fill('password1234');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await sees(page, /common and breached/);
  found.push(...(await examine(page, 'reset password')));
  await field.fill(NEW);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await sees(page, 'Your new password works from now on. Sign in with it.');
  assert.equal(await page.getByLabel('E-mail address').inputValue(), OWNER);
  assert.ok(!page.url().includes('@'));
  found.push(...(await examine(page, 'sign in after a reset')));
  await page.getByRole('textbox', { name: 'Password' }).fill(NEW);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Status' }).waitFor();

  other.expectFailures(/Could not validate credentials/);
  await other.page.getByRole('link', { name: 'Tasks' }).first().click();
  await other.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  await signIn(other.page, OWNER, PASSWORD);
  await sees(other.page, 'The e-mail address or the password is wrong.');

  assert.deepEqual(found, []);
  assertClean();
  other.assertClean();
  await Promise.all([close(), other.close()]);
}, 120_000);

test('a link that was used says so and leads to a new one', async () => {
  const { page, assertClean, close } = await openWindow(browser, tocsin.url);
  await page.goto(await mailedLink(1));
  await page.getByRole('textbox', { name: 'New password' }).fill(`${NEW} again`);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await sees(page, /This link was used/);
  assert.deepEqual(await examine(page, 'reset password used'), []);
  await page.getByRole('link', { name: 'Ask for a new link' }).click();
  await page.getByRole('button', { name: 'Send me a link' }).waitFor();
  assertClean();
  await close();
}, 60_000);

test('an owner has a link sent to a member', async () => {
  const { token } = await tocsin.api<{ token: string }>('POST', '/default/auth/login', { email: OWNER, password: NEW });
  const ada = { email: 'ada.lovelace@example.com', password: PASSWORD, role: 'Member' };
  await tocsin.api('POST', '/default/users', ada, token);
  const { page, assertClean, close } = await openWindow(browser, tocsin.url);
  await page.goto('/default/settings/members');
  await signIn(page, OWNER, NEW);
  await page.getByRole('link', { name: ada.email }).click();
  const before = server.taken.length;
  await page.getByRole('button', { name: 'Send a link' }).click();
  await sees(page, `A link is on its way to ${ada.email}. It works once, within an hour.`);
  await mailedLink(before + 1);
  assert.deepEqual(server.taken[before]?.to, [ada.email]);
  assert.deepEqual(await examine(page, 'user with reset link'), []);
  assertClean();
  await close();
}, 60_000);
