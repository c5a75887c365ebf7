import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { alone } from './tocsin.ts';

const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const SYSTEM_CHROMIUM = '/usr/bin/chromium';
/** Browsers write this for every answer above 399; those are looked at one by one below. */
const REFUSED = /^Failed to load resource/;

/** A Chromium: the one named, the system's, or the one that npm brings. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH || (existsSync(SYSTEM_CHROMIUM) ? SYSTEM_CHROMIUM : await unpacked());
  return chromium.launch({ executablePath, args: ARGUMENTS, chromiumSandbox: false });
}

/** It unpacks itself into the temporary folder and takes any version it finds there, so it gets a folder of its own. */
function unpacked(): Promise<string> {
  const folder = join(tmpdir(), 'tocsin-chromium-153');
  mkdirSync(folder, { recursive: true });
  const script = `import chromium from '@sparticuz/chromium'; process.stdout.write(await chromium.executablePath());`;
  return alone(async () =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, TMPDIR: folder }, encoding: 'utf8' }),
  );
}

export type Window = { page: Page; expectFailures: (what: RegExp) => void; assertClean: () => void; close: () => Promise<void> };

/**
 * A person's own browser window. Everything that a browser complains about is a defect: console errors, also those of the content
 * security policy, answers above 499, requests that fail, and anything that is fetched from another host.
 * @param more.session signed in with it from the beginning: the cookie of `Tocsin.signIn`
 */
export async function openWindow(
  browser: Browser,
  baseURL: string,
  { session, ...more }: BrowserContextOptions & { session?: string } = {},
): Promise<Window> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 1440, height: 900 },
    // What fades in is half transparent for a moment, which no measurement of contrast forgives.
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    ...more,
  });
  context.setDefaultTimeout(10_000);
  const [name = '', value = ''] = session?.split('=') ?? [];
  if (session) await context.addCookies([{ name, value, url: baseURL, httpOnly: true, sameSite: 'Lax' }]);
  const page = await context.newPage();
  const problems: string[] = [];
  const expected: RegExp[] = [];
  const note = (problem: string) => {
    if (!expected.some((one) => one.test(problem))) problems.push(`${problem} (on ${page.url()})`);
  };
  page.on('console', (message) => {
    if (message.type() === 'error' && !REFUSED.test(message.text())) note(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => note(`error: ${error.message}`));
  page.on('response', (answer) => {
    if (answer.status() >= 500) note(`${answer.status()}: ${answer.request().method()} ${answer.url()}`);
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // Leaving a page gives up what it was asking for.
    if (reason !== 'net::ERR_ABORTED') note(`failed: ${request.method()} ${request.url()} ${reason}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${baseURL}/`) && !request.url().startsWith('blob:')) note(`another host: ${request.url()}`);
  });
  return {
    page,
    expectFailures: (what) => expected.push(what),
    assertClean: () => assert.deepEqual(problems.splice(0), [], 'the browser has nothing to complain about'),
    close: () => context.close(),
  };
}
