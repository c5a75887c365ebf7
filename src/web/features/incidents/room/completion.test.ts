import { expect, test } from 'vitest';
import { commandIn, completionsFor } from './completion.ts';

const commands = ['/dispatch-create-task', '/dispatch-list-tasks', '/dispatch-report-tactical', '/dispatch-assign-role'].map((name) => ({
  name,
  usage: 'TEXT',
  help: `About ${name}.`,
}));
const names = (text: string) => completionsFor(text, commands).map((one) => one.name);

test.each([
  ['/', ['/dispatch-assign-role', '/dispatch-create-task', '/dispatch-list-tasks', '/dispatch-report-tactical']],
  ['/task', ['/dispatch-create-task', '/dispatch-list-tasks']],
  ['/list', ['/dispatch-list-tasks']],
  ['/dispatch-a', ['/dispatch-assign-role', '/dispatch-report-tactical'].slice(0, 1)],
  ['hello /task', []],
  ['/dispatch-create-task now', []],
])('%j offers %j', (text, offered) => {
  expect(names(text).slice(0, offered.length || 1)).toEqual(offered);
});

test('a complete command tells what follows it', () => {
  expect(commandIn('/dispatch-create-task restart', commands)?.usage).toBe('TEXT');
  expect(commandIn('/dispatch-create-taskforce', commands)).toBeUndefined();
});
