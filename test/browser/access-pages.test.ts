import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { openWindow, startBrowser, type Window } from './browser.ts';
import { examine, visit } from './examine.ts';
import { dialogOf, sees } from './people.ts';
import { OWNER, startTocsin, type Tocsin } from './tocsin.ts';

/* Who may come in, as administrators see and decide it. */

const [JO, KIM] = ['jo.lee@example.com', 'kim@example.com'];
const WIDE = { width: 1440, height: 900 };

let server: MailServer;
let tocsin: Tocsin;
let browser: Browser;
let owner: Window;

beforeAll(async () => {
  server = await startMailServer();
  tocsin = await startTocsin({
    DISPATCH_SMTP_URL: `${server.url}?requireTLS=false`,
    // Our own pages ask for nothing else.
    DISPATCH_GRAPHQL_PERSISTED_ONLY: 'true',
  });
  browser = await startBrowser();
  await tocsin.claim();
  for (const [email, role] of [
    ['ada@example.com', 'Admin'],
    ['grace@example.com', 'Member'],
  ] as const)
    await tocsin.command('user', 'register', email, '-o', 'default', '-r', role, '--password', 'several words of a horse');
  owner = await openWindow(browser, tocsin.url, { session: await tocsin.signIn() });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await tocsin?.end();
  await server?.stop();
});

afterEach(() => owner?.assertClean());

const mailsTo = (address: string) => server.taken.filter((one) => one.to.includes(address)).length;
async function mailed(address: string, count: number) {
  for (let attempt = 0; attempt < 400 && mailsTo(address) < count; attempt += 1) await wait(50);
  assert.equal(mailsTo(address), count);
}

test('a list is pasted, looked at row by row, sent, and followed; a link is sent anew, copied, and revoked', {
  timeout: 120_000,
}, async () => {
  const { page } = owner;
  const found: string[] = [];
  await visit(page, '/default/settings/invitations');
  await sees(page, 'Nobody is invited');
  await page.keyboard.press('n');
  await page.getByRole('heading', { level: 1, name: 'Invite people' }).waitFor();
  await page
    .getByLabel('Addresses')
    .fill(`email,name,role\n${JO},Jo Lee,admin\n${KIM},,\nada@example.com,Ada,viewer\nnobody,,\nlee@example.com,Lee,king`);
  await sees(page, '5 people found.');
  await page.getByRole('radio', { name: 'Responder' }).click();
  await page.getByLabel('A word to them').fill('Welcome to the night shift.');
  await page.getByRole('button', { name: 'Look what becomes of it' }).click();
  const outcomes = page.getByRole('table', { name: 'Outcome for each person' });
  await outcomes.waitFor();
  const rows = await outcomes.getByRole('row').allInnerTexts();
  expect(rows.map((row) => row.replaceAll(/\s+/g, ' '))).toEqual([
    'Person Role Outcome',
    expect.stringMatching(/^Ada ada@example.com Viewer Not invited ada@example.com belongs to this organization already/i),
    expect.stringMatching(/^nobody Responder Not invited "nobody" /i),
    expect.stringMatching(/^Lee lee@example.com king Not invited “king” is no role/i),
    expect.stringMatching(/^Jo Lee jo.lee@example.com Administrator Will be invited/i),
    expect.stringMatching(/^kim@example.com Responder Will be invited/i),
  ]);
  expect(mailsTo(JO)).toBe(0);
  found.push(...(await examine(page, 'invite people')));
  await page.setViewportSize(WIDE);
  await page.getByRole('button', { name: 'Send 2 invitations' }).click();
  await sees(page, '2 invitations are on the way.');
  await mailed(JO, 1);
  await page.getByRole('button', { name: 'To the invitations' }).click();

  // Without a reload: the state changes while it is looked at.
  const row = page.getByRole('row').filter({ hasText: JO });
  await row.getByText('Sent', { exact: true }).waitFor();
  found.push(...(await examine(page, 'invitations')));
  await page.setViewportSize(WIDE);
  await page.getByRole('link', { name: 'Jo Lee' }).click();
  await page.getByRole('button', { name: 'Send a new link' }).click();
  await mailed(JO, 2);
  await sees(page, 'number 2; those before it open nothing');
  await page.getByRole('button', { name: 'Copy a link' }).click();
  const link = await dialogOf(page, 'A new link').getByRole('textbox', { name: 'Link' }).inputValue();
  expect(link).toMatch(new RegExp(`^${tocsin.url}/claim\\?invite_token=`));
  await page.getByRole('button', { name: 'Done' }).click();
  found.push(...(await examine(page, 'one invitation')));
  await page.setViewportSize(WIDE);
  await page.getByRole('button', { name: 'Revoke' }).click();
  await dialogOf(page, 'Revoke the invitation?').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('Revoked', { exact: true }).first().waitFor();
  const preview = await fetch(link, { headers: { accept: 'application/json' } });
  expect(await preview.json()).toMatchObject({ code: 'invite_revoked' });
  expect(found).toEqual([]);
});

