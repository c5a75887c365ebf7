import { expect, test } from 'vitest';
import type { Message } from '../../../api/types.ts';
import { threadOf } from './thread.ts';

const said = (id: number, email: string | null, time: string) =>
  ({
    id,
    body: 'x',
    pinned: false,
    decision: false,
    created_at: `2026-11-${time}:00`,
    author: email ? { name: null, email } : null,
  }) as Message;
const shape = (messages: Message[], read?: number, me = 'me') =>
  threadOf(messages, read, (one) => one.author?.email === me).map((item) =>
    item.kind === 'message' ? `${item.message.id}${item.continues ? '+' : ''}` : item.kind,
  );

test('a day begins with its date, and words shortly after each other stand under one name', () => {
  expect(
    shape([
      said(1, 'a', '24T09:00'),
      said(2, 'a', '24T09:02'),
      said(3, 'b', '24T09:03'),
      said(4, 'b', '24T09:20'),
      said(5, 'b', '25T00:01'),
    ]),
  ).toEqual(['day', '1', '2+', '3', '4', 'day', '5']);
});

test('the line stands before the first word of somebody else that was not read', () => {
  expect(shape([said(1, 'a', '24T09:00'), said(2, 'me', '24T09:01'), said(3, 'a', '24T09:02'), said(4, 'a', '24T09:03')], 1)).toEqual([
    'day',
    '1',
    '2',
    'new',
    '3',
    '4+',
  ]);
  expect(shape([said(1, 'a', '24T09:00'), said(2, 'me', '24T09:01')], 1)).toEqual(['day', '1', '2']);
});

test('what the system says never continues the words of a person', () => {
  expect(shape([said(1, 'a', '24T09:00'), said(2, null, '24T09:01'), said(3, null, '24T09:02')])).toEqual(['day', '1', '2', '3']);
});
