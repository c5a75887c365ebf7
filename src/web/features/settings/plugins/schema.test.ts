import { expect, test } from 'vitest';
import { configurationFields, configurationOf, formOf, MASK, type Schema } from './schema.ts';

const schema: Schema = {
  type: 'object',
  required: ['api_url', 'token', 'mode'],
  $defs: { Mode: { enum: ['fast', 'safe'] } },
  properties: {
    api_url: { type: 'string', title: 'API address', description: 'With https.' },
    token: { type: 'string', secret: true },
    mode: { $ref: '#/$defs/Mode', default: 'safe' },
    timeout_seconds: { type: 'integer', minimum: 1, maximum: 60, default: 10 },
    rate: { anyOf: [{ type: 'number' }, { type: 'null' }] },
    dry_run: { type: 'boolean' },
    rooms: { type: 'array', items: { type: 'string' } },
    mapping: { type: 'object' },
    region: { anyOf: [{ const: 'eu' }, { const: 'us' }] },
    key: { allOf: [{ type: 'string', format: 'password' }] },
  },
};
const fields = configurationFields(schema);
const kinds = Object.fromEntries(fields.map((one) => [one.name, one.kind]));

test('every kind of property becomes a field', () => {
  expect(kinds).toEqual({
    api_url: 'text',
    token: 'secret',
    mode: 'choice',
    timeout_seconds: 'number',
    rate: 'number',
    dry_run: 'switch',
    rooms: 'lines',
    mapping: 'json',
    region: 'choice',
    key: 'secret',
  });
});

test('labels, hints, limits and choices come from the schema', () => {
  expect(fields[0]).toMatchObject({ label: 'API address', help: 'With https.', required: true });
  expect(fields[1]).toMatchObject({ label: 'Token', required: true });
  expect(fields[2]).toMatchObject({ options: ['fast', 'safe'], required: false });
  expect(fields[3]).toMatchObject({ whole: true, min: 1, max: 60 });
  expect(fields[8]).toMatchObject({ options: ['eu', 'us'] });
});

test('a stored configuration survives the form, masked secrets included', () => {
  const stored = {
    api_url: 'https://x.test',
    token: MASK,
    mode: 'fast',
    timeout_seconds: 5,
    dry_run: true,
    rooms: ['a', 'b'],
    mapping: { a: 1 },
  };
  expect(configurationOf(fields, formOf(fields, stored))).toEqual({ configuration: { ...stored, key: '' }, problems: {} });
});

test('what is required or unreadable is said beside its field', () => {
  const { problems } = configurationOf(fields, { ...formOf(fields, null), mapping: '{' });
  expect(Object.keys(problems)).toEqual(['api_url', 'token', 'mapping']);
});

test('a plug-in without a schema has no fields', () => {
  expect(configurationFields(null)).toEqual([]);
});
