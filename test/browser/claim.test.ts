import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { openWindow, startBrowser } from './browser.ts';
import { examine } from './examine.ts';
import { sees, signIn } from './people.ts';
import { OWNER, startTocsin, type Tocsin } from './tocsin.ts';

/* Somebody who is invited, from the mail to the first page and to the day they leave; where people have passwords. */

const JO = 'jo.lee@example.com';
const SECRET = 'several words of a horse';

let server: MailServer;
let tocsin: Tocsin;
let browser: Browser;
let owner: string;

beforeAll(async () => {
  server = await startMailServer();
  tocsin = await startTocsin({ DISPATCH_SMTP_URL: `${server.url}?requireTLS=false` });
  browser = await startBrowser();
  owner = await tocsin.claim();
  await tocsin.command('organization', 'create', 'Northwind');
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await tocsin?.end();
  await server?.stop();
});

const invite = (email: string, organization: string, role: string) =>
  tocsin.command('user', 'invite', '--email', email, '--organization', organization, '--role', role, '--send');

/** The path of the link in the newest mail to somebody, once there are so many of them. */
async function mailedLink(to: string, count = 1): Promise<string> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const mail = server.taken.filter((one) => one.to.includes(to))[count - 1];
    const link = mail && /https?:\/\/\S+(\/claim\?invite_token=[\w.-]+)/.exec((await PostalMime.parse(mail.raw)).text ?? '')?.[1];
    if (link) return link;
    await wait(50);
  }
  return assert.fail(`no mail came to ${to}`);
}

test('the whole story: mail, link, account, the right place; a second organization; and removal, which ends it', {
  timeout: 180_000,
}, async () => {
  await invite(JO, 'default', 'write');
  const { page, assertClean, close, expectFailures } = await openWindow(browser, tocsin.url);
  const found: string[] = [];
  await page.goto(await mailedLink(JO));
  await page.getByRole('heading', { level: 1, name: 'Join Default' }).waitFor();
  // Nobody reads the secret over a shoulder, or in the history.
  await page.waitForURL('**/claim');
  found.push(...(await examine(page, 'claim new account')));
  await page.setViewportSize({ width: 1440, height: 900 });
  // By keyboard alone.
  await page.getByLabel('Your name').focus();
  await page.keyboard.type('Jo Lee');
  await page.keyboard.press('Tab');
  await page.keyboard.type('short');
  await page.keyboard.press('Enter');
  await sees(page, 'The password is too short');
  await page.getByRole('textbox', { name: 'Choose a password' }).fill(SECRET);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/default/incidents/status');
  await sees(page, 'Welcome to Default');
  found.push(...(await examine(page, 'claim welcome')));
  await page.setViewportSize({ width: 1440, height: 900 });

  // A link that was used: the same person is led to their place.
  await page.goto(await mailedLink(JO));
  await page.waitForURL('**/default/incidents/status');

  // A second organization; one click, as they are signed in.
  await invite(JO, 'northwind', 'read');
  await page.goto(await mailedLink(JO, 2));
  await page.getByRole('heading', { level: 1, name: 'Join Northwind' }).waitFor();
  found.push(...(await examine(page, 'claim join')));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Join as Viewer' }).click();
  await page.waitForURL('**/northwind/incidents/status');
  await sees(page, 'You can look at everything here and change nothing.');

  // Removed from both: what is open is signed out within seconds.
  expectFailures(/Could not validate credentials|There is no such organization/);
  await tocsin.command('member', 'remove', JO, '--organization', 'northwind');
  await page.waitForURL('**/default/incidents/status', { timeout: 5000 });
  await tocsin.command('member', 'remove', JO, '--organization', 'default');
  await page.waitForURL('**/sign-in**', { timeout: 5000 });
  await page.goto('/sign-in');
  await signIn(page, JO, SECRET);
  await sees(page, 'You need an invitation.');
  expect(found).toEqual([]);
  assertClean();
  await close();
});

