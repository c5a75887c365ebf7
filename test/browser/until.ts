import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';

const PATIENCE_MS = 10_000;

/**
 * Waits until a JavaScript expression is true in the page. Asked from outside: a page whose policy forbids `eval` does not let the
 * browser's own polling work.
 */
export async function until(page: Page, expression: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  // A page that is being left answers with an error: the next one is asked.
  while (!(await page.evaluate<unknown>(expression).catch(() => false))) {
    if (performance.now() > deadline) assert.fail(`it never became true: ${expression}`);
    await wait(30);
  }
}
