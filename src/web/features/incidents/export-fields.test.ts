import { expect, test } from 'vitest';
import type { Incident } from '../../api/types.ts';
import { EXPORT_FIELDS, includeOf } from './export-fields.ts';

test('tags become one text, what is missing stays empty', () => {
  const fields = EXPORT_FIELDS.filter((one) => ['name', 'priority', 'commander', 'tags'].includes(one.id));
  const row = {
    name: 'dispatch-default-default-1',
    incident_priority: { name: 'High' },
    tags: [{ name: 'eu', tag_type: { name: 'Region' } }, { name: 'loose' }],
  } as Incident;
  expect(fields.map((one) => one.value(row))).toEqual(['dispatch-default-default-1', 'High', undefined, 'Region/eu, loose']);
});

test('the list is asked for what the chosen columns need', () => {
  expect(includeOf(['commander', 'name'])).toEqual(['id', 'name', 'commander.individual.email']);
});

test('no two fields share an id', () => {
  expect(new Set(EXPORT_FIELDS.map((one) => one.id)).size).toBe(EXPORT_FIELDS.length);
});
