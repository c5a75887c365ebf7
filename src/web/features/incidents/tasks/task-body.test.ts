import { expect, test } from 'vitest';
import type { Task } from '../../../api/types.ts';
import { taskBody } from './task-body.ts';

const incident = { id: 7, name: 'dispatch-default-default-7' };
const task = {
  id: 3,
  description: 'Restart',
  status: 'Open',
  resolve_by: '2026-11-25T00:00:00Z',
  owner: { individual: { email: 'ada@example.com' } },
  assignees: [{ individual: { email: 'bob@example.com' } }],
} as unknown as Task;

test('a new task says only what was filled in', () => {
  expect(taskBody(incident, undefined, { description: 'Restart', assignees: [], owner: null, resolve_by: null })).toEqual({
    incident,
    description: 'Restart',
    status: 'Open',
    assignees: [],
  });
});

test('resolving changes nothing else', () => {
  expect(taskBody(incident, task, { status: 'Resolved' })).toEqual({
    incident,
    description: 'Restart',
    status: 'Resolved',
    resolve_by: '2026-11-25T00:00:00Z',
    owner: { individual: { email: 'ada@example.com' } },
    assignees: [{ individual: { email: 'bob@example.com' } }],
  });
});
