import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, test } from 'vitest';
import { openWindow, startBrowser, type Window } from './browser.ts';
import { examine } from './examine.ts';
import { dialogOf, sees, signIn } from './people.ts';
import { OWNER, PASSWORD, startTocsin, type Tocsin } from './tocsin.ts';
import { until } from './until.ts';

/* The second factor as people meet it: they add one, sign in with it, and come in without their phone. */

const STEP_MS = 30_000;

let tocsin: Tocsin;
let browser: Browser;
let window: Window;
let page: Page;

beforeAll(async () => {
  [tocsin, browser] = [await startTocsin(), await startBrowser()];
  await tocsin.claim();
  window = await openWindow(browser, tocsin.url);
  page = window.page;
  // Whatever a page still asks for when its session ends.
  window.expectFailures(/Could not validate credentials/);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await tocsin?.end();
});

afterEach(() => window.assertClean());

/** What an application shows, or will show in a moment: a code counts once, and one step early is early enough. */
const codeOf = (secret: string, steps = 0) =>
  TOTP.generate({ secret: Secret.fromBase32(secret.replaceAll(' ', '')), timestamp: Date.now() + steps * STEP_MS });

const panel = () => page.getByRole('region', { name: 'Second factor' });
const openProfile = async () => {
  await page.goto('/default/profile');
  await panel().waitFor();
};
/** Signed in, and back at the profile. */
const isIn = async () => {
  await page.getByRole('heading', { name: 'Status' }).waitFor();
  await openProfile();
};
const prove = async (name: string, button: string) => {
  const dialog = dialogOf(page, name);
  await dialog.getByRole('textbox', { name: 'Your password' }).fill(PASSWORD);
  await dialog.getByRole('button', { name: button }).click();
};
const focusIsOn = (label: string) => until(page, `document.activeElement?.labels?.[0]?.textContent?.startsWith('${label}')`);

async function signOut() {
  await page.getByRole('button', { name: 'Sign out in this browser' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}

/** A device of the page that makes and holds passkeys, and sees its holder. */
async function plugIn(one: Page) {
  const protocol = await one.context().newCDPSession(one);
  await protocol.send('WebAuthn.enable');
  const { authenticatorId } = await protocol.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
  });
  return {
    refuse: (isRefused: boolean) => protocol.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: !isRefused }),
    unplug: () => protocol.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }),
    kept: () => protocol.send('WebAuthn.getCredentials', { authenticatorId }),
  };
}

let recoveryCodes: string[] = [];

test('an authenticator application is added, asked for at the next sign-in, and stood in for by a recovery code', async () => {
  const found: string[] = [];
  await page.goto('/sign-in');
  await signIn(page, OWNER);
  await isIn();
  found.push(...(await examine(page, 'second factor none')));
  await panel().getByRole('button', { name: 'Set up' }).click();
  await focusIsOn('Your password');
  const setUp = dialogOf(page, 'Set up an authenticator application');
  await setUp.getByRole('textbox', { name: 'Your password' }).fill('a guess');
  await page.keyboard.press('Enter');
  await sees(page, 'This is not your password.');
  found.push(...(await examine(page, 'second factor proof')));
  await prove('Set up an authenticator application', 'Continue');
  await setUp.getByRole('img', { name: 'QR code' }).waitFor();
  await focusIsOn('The six digits');
  found.push(...(await examine(page, 'second factor picture')));
  const secret = (await setUp.locator('code').textContent()) ?? '';
  await page.keyboard.type('12 34');
  await page.keyboard.press('Enter');
  await sees(page, 'This is not the code of this secret.');
  const spent = codeOf(secret);
  await setUp.getByRole('textbox', { name: 'The six digits' }).fill(spent);
  await page.keyboard.press('Enter');
  const codes = dialogOf(page, 'Your recovery codes');
  await codes.waitFor();
  recoveryCodes = await codes.getByRole('listitem').allTextContents();
  assert.equal(recoveryCodes.length, 10);
  found.push(...(await examine(page, 'recovery codes')));
  const [download] = await Promise.all([page.waitForEvent('download'), codes.getByRole('button', { name: 'Download' }).click()]);
  const kept = readFileSync(await download.path(), 'utf8');
  for (const code of recoveryCodes) assert.ok(kept.includes(code), kept);
  await codes.getByRole('button', { name: 'I have kept them' }).click();
  await panel().getByText('10 left.').waitFor();
  found.push(...(await examine(page, 'second factor on')));

  await signOut();
  await signIn(page, OWNER);
  await page.getByRole('heading', { name: 'One more step' }).waitFor();
  await focusIsOn('Code');
  const field = page.getByRole('textbox', { name: 'Code' });
  assert.deepEqual(
    [await field.getAttribute('autocomplete'), await field.getAttribute('inputmode')],
    ['one-time-code', 'numeric'],
    'phones fill it in and show digits',
  );
  found.push(...(await examine(page, 'second step')));
  await page.keyboard.type(spent);
  await page.keyboard.press('Enter');
  await sees(page, /This code (was used before|is wrong or has expired)/);
  await focusIsOn('Code');
  found.push(...(await examine(page, 'second step refused')));
  // Nothing is open yet.
  const other = await page.context().newPage();
  await other.goto('/default/incidents');
  await other.getByRole('heading', { name: 'Sign in' }).waitFor();
  await other.close();
  await page.keyboard.type(codeOf(secret, 1));
  await page.keyboard.press('Enter');
  await isIn();

  await signOut();
  await signIn(page, OWNER);
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await focusIsOn('Recovery code');
  found.push(...(await examine(page, 'second step recovery')));
  await page.keyboard.type((recoveryCodes[0] ?? '').toLowerCase());
  await page.keyboard.press('Enter');
  await isIn();
  await panel().getByText('9 left.').waitFor();
  assert.deepEqual(found, []);
}, 120_000);

