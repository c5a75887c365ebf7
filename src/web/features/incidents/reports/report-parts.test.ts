import { expect, test } from 'vitest';
import { reportParts } from './report-parts.ts';

test('parts come in the order of the form, empty and foreign ones are left out', () => {
  expect(
    reportParts({
      details: { needs: 'a database expert', conditions: 'half of the requests fail', actions: ' ', internal: 'x', count: 3 },
    }),
  ).toEqual([
    { label: 'Conditions', text: 'half of the requests fail' },
    { label: 'Needs', text: 'a database expert' },
  ]);
});
