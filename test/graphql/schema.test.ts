import { globSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  findBreakingChanges,
  type GraphQLScalarType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { expect, test } from 'vitest';
import { breakingChanges } from '../../scripts/check-schema.ts';
import { graphQLSchema, graphQLSchemaText } from '../../src/app/graphql.ts';

/* What is true of the whole schema, whoever adds the next field. */

const schema = graphQLSchema();
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const outputs = types.filter((type) => isObjectType(type) || isInterfaceType(type));
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

const scalar = (name: string) => schema.getType(name) as GraphQLScalarType;

test.each([
  ['DateTime', '2026-11-27T06:00:00.123Z', ['2026-11-27', 'yesterday', 5]],
  ['Duration', 'PT1H', ['1h', 'P', 3600]],
  ['EmailAddress', 'jo@example.com', ['x'.repeat(400), 5]],
  ['Slug', 'acme-1', ['', 5]],
] as const)('API-10: %s is read as the API writes it, and nothing else is one', (name, good, wrong) => {
  expect(() => scalar(name).parseValue(good)).not.toThrow();
  for (const value of wrong) expect([value, attempt(() => scalar(name).parseValue(value))]).toEqual([value, 'refused']);
});

const attempt = (work: () => unknown) => {
  try {
    work();
    return 'taken';
  } catch {
    return 'refused';
  }
};

test('API-10: times are written in UTC with milliseconds; words of enums are in capitals', () => {
  expect(scalar('DateTime').serialize(new Date('2026-11-27T06:00:00Z'))).toBe('2026-11-27T06:00:00.000Z');
  const words = types.flatMap((type) => ('getValues' in type ? type.getValues().map(({ name }) => name) : []));
  expect(words.length).toBeGreaterThan(30);
  expect(words.filter((word) => !/^[A-Z][A-Z0-9_]*$/.test(word))).toEqual([]);
});

test('API-11: a list is never null and holds no null, but where each of its members may be missing by itself', () => {
  const isGapless = (type: unknown) => isNonNullType(type) && isListType(type.ofType) && isNonNullType(type.ofType.ofType);
  const lists = outputs.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => isListType(getNullableType(field.type)))
      .map((field) => ({ name: `${type.name}.${field.name}`, type: field.type })),
  );
  expect(lists.length).toBeGreaterThan(30);
  // Where an error happened: it has no path where it is about no field. Roles of a link that is none of ours, results of a refused whole: nothing.
  const ABSENT = /\.path$|^InvitationPreview\.roles$|^InviteUsersPayload\.results$|^Query\.nodes$/;
  expect(lists.filter(({ name, type }) => !isGapless(type) && !ABSENT.test(name)).map(({ name }) => name)).toEqual([]);
});

test('API-8, API-9: mutations are named verb first, take one input and answer a payload with errors', () => {
  for (const field of mutations) {
    if (field.name === 'invite_user') continue;
    expect(field.name).toMatch(/^[a-z]+[A-Za-z]*$/);
    expect(field.args.map(({ name }) => name)).toEqual(['input']);
    const input = getNamedType(field.args[0]?.type as never);
    expect(isInputObjectType(input) && Object.keys(input.getFields())).toContain('clientMutationId');
    const payload = getNamedType(field.type);
    const fields = isObjectType(payload) ? payload.getFields() : {};
    expect([field.name, String(fields.errors?.type), String(fields.clientMutationId?.type)]).toEqual([
      field.name,
      expect.stringMatching(/^\[\w+Error!\]!$/),
      'String',
    ]);
  }
});

test('API-23: resolvers write nothing themselves: no file of the management API has a statement that changes a row', () => {
  const texts = globSync('src/{features,edges,app}/**/*graphql.ts').map((file) => [file, readFileSync(file, 'utf8')] as const);
  expect(texts.length).toBeGreaterThan(5);
  const writing =
    /\b(insert\s+into|update\s+\w+\s+set|delete\s+from)\b|\.(insertInto|updateTable|deleteFrom)\(|import \{[^}]*\b(insert|update|replace|delete|rewrite|set|lock)[A-Z][^}]*\} from '\.\/[\w-]*store\.ts'/i;
  expect(texts.filter(([, text]) => writing.test(text)).map(([file]) => file)).toEqual([]);
});

test('API-12, CHECK 10.12: the schema breaks nothing that the last release promised; one that does is found', () => {
  const released = readFileSync(new URL('../../contract/schema.released.graphql', import.meta.url), 'utf8');
  expect(breakingChanges(released, graphQLSchemaText())).toEqual([]);
  const broken = graphQLSchemaText()
    .replace('  slug: Slug!\n', '')
    .replace('inviteUser(input: InviteUserInput!)', 'inviteUser(input: InviteUserInput!, more: Int!)');
  expect(breakingChanges(released, broken)).toEqual([
    'A required arg more on Mutation.inviteUser was added.',
    'Organization.slug was removed.',
  ]);
  expect(findBreakingChanges(buildSchema(released), buildSchema(`${released}\ntype More { id: ID! }`))).toEqual([]);
});
