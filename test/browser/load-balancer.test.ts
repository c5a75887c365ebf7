import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { ARN, aKeyPair, aLoadBalancer, KID } from '../load-balancer.ts';
import { openWindow, startBrowser } from './browser.ts';
import { examine } from './examine.ts';
import { OWNER, startTocsin, type Tocsin } from './tocsin.ts';

/* People who are signed in by an AWS load balancer in front: it adds a signed token to each request. */

let tocsin: Tocsin;
let browser: Browser;
let keys: Server;
let asked = 0;
const { aToken, pem } = aLoadBalancer();

beforeAll(async () => {
  keys = createServer((request, response) => {
    asked += 1;
    response.writeHead(request.url === `/${KID}` ? 200 : 404).end(pem);
  }).listen(0, '127.0.0.1');
  await once(keys, 'listening');
  const environment = {
    NODE_OPTIONS: `--import ${new URL('key-service.mjs', import.meta.url)}`,
    KEY_SERVICE: `http://127.0.0.1:${(keys.address() as AddressInfo).port}`,
    DISPATCH_AUTHENTICATION_PROVIDER_SLUG: 'dispatch-auth-provider-aws-alb',
    DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN: ARN,
    DISPATCH_TRUSTED_PROXIES: 'loopback',
    DISPATCH_OWNER_EMAIL: OWNER,
  };
  [tocsin, browser] = [await startTocsin(environment), await startBrowser()];
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await tocsin?.end();
  keys?.close();
});

const behindIt = (token: string) => openWindow(browser, tocsin.url, { extraHTTPHeaders: { 'x-amzn-oidc-data': token } });

test('who comes through the load balancer works at once; its key is fetched once', async () => {
  const { page, assertClean, close } = await behindIt(aToken({ claims: { email: OWNER } }));
  await page.goto('/default/incidents');
  await page.getByRole('heading', { name: 'Incidents' }).waitFor();
  await page.getByRole('button', { name: OWNER }).click();
  await page.getByRole('menuitem', { name: 'Profile' }).waitFor();
  assert.equal(await page.getByRole('menuitem', { name: 'Sign out' }).count(), 0);
  assert.equal(asked, 1);
  assertClean();
  await close();
});

test.each([
  ['a stranger', () => aToken({ claims: { sub: 'sub-2', email: 'stranger@example.com' } }), 'not_invited'],
  ['another load balancer', () => aToken({ header: { signer: ARN.replace('incidents', 'other') } }), 'wrong_signer'],
  ['a key of somebody else', () => aToken({ key: aKeyPair().privateKey }), 'bad_signature'],
  ['a token from yesterday', () => aToken({ claims: { exp: Math.floor(Date.now() / 1000) - 86_400 } }), 'expired'],
])('%s is refused on a page with the reason', async (_name, token, reason) => {
  const { page, assertClean, close, expectFailures } = await behindIt(token());
  expectFailures(/Could not validate credentials|You need an invitation/);
  await page.goto('/default/incidents');
  await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
  await page.getByText(`For your administrator: ${reason}, request`).waitFor();
  assert.deepEqual(await examine(page, 'refused'), []);
  assertClean();
  await close();
});
