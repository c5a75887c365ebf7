import { expect, test } from 'vitest';
import { fillPlaceholders } from './placeholders.ts';

/** What a reader sees: comments and the invisible guard are gone. */
const seen = (content: string) => content.replace(/<!--.*?-->|\u200b|\u2060/g, '');

test('a placeholder is filled, and filled again with a newer value', () => {
  const first = fillPlaceholders('# {{title}} is {{ status }}', { title: 'Disk full', status: 'Active' });
  const second = fillPlaceholders(first, { title: 'Disk full on db-3', status: 'Stable' });
  expect([seen(first), seen(second)]).toEqual(['# Disk full is Active', '# Disk full on db-3 is Stable']);
});

test('what people write around a filled placeholder stays', () => {
  const first = fillPlaceholders('Status: {{status}}', { status: 'Active' });
  expect(seen(fillPlaceholders(`${first}\n\nWe restarted it.`, { status: 'Closed' }))).toBe('Status: Closed\n\nWe restarted it.');
});

test('what people write into a filled placeholder stays', () => {
  const edited = fillPlaceholders('{{description}}', { description: 'slow' }).replace('slow', 'slow since noon');
  expect(seen(fillPlaceholders(edited, { description: 'very slow' }))).toBe('slow since noon');
});

test('an unknown placeholder stays as it is, also one that is named like a property of every object', () => {
  expect(fillPlaceholders('{{nobody}} {{constructor}}', {})).toBe('{{nobody}} {{constructor}}');
});

test('a link keeps its placeholder until there is an address, and follows a new one', () => {
  const empty = fillPlaceholders('[Ticket]({{ticket_weblink}})', { ticket_weblink: '' });
  const first = fillPlaceholders(empty, { ticket_weblink: 'https://a.example/1 (x)' });
  const second = fillPlaceholders(first, { ticket_weblink: 'https://b.example' });
  expect([empty, first, second]).toEqual([
    '[Ticket]({{ticket_weblink}})',
    '[Ticket](https://a.example/1%20%28x%29 "fill:ticket_weblink")',
    '[Ticket](https://b.example "fill:ticket_weblink")',
  ]);
});

test.each(['--><script>', '{{status}}', 'a <!--fill:x 12345678-->y<!--/fill-->', '$& $1'])('the value %s cannot break out', (value) => {
  const first = fillPlaceholders('{{title}} {{status}}', { title: value, status: 'Active' });
  const second = fillPlaceholders(first, { title: 'calm', status: 'Stable' });
  expect(seen(second)).toBe('calm Stable');
});

test('several lines stand apart, but stay one line in a table and in a heading', () => {
  const value = '- one\n- two | three';
  expect(seen(fillPlaceholders('Why: {{text}}', { text: value }))).toBe('Why: \n\n- one\n- two | three\n\n');
  expect(seen(fillPlaceholders('| Why | {{text}} |', { text: value }))).toBe('| Why | - one<br>- two \\| three |');
  expect(seen(fillPlaceholders('## {{text}}', { text: value }))).toBe('## - one - two | three');
});

test('filling twice with the same values changes nothing', () => {
  const values = { title: 'Disk full', description: 'a\n\n- b\n- c', ticket_weblink: 'https://a.example' };
  const once = fillPlaceholders('# {{title}}\n\n{{description}}\n\n[T]({{ticket_weblink}})', values);
  expect(fillPlaceholders(once, values)).toBe(once);
});
