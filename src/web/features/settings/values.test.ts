import { expect, test } from 'vitest';
import type { Field, Item } from './declaration.ts';
import { bodyOf, formValues, localProblems, shownFields } from './values.ts';

const fields: Field[] = [
  { name: 'name', label: 'Name', kind: 'text', required: true },
  { name: 'type', label: 'Type', kind: 'choice', options: [], fixed: true },
  { name: 'hours', label: 'Hours', kind: 'choice', numeric: true, options: [] },
  { name: 'interval', label: 'Interval', kind: 'number', initial: 90 },
  { name: 'service', label: 'Service', kind: 'reference', of: 'service' },
  { name: 'filters', label: 'Filters', kind: 'references', of: 'search_filter' },
  { name: 'owner', label: 'Owner', kind: 'email', when: (values) => values.evergreen === true },
  { name: 'evergreen', label: 'Evergreen', kind: 'switch' },
  { name: 'password', label: 'Password', kind: 'password', only: 'create' },
];
const project = { id: 4, name: 'default' };

test('a new form begins with the initial values and what the link brings', () => {
  expect(formValues({ fields }, undefined, { name: 'Disk' })).toMatchObject({
    name: 'Disk',
    interval: 90,
    service: null,
    filters: [],
    evergreen: false,
  });
});

test('empty texts and numbers are sent as null, numeric choices as numbers', () => {
  const values = { ...formValues({ fields }, undefined), name: '  Disk ', hours: '12', interval: '' };
  expect(bodyOf({ fields }, values, undefined, project)).toEqual({
    name: 'Disk',
    type: null,
    hours: 12,
    interval: null,
    service: null,
    filters: [],
    evergreen: false,
    password: null,
    project,
  });
});

test('an update carries the id, the project and what never changes', () => {
  const item = { id: 7, name: 'Disk', type: 'oncall', hours: 24, evergreen: true, owner: null, project } as unknown as Item;
  const sent = bodyOf({ fields }, { ...formValues({ fields }, item), type: 'other' }, item, undefined);
  expect(sent).toMatchObject({ id: 7, type: 'oncall', hours: 24, project });
  expect(sent).not.toHaveProperty('password');
});

test('fields follow what the form says', () => {
  expect(shownFields(fields, { evergreen: true }, false).map((one) => one.name)).toContain('owner');
  expect(shownFields(fields, { evergreen: false }, true).map((one) => one.name)).not.toContain('owner');
});

test.each([
  [{ name: ' ' }, 'name'],
  [{ name: 'x', owner: 'ada' }, 'owner'],
])('%j has a problem with %s', (values, name) => {
  expect(Object.keys(localProblems(fields, values))).toEqual([name]);
});
