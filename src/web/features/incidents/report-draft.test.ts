import { expect, test } from 'vitest';
import { draftOf, reportBody, searchOf } from './report-draft.ts';

test('two fields are enough: nothing else is sent', () => {
  expect(reportBody({ ...draftOf({}, null), title: ' Disk full ', description: 'No space left' })).toEqual({
    title: 'Disk full',
    description: 'No space left',
  });
});

test('an address fills the form, and the form gives the address back', () => {
  const search = { title: 'Disk full', project: 'default', incident_priority: 'High', commander_email: 'ada@example.com' };
  const draft = draftOf(search, 'other');
  expect(draft).toMatchObject({
    title: 'Disk full',
    project: 'default',
    incident_priority: 'High',
    commander: { email: 'ada@example.com' },
  });
  expect(searchOf(draft)).toEqual(search);
});

test('the current project is taken where the address names none', () => {
  expect(reportBody(draftOf({}, 'payments'))).toMatchObject({ project: { name: 'payments' } });
});