test('CHECK 24.8: opened as somebody else, the link stays good; by the right account it is used', { timeout: 120_000 }, async () => {
  const kim = 'kim@example.com';
  await tocsin.command('user', 'register', kim, '-o', 'northwind', '-r', 'Member', '--password', SECRET);
  await invite(kim, 'default', 'admin');
  const link = await mailedLink(kim);
  const { page, assertClean, close } = await openWindow(browser, tocsin.url, { session: await tocsin.signIn() });
  const found: string[] = [];
  await page.goto(link);
  await page.getByRole('heading', { level: 1, name: 'This invitation is for somebody else' }).waitFor();
  await sees(page, 'k•••@example.com');
  found.push(...(await examine(page, 'claim wrong account')));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Use another account' }).click();
  await page.getByRole('heading', { level: 1, name: 'Join Default' }).waitFor();
  found.push(...(await examine(page, 'claim has account')));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('link', { name: 'Sign in and join' }).click();
  await signIn(page, kim, SECRET);
  await page.waitForURL('**/default/incidents/status');
  await sees(page, 'You belong to Default now.');
  expect(found).toEqual([]);
  assertClean();
  await close();
});

test('a link that a newer one replaced: the person asks once, and whoever looks after members is told', { timeout: 120_000 }, async () => {
  const pat = 'pat@example.com';
  await invite(pat, 'default', 'write');
  const link = await mailedLink(pat);
  const { page, assertClean, close } = await openWindow(browser, tocsin.url);
  const found: string[] = [];
  await page.goto('/claim?invite_token=rubbish');
  await page.getByRole('heading', { level: 1, name: 'This link does not work' }).waitFor();
  found.push(...(await examine(page, 'claim rubbish')));
  await page.setViewportSize({ width: 1440, height: 900 });
  await invite(pat, 'default', 'write');
  await mailedLink(pat, 2);
  await page.goto(link);
  await page.getByRole('heading', { level: 1, name: 'There is a newer link' }).waitFor();
  await page.getByRole('button', { name: 'Ask for a new link' }).click();
  await sees(page, 'They were told.');
  found.push(...(await examine(page, 'claim asked again')));
  await page.setViewportSize({ width: 1440, height: 900 });
  const told = async () =>
    (await tocsin.api<{ items: { to: string[]; subject: string }[] }>('GET', '/default/mail', undefined, owner)).items;
  await expect
    .poll(told, { timeout: 10_000 })
    .toContainEqual(expect.objectContaining({ to: expect.arrayContaining([OWNER]), subject: `${pat} asks for a new invitation` }));
  await page.goto(await mailedLink(pat, 2));
  await page.getByRole('heading', { level: 1, name: 'Join Default' }).waitFor();
  expect(found).toEqual([]);
  assertClean();
  await close();
});

/** What the server says of a link that a day or somebody has ended; that it says so, and when, is tested where time can be moved. */
const ENDED = {
  invite_expired: 'This link has run out',
  invite_used: 'This invitation was accepted already',
  invite_revoked: 'This invitation is no longer valid',
  invite_declined: 'This invitation was declined',
  email_not_verified: 'Your address is not verified yet',
  invite_organization_unavailable: 'This organization is closed',
  seat_limit_reached: 'No seat is left',
  account_suspended: 'Your account is suspended',
  rate_limited: 'Too many attempts',
  login_state_missing: 'Open the link again',
};

test('every other way a link can fail has a page with words of its own', { timeout: 120_000 }, async () => {
  const { page, assertClean, close } = await openWindow(browser, tocsin.url);
  const found: string[] = [];
  for (const [result, title] of Object.entries(ENDED)) {
    await page.route('**/api/v1/invitation', (route) =>
      route.fulfill({
        json: {
          result,
          organization: { slug: 'default', name: 'Default' },
          inviter: 'Sam Lee',
          email: 'j•••@example.com',
          roles: ['write', 'read'],
          organization_role: 'Member',
          expires_at: null,
          superseded_at: null,
          has_account: false,
          signed_in_as: null,
        },
      }),
    );
    await page.goto('/claim');
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    if (result === 'invite_expired') await page.getByRole('button', { name: 'Ask for a new link' }).waitFor();
    found.push(...(await examine(page, `claim ${result}`, [{ width: 390, height: 844 }])));
    await page.unroute('**/api/v1/invitation');
  }
  expect(found).toEqual([]);
  assertClean();
  await close();
});
