import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'vitest';
import { cloneDatabase } from '../database.ts';
import { killRound } from './round.ts';

/** One life more than there are steps, each a process of its own. */
const PATIENCE_MS = 180_000;

for (const kind of ['incident', 'case'] as const)
  test(`killed once at each step of the creation flow of ${kind}s, everything is made exactly once`, { timeout: PATIENCE_MS }, async () => {
    const url = await cloneDatabase(`kill_${process.pid}_${randomBytes(4).toString('hex')}`);
    const { deaths, steps, counts } = await killRound(url, 'acted', kind);
    assert.deepEqual([...deaths].sort(), Object.keys(steps).sort());
    for (const [step, status] of Object.entries(steps)) assert.equal(status, 'done', step);
    for (const [what, count] of Object.entries(counts)) assert.equal(count, 1, `${count} ${what}`);
  });
