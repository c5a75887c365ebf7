import { expect, test } from 'vitest';
import type { TimelineEvent } from '../../../api/types.ts';
import { detailLines, groupOf, STORY, shownEvents, typesOf } from './events.ts';

const event = (uuid: string, type: string | null, hour: string, pinned = false) =>
  ({ uuid, type, started_at: `2026-11-24T${hour}:00:00Z`, pinned }) as TimelineEvent;
const events = [
  event('a', 'Other', '08', true),
  event('b', 'Custom event', '10'),
  event('c', 'Participant updated', '09'),
  event('d', 'Assessment updated', '07'),
  event('e', null, '06'),
];

test('the story shows assessments and what people added; pinned events survive every filter', () => {
  const { shown, hidden } = shownEvents(events, STORY, false);
  expect(shown.map((one) => one.uuid)).toEqual(['d', 'a', 'b']);
  expect(hidden).toBe(2);
});

test('the newest come first when asked for', () => {
  expect(shownEvents(events, ['people', 'other'], true).shown.map((one) => one.uuid)).toEqual(['c', 'a', 'e']);
});

test('a type nobody knows belongs to the rest', () => {
  expect(groupOf({ type: 'From another system' })).toBe('other');
});

test('an export names every type', () => {
  expect(typesOf(STORY)).toEqual({
    'Assessment updated': true,
    'Custom event': true,
    'Imported message': true,
    'Field updated': false,
    'Participant updated': false,
    Other: false,
  });
});

test('details are lines of text', () => {
  expect(detailLines({ added_tags: ['a'], note: 'x', empty: null })).toEqual([
    ['added tags', '["a"]'],
    ['note', 'x'],
  ]);
});
