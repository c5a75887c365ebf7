import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { aKey, anOpenIdProvider, CLIENT_ID } from '../../src/plugins/oidc/an-openid-provider.ts';
import { openWindow, startBrowser, type Window } from './browser.ts';
import { examine } from './examine.ts';
import { OWNER, startTocsin, type Tocsin } from './tocsin.ts';

/* An Owner who has never met OpenID Connect tries a provider out before anything is changed. */

let openId: Awaited<ReturnType<typeof anOpenIdProvider>>;
let tocsin: Tocsin;
let browser: Browser;
let window: Window;
let page: Page;

beforeAll(async () => {
  tocsin = await startTocsin(async (url) => {
    const person = (sub: string, email: string) => ({ sub, email, email_verified: true });
    openId = await anOpenIdProvider([(await aKey('first')).jwk], [person('olga', OWNER), person('sam', 'stranger@example.com')], {
      redirectUris: [`${url}/implicit/callback`],
    });
    return {};
  });
  browser = await startBrowser();
  await tocsin.claim();
  window = await openWindow(browser, tocsin.url, { session: await tocsin.signIn() });
  page = window.page;
  await page.goto('/default/settings/sign-in');
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await tocsin?.end();
  await openId?.stop();
});

test('pain: what is wrong with a provider is named step by step, and after mending it the settings are there to copy', async () => {
  await page.getByText(`${tocsin.url}/implicit/callback`).waitFor();
  await page.getByLabel('Issuer').fill(`${openId.issuer}/.well-known/openid-configuration/`);
  await page.getByLabel('Client id').fill('another');
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('register that address there, letter by letter').waitFor();
  assert.equal(await page.getByText('3. Configure it').count(), 0);
  assert.deepEqual(await examine(page, 'sign-in set-up wrong'), []);
  await page.getByLabel('Client id').fill(CLIENT_ID);
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText(`DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID=${CLIENT_ID}`).waitFor();
  assert.deepEqual(await examine(page, 'sign-in set-up good'), []);
  window.assertClean();
}, 60_000);

test.each([
  ['olga', 'This person would be let in', `Let in as ${OWNER}: Owner of default.`],
  ['sam', 'This person would stay out: not_invited', 'stranger@example.com'],
])(
  'a test sign-in of %s shows claims and decision in both windows, and signs nobody in',
  async (sub, title, text) => {
    const opened = page.waitForEvent('popup');
    await page.getByRole('button', { name: 'Test sign-in' }).click();
    const popup = await opened;
    await popup.waitForURL(`${openId.issuer}/**`);
    await popup.locator('input[name=login]').fill(sub);
    await popup.locator('input[name=password]').fill('x');
    await popup.locator('button[type=submit]').click();
    await popup.locator('button[type=submit]', { hasText: 'Continue' }).click();
    for (const one of [popup, page]) {
      await one.getByText(title).waitFor();
      await one.getByText(text).first().waitFor();
      await one.getByText(sub, { exact: true }).first().waitFor();
    }
    assert.deepEqual(await examine(popup, `trial of ${sub}`), []);
    await popup.close();
    // The provider still knows them, the next one is somebody else.
    await page.context().clearCookies({ domain: '127.0.0.1' });
    const { items } = await page.evaluate<{ items: unknown[] }>(`fetch('/api/v1/my-account/sessions').then((answer) => answer.json())`);
    assert.equal(items.length, 2, 'the session of the owner link, and the one of this window');
    window.assertClean();
  },
  60_000,
);