test('members are found, given another role and projects, signed out, suspended, let in again and removed', {
  timeout: 120_000,
}, async () => {
  const { page } = owner;
  const found: string[] = [];
  await visit(page, '/default/settings/members');
  found.push(...(await examine(page, 'members')));
  await page.setViewportSize(WIDE);
  await page.getByRole('searchbox', { name: 'Search members' }).fill('grace');
  await page.getByRole('link', { name: 'grace@example.com' }).click();
  await page.getByRole('radio', { name: 'Administrator' }).click();
  await page.getByRole('button', { name: 'Make them Administrator' }).click();
  await sees(page, 'grace@example.com is Administrator from now on.');
  await page.getByRole('combobox', { name: /Role in/ }).selectOption('Manager');
  await page.getByRole('button', { name: 'Save the projects' }).click();
  await page.getByRole('button', { name: 'Save the projects' }).waitFor({ state: 'hidden' });
  found.push(...(await examine(page, 'one member')));
  await page.setViewportSize(WIDE);

  const grace = await openWindow(browser, tocsin.url);
  await grace.page.goto('/sign-in');
  await grace.page.getByLabel('E-mail address').fill('grace@example.com');
  await grace.page.getByRole('textbox', { name: 'Password' }).fill('several words of a horse');
  await grace.page.getByRole('button', { name: 'Sign in' }).click();
  await grace.page.waitForURL('**/default/incidents/status');
  await page.reload();
  const browsers = page.getByRole('list', { name: 'Browsers in which they are signed in' });
  await browsers.getByRole('listitem').first().waitFor();
  grace.expectFailures(/Could not validate credentials|There is no such organization|401/);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await dialogOf(page, 'Sign grace@example.com out?').getByLabel('Reason, for the audit log').fill('lost laptop');
  await dialogOf(page, 'Sign grace@example.com out?').getByRole('button', { name: 'Sign out' }).click();
  await grace.page.waitForURL('**/sign-in**', { timeout: 6000 });
  await grace.close();

  for (const [button, title, state] of [
    ['Suspend', 'Suspend grace@example.com?', 'Suspended'],
    ['Reactivate', 'Let grace@example.com in again?', 'Active'],
    ['Remove', 'Remove grace@example.com?', 'Removed'],
  ] as const) {
    await page.getByRole('button', { name: button, exact: true }).click();
    await dialogOf(page, title).getByRole('button', { name: button }).click();
    await page.getByRole('definition').filter({ hasText: state }).first().waitFor();
  }
  await page.getByRole('link', { name: 'Members' }).first().click();
  await page.getByRole('link', { name: OWNER }).waitFor();
  expect(await page.getByRole('link', { name: 'grace@example.com' }).count()).toBe(0);
  expect(found).toEqual([]);
});

test('the log says what was done, is narrowed, opened and taken away; roles are explained', { timeout: 120_000 }, async () => {
  const { page } = owner;
  const found: string[] = [];
  await visit(page, '/default/settings/audit?action=session');
  await page.getByRole('button', { name: 'session.ended' }).first().click();
  const entry = dialogOf(page, /session.ended, entry/);
  await entry.getByText('lost laptop').waitFor();
  found.push(...(await examine(page, 'audit entry')));
  await page.setViewportSize(WIDE);
  await page.keyboard.press('Escape');
  await visit(page, '/default/settings/audit');
  found.push(...(await examine(page, 'audit log')));
  await page.setViewportSize(WIDE);
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialogOf(page, 'Export the audit log').getByRole('button', { name: 'Export' }).click(),
  ]);
  const lines: string[] = [];
  for await (const chunk of await download.createReadStream()) lines.push(String(chunk));
  const entries = lines
    .join('')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { action: string });
  expect(entries.map(({ action }) => action)).toEqual(expect.arrayContaining(['invite.created', 'member.removed', 'audit.exported']));
  await visit(page, '/default/settings/roles');
  found.push(...(await examine(page, 'roles')));
  expect(found).toEqual([]);
});