test('new recovery codes end the former, and the application is removed with the password', async () => {
  await openProfile();
  await panel().getByRole('button', { name: 'New codes' }).click();
  await prove('Make new recovery codes?', 'Make new codes');
  const codes = dialogOf(page, 'Your recovery codes');
  await codes.waitFor();
  assert.ok(!recoveryCodes.includes((await codes.getByRole('listitem').first().textContent()) ?? ''));
  await page.keyboard.press('Escape');
  await panel().getByRole('button', { name: 'Remove' }).click();
  await prove('Remove the authenticator application?', 'Remove');
  await panel().getByRole('button', { name: 'Set up' }).waitFor();
  await signOut();
  await signIn(page, OWNER);
  await isIn();
}, 60_000);

test('a passkey is added, renamed, signs in after the password and without it, and is removed', async () => {
  const found: string[] = [];
  const device = await plugIn(page);
  // The device of a test takes what is offered at once, so there would be no page of the sign-in to look at.
  await page.addInitScript("PublicKeyCredential.isConditionalMediationAvailable = async () => localStorage['may-offer'] === 'yes'");
  await openProfile();
  await panel().getByRole('button', { name: 'Add' }).click();
  await prove('Add a passkey', 'Continue');
  const dialog = dialogOf(page, 'Add a passkey');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Work laptop');
  found.push(...(await examine(page, 'passkey name')));
  await page.keyboard.press('Enter');
  const codes = dialogOf(page, 'Your recovery codes');
  await codes.waitFor();
  await codes.getByRole('button', { name: 'I have kept them' }).click();
  assert.equal((await device.kept()).credentials.length, 1);
  await panel().getByRole('button', { name: 'Rename Work laptop' }).click();
  await dialogOf(page, 'Rename the passkey').getByRole('textbox', { name: 'Name' }).fill('Old laptop');
  await page.keyboard.press('Enter');
  await panel().getByText('Old laptop').waitFor();
  found.push(...(await examine(page, 'second factor passkey')));

  await signOut();
  found.push(...(await examine(page, 'sign in with passkey')));
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await isIn();

  await signOut();
  await signIn(page, OWNER);
  await page.getByRole('heading', { name: 'One more step' }).waitFor();
  await device.refuse(true);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await sees(page, 'No passkey was used. Try again, or choose another way.');
  found.push(...(await examine(page, 'second step passkey')));
  await device.refuse(false);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await isIn();

  await page.evaluate("localStorage['may-offer'] = 'yes'");
  const taken = page.waitForResponse((answer) => answer.url().endsWith('/sign-in/passkey') && answer.ok());
  await page.getByRole('button', { name: 'Sign out in this browser' }).click();
  await taken;
  await isIn();
  await page.evaluate("localStorage.removeItem('may-offer')");
  await panel().getByRole('button', { name: 'Remove Old laptop' }).click();
  await prove('Remove the passkey?', 'Remove');
  await panel().getByText('Old laptop').waitFor({ state: 'hidden' });

  await signOut();
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await sees(page, 'This passkey is not known here. It may have been removed from your account.');
  await device.unplug();
  assert.deepEqual(found, []);
}, 120_000);
