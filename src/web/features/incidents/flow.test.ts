import { expect, test } from 'vitest';
import type { FlowStep } from '../../api/types.ts';
import { flowSummary, stateOf, stepTitle } from './flow.ts';

const step = (status: FlowStep['status'], last_error: string | null = null) =>
  ({ step: status, title: null, status, last_error }) as FlowStep;

test('a step that is tried again after a failure counts as failed', () => {
  expect(stateOf(step('ready', 'no answer'))).toBe('failed');
  expect(stateOf(step('ready'))).toBe('ready');
  expect(stateOf(step('done', 'no answer at first'))).toBe('done');
});

test('a summary tells what is left, what failed and how much is over', () => {
  const { left, failed, over } = flowSummary([
    step('done'),
    step('skipped'),
    step('ready', 'no answer'),
    step('failed', 'x'),
    step('waiting'),
  ]);
  expect([left.length, failed.length, over]).toEqual([3, 2, 2]);
});

test('a step without a title is called by its name', () => {
  expect(stepTitle({ title: null, step: 'create-ticket' })).toBe('Create ticket');
  expect(stepTitle({ title: 'page the commander', step: 'page' })).toBe('Page the commander');
});
