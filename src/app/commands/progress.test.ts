import assert from 'node:assert/strict';
import { test } from 'vitest';
import { createProgress, withProgress } from './progress.ts';

function aScreen(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  return {
    written,
    screen: {
      isTTY,
      columns,
      write: (text: string | Uint8Array) => {
        written.push(String(text));
        return true;
      },
    },
  };
}

const CLEAR = '\r\x1b[2K';

test('a terminal sees how far the work is, each step once, and nothing of it afterwards', () => {
  const { screen, written } = aScreen(true);
  const progress = createProgress('Dumping', { screen });
  progress.update(0, 4);
  progress.update(2, 4);
  progress.update(2, 4);
  progress.update(9, 4);
  progress.end();
  assert.deepEqual(written, [
    `${CLEAR}Dumping ${'░'.repeat(30)}   0 %`,
    `${CLEAR}Dumping ${'█'.repeat(15)}${'░'.repeat(15)}  50 %`,
    `${CLEAR}Dumping ${'█'.repeat(30)} 100 %`,
    CLEAR,
  ]);
});

test('a narrow terminal sees one line', () => {
  const { screen, written } = aScreen(true, 12);
  createProgress('Dumping', { screen }).update(1, 1);
  assert.deepEqual(written, [`${CLEAR}Dumping ███`]);
});

test('nothing is written where nobody looks, or a program reads the answer', () => {
  for (const [isTTY, quiet] of [
    [false, false],
    [true, true],
  ] as const) {
    const { screen, written } = aScreen(isTTY);
    const progress = createProgress('Dumping', { quiet, screen });
    progress.update(1, 2);
    progress.end();
    assert.deepEqual(written, []);
  }
});

test('work without a total shows no share, and its failure is its own', async () => {
  const { screen, written } = aScreen(true);
  createProgress('Counting', { screen }).update(7, 0);
  assert.match(written[0] ?? '', / 0 %$/);
  await assert.rejects(
    withProgress('Failing', true, async () => {
      throw new Error('The disk is full.');
    }),
    /The disk is full/,
  );
});
