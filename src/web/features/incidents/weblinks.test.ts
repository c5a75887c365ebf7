import { expect, test } from 'vitest';
import { isElsewhere, safe } from './weblinks.ts';

test.each([
  ['https://jira.example.com/browse/T-1', true],
  ['http://localhost:8000/acme/incidents/dispatch-acme-default-1/room', false],
  ['/acme/incidents/x', false],
  [null, false],
])('%s is elsewhere: %s', (weblink, elsewhere) => {
  expect(isElsewhere('acme', weblink)).toBe(elsewhere);
});

test('an address that would run a script is no link', () => {
  expect(safe('javascript:alert(1)')).toBeUndefined();
  expect(safe('https://example.com')).toBe('https://example.com');
});