test('a program gets an account and a key, which works until it is revoked; a token of one’s own is made in the profile', {
  timeout: 120_000,
}, async () => {
  const { page } = owner;
  const found: string[] = [];
  const status = async (key: string) =>
    (await fetch(`${tocsin.url}/api/v1/default/incidents`, { headers: { authorization: `Bearer ${key}` } })).status;
  const makeKey = async (button: string, name: string) => {
    await page.getByRole('button', { name: button }).click();
    const form = dialogOf(page, button);
    await form.getByLabel('Name').fill(name);
    await form.getByRole('combobox', { name: 'What it may do' }).fill('read:incidents');
    await page.getByRole('option', { name: 'read:incidents' }).click();
    await form.getByRole('button', { name: 'Make the key' }).click();
    const key = await dialogOf(page, 'The new key').getByRole('textbox', { name: 'Key' }).inputValue();
    found.push(...(await examine(page, `the key ${name}`)));
    await page.setViewportSize(WIDE);
    await page.getByRole('button', { name: 'Done' }).click();
    return key;
  };
  await visit(page, '/default/settings/api-keys');
  found.push(...(await examine(page, 'no service accounts')));
  await page.setViewportSize(WIDE);
  await page.getByRole('link', { name: 'New service account' }).first().click();
  await page.getByLabel('Name').fill('Deploy bot');
  expect(await page.getByRole('radio', { name: 'Owner' }).count()).toBe(0);
  await page.getByRole('radio', { name: 'Responder' }).click();
  await page.getByRole('button', { name: 'Create service account' }).click();
  await page.getByRole('heading', { level: 1, name: 'Deploy bot' }).waitFor();
  const key = await makeKey('New key', 'Pipeline');
  expect(await status(key)).toBe(200);
  await page.reload();
  await page.getByText(/used .* from/).waitFor();
  found.push(...(await examine(page, 'one service account')));
  await page.setViewportSize(WIDE);
  await page.getByRole('button', { name: 'Renew Pipeline' }).click();
  await dialogOf(page, 'Renew Pipeline?').getByRole('button', { name: 'Renew' }).click();
  const next = await dialogOf(page, 'The new key').getByRole('textbox', { name: 'Key' }).inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  expect([await status(key), await status(next)]).toEqual([200, 200]);
  await page.getByRole('button', { name: 'Revoke Pipeline' }).last().click();
  await dialogOf(page, 'Revoke Pipeline?').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('Revoked', { exact: true }).waitFor();
  expect((await Promise.all([status(key), status(next)])).sort()).toEqual([200, 401]);
  await visit(page, '/default/settings/api-keys');
  found.push(...(await examine(page, 'service accounts')));
  await page.setViewportSize(WIDE);

  await visit(page, '/default/profile');
  const mine = await makeKey('New token', 'My script');
  expect(await status(mine)).toBe(200);
  await page.getByRole('list', { name: 'Your personal tokens' }).getByText('My script').waitFor();
  found.push(...(await examine(page, 'profile with a token')));
  expect(found).toEqual([]);
});

test('a directory is connected, brings members and groups, and a group gives a role', { timeout: 120_000 }, async () => {
  const { page } = owner;
  const found: string[] = [];
  await visit(page, '/default/settings/directory');
  found.push(...(await examine(page, 'no directory')));
  await page.setViewportSize(WIDE);
  await page.getByRole('button', { name: 'New token' }).click();
  await dialogOf(page, 'New token').getByLabel('Name').fill('Okta');
  await page.getByRole('button', { name: 'Make the token' }).click();
  const token = await dialogOf(page, 'The new key').getByRole('textbox', { name: 'Key' }).inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  const scim = async (path: string, body: object) => {
    const answer = await fetch(`${tocsin.url}/api/v1/default/scim/v2${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(201);
    return (await answer.json()) as { id: string };
  };
  const sam = await scim('/Users', { userName: 'sam@example.com', name: { givenName: 'Sam', familyName: 'Vimes' } });
  await scim('/Groups', { displayName: 'Night watch', members: [{ value: sam.id }] });
  await page.reload();
  await page.getByRole('combobox', { name: 'What Night watch gives' }).selectOption('Administrator');
  await page.getByRole('button', { name: 'Save what groups give' }).click();
  await sees(page, 'Saved. 1 member has another role by that.');
  found.push(...(await examine(page, 'directory')));
  await page.setViewportSize(WIDE);
  await visit(page, '/default/settings/members?role=administrator&q=sam');
  await page.getByRole('link', { name: /sam@example.com|Sam Vimes/ }).click();
  await sees(page, 'A directory looks after this membership');
  expect(await page.getByRole('button', { name: /^Make them/ }).count()).toBe(0);
  expect(found).toEqual([]);
});

test('whoever administers nothing finds no invitations and no log, and cannot ask for them', { timeout: 60_000 }, async () => {
  await tocsin.command('user', 'register', 'lin@example.com', '-o', 'default', '-r', 'Member', '--password', 'Correct0horse');
  const { page, assertClean, close } = await openWindow(browser, tocsin.url, { session: await tocsin.signIn('lin@example.com') });
  await visit(page, '/default/settings');
  await page.getByRole('link', { name: /^Members/ }).waitFor();
  expect(await page.getByRole('link', { name: /^(Invitations|Audit log)/ }).count()).toBe(0);
  await visit(page, '/default/settings/audit');
  await sees(page, 'Nothing to see here');
  await visit(page, '/default/settings/members');
  await page.getByRole('link', { name: OWNER }).click();
  await page.getByRole('heading', { level: 1, name: OWNER }).waitFor();
  expect(await page.getByRole('button', { name: /Remove|Suspend|Sign out/ }).count()).toBe(0);
  assertClean();
  await close();
});
