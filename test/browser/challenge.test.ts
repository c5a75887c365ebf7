import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { openWindow, startBrowser } from './browser.ts';
import { examine } from './examine.ts';
import { sees, signIn } from './people.ts';
import { OWNER, PASSWORD, startTocsin, type Tocsin } from './tocsin.ts';

/* Somebody an alert speaks of says that it was them, and confirms it on a page of their own. */

const ADA = 'ada.lovelace@example.com';
const ACTION = 'signal-engagement-confirmation';
const project = { name: 'default' };

let tocsin: Tocsin;
let browser: Browser;
let owner: string;
let ada: string;
let engagements: string;

beforeAll(async () => {
  [tocsin, browser] = [await startTocsin(), await startBrowser()];
  owner = await tocsin.claim();
  await make('/users', { email: ADA, password: PASSWORD, role: 'Member' });
  ada = (await tocsin.api<{ token: string }>('POST', '/default/auth/login', { email: ADA, password: PASSWORD })).token;
  const { items } = await tocsin.api<{ items: { id: number; plugin: { slug: string } }[] }>(
    'GET',
    '/default/plugins/instances?itemsPerPage=-1',
    undefined,
    owner,
  );
  const instance = items.find(({ plugin }) => plugin.slug === 'dispatch-auth-mfa');
  await tocsin.api('PUT', `/default/plugins/instances/${instance?.id}`, { enabled: true }, owner);
  const user = await make('/entity_type', { name: 'User', jpath: '$.user', enabled: true, scope: 'all', project });
  const engagement = { name: 'Was it you', message: 'From Paris?', require_mfa: true, entity_type: user, project };
  const question = await make('/signals/engagements', engagement);
  const signal = { name: 'A strange sign-in', owner: 'me', external_id: 'strange', enabled: true };
  await make('/signals', { ...signal, engagements: [question], project });
  const raw = { externalId: 'strange', user: ADA };
  const { id } = await tocsin.api<{ id: string }>('POST', '/default/signals/instances', { raw, project }, owner);
  const seen = () => tocsin.api<{ case: { id: number } | null }>('GET', `/default/signals/instances/${id}`, undefined, owner);
  const caseId = (await eventually(async () => (await seen()).case ?? undefined, 'the case')).id;
  engagements = `/default/cases/${caseId}/engagements`;
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await tocsin?.end();
});

const make = (path: string, body: object) => tocsin.api<{ id: number }>('POST', `/default${path}`, body, owner);

async function eventually<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await wait(50);
  }
  return assert.fail(`${what} never came`);
}

type Request = { id: number; status: string; challenge_id: string | null };

/** Ada says that it was her. */
async function challenged() {
  const { id: requestId } = await read();
  const said = { status: 'Approved', context: 'I am in Paris this week.' };
  const { challenge_id } = await tocsin.api<Request>('PUT', `${engagements}/${requestId}`, said, ada);
  const { items } = await tocsin.api<{ items: { id: number }[] }>('GET', '/default/projects', undefined, owner);
  return `/default/mfa?project_id=${items[0]?.id}&challenge_id=${challenge_id}&action=${ACTION}`;
}

const read = async () => (await tocsin.api<Request[]>('GET', engagements, undefined, owner))[0] as Request;

test('what is denied stays denied, whoever opens the link, and it is nobody else’s', async () => {
  const link = await challenged();
  const { page, assertClean, close } = await openWindow(browser, tocsin.url);
  await page.goto(link);
  await signIn(page, ADA);
  await page.getByRole('button', { name: 'Deny' }).click();
  await sees(page, 'You denied this. Whoever looks into it is told.');
  assert.deepEqual(await examine(page, 'challenge denied'), []);
  await page.reload();
  await sees(page, 'You denied this. Whoever looks into it is told.');
  await eventually(async () => ((await read()).challenge_id === null ? true : undefined), 'the denial');
  assert.equal((await read()).status, 'New');
  assertClean();
  await close();

  const other = await openWindow(browser, tocsin.url, { session: await tocsin.signIn(OWNER) });
  await other.page.goto(link);
  await sees(other.page, /There is no such challenge, or you may not see it/);
  await other.page.goto('/default/mfa?challenge_id=1');
  await sees(other.page, 'This link is not complete');
  assert.deepEqual(await examine(other.page, 'challenge incomplete'), []);
  await other.close();
}, 60_000);

test('asked again, opening the link approves nothing; the button does, with the password of whoever signed in long ago, and whoever asked goes on', async () => {
  const link = await challenged();
  const { page, assertClean, close, expectFailures } = await openWindow(browser, tocsin.url);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/auth/mfa')) sent.push(request.postData() ?? '');
  });
  await page.goto(link);
  await signIn(page, ADA);
  await page.getByRole('heading', { level: 2, name: /^Was this you\?/ }).waitFor();
  await sees(page, 'You said: I am in Paris this week.');
  await sees(page, `you (${ADA})`);
  assert.deepEqual(await examine(page, 'challenge'), []);
  assert.deepEqual([sent, (await read()).status], [[], 'New']);
  await tocsin.query("update sessions set created_at = created_at - interval '11 minutes'");
  expectFailures(/422/);
  await page.getByRole('button', { name: 'Approve' }).click();
  await sees(page, /You signed in a while ago/);
  assert.deepEqual(await examine(page, 'challenge proof'), []);
  const password = page.getByRole('textbox', { name: 'Your password' });
  await password.fill('a guess');
  await page.keyboard.press('Enter');
  await sees(page, 'This is not your password.');
  await password.fill(PASSWORD);
  await page.keyboard.press('Enter');
  await sees(page, 'You approved this. You can close the page.');
  assert.deepEqual(await examine(page, 'challenge approved'), []);
  assert.equal(await page.getByRole('button', { name: 'Deny' }).count(), 0);
  await eventually(async () => ((await read()).status === 'Approved' ? true : undefined), 'the approval');
  assert.deepEqual(
    sent.map((body) => (JSON.parse(body) as { decision: string }).decision),
    ['approve', 'approve', 'approve'],
  );
  assertClean();
  await close();
}, 60_000);
