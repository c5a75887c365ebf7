import type { Page } from 'playwright-core';
import { PASSWORD } from './tocsin.ts';

/** What people do again and again, by what they see and hear: roles and names, never classes. */

export async function signIn(page: Page, email: string, password = PASSWORD) {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Opens a part of the incident that is open. */
export const openTab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Parts of the incident' }).getByRole('link', { name }).click();

const fieldOf = (page: Page, label: string) =>
  page
    .getByRole('combobox', { name: label })
    .or(page.getByRole('textbox', { name: label }))
    .first();

/** Chooses from a list that is searched while typing. */
export async function find(page: Page, label: string, text: string) {
  await fieldOf(page, label).fill(text);
  await page.getByRole('option', { name: text }).first().click();
}

/** Waits until the text is there to be seen. */
export const sees = (page: Page, text: string | RegExp) => page.getByText(text).filter({ visible: true }).first().waitFor();

export const dialogOf = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });

/** Signs in at the OpenID provider that tests start, on its own pages. */
export async function signInAtProvider(page: Page, issuer: string, sub: string) {
  await page.waitForURL(`${issuer}/**`);
  await page.locator('input[name=login]').fill(sub);
  await page.locator('input[name=password]').fill('x');
  await page.locator('button[type=submit]').click();
  await page.locator('button[type=submit]', { hasText: 'Continue' }).click();
}
