import { type FieldDefinitionNode, Kind, parse, type TypeNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import { graphQLSchemaText } from '../../src/app/graphql.ts';
import type { Context } from '../../src/core/context.ts';
import { type Scope, scopesOf } from '../../src/core/scopes.ts';
import { globalId } from '../../src/edges/graphql/global-id.ts';
import { aPlaceToJoin } from '../a-place-to-join.ts';
import { anOrganization, asUser, asViewer } from '../harness.ts';
import { aManagementApi } from './ask.ts';

/* Who may ask what, from what the schema says itself: every root field, by everybody. */

const document = parse(graphQLSchemaText());

type Field = { root: 'query' | 'mutation'; name: string; scopes: string[]; node: FieldDefinitionNode };

const fields: Field[] = document.definitions.flatMap((one) => {
  if (one.kind !== Kind.OBJECT_TYPE_DEFINITION || !['Query', 'Mutation'].includes(one.name.value)) return [];
  return (one.fields ?? []).map((node) => {
    const directive = node.directives?.find(({ name }) => name.value === 'scopes');
    const value = directive?.arguments?.[0]?.value;
    const scopes = value?.kind === Kind.LIST ? value.values.map((item) => (item.kind === Kind.STRING ? item.value : '')) : [];
    return { root: one.name.value.toLowerCase() as 'query' | 'mutation', name: node.name.value, scopes, node };
  });
});

const inputs = new Map(
  document.definitions.flatMap((one) => (one.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? [[one.name.value, one] as const] : [])),
);
const objects = new Set(
  document.definitions.flatMap((one) =>
    [Kind.OBJECT_TYPE_DEFINITION, Kind.INTERFACE_TYPE_DEFINITION, Kind.UNION_TYPE_DEFINITION].includes(one.kind as never) && 'name' in one
      ? [one.name?.value]
      : [],
  ),
);

const named = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type));

const VALUES: Record<string, string> = {
  ID: JSON.stringify(globalId('Member', 2_000_000_000)),
  String: '"nobody"',
  EmailAddress: '"nobody@example.com"',
  AccessRole: 'READ',
  Int: '1',
  Cursor: '"x"',
};

/** The least that a required argument can be. */
function leastOf(type: TypeNode, slug: string): string {
  if (type.kind === Kind.NON_NULL_TYPE) return leastOf(type.type, slug);
  if (type.kind === Kind.LIST_TYPE) return `[${leastOf(type.type, slug)}]`;
  if (type.name.value === 'Slug') return JSON.stringify(slug);
  const input = inputs.get(type.name.value);
  if (!input) return VALUES[type.name.value] ?? '"x"';
  const required = (input.fields ?? []).filter((one) => one.type.kind === Kind.NON_NULL_TYPE && !one.defaultValue);
  return `{ ${required.map((one) => `${one.name.value}: ${leastOf(one.type, slug)}`).join(', ')} }`;
}

function questionOf({ root, name, node }: Field, { slug }: { slug: string }): string {
  const given = (node.arguments ?? []).filter((one) => one.type.kind === Kind.NON_NULL_TYPE && !one.defaultValue);
  const page = (node.arguments ?? []).some((one) => one.name.value === 'first') ? ['first: 1'] : [];
  const list = [...given.map((one) => `${one.name.value}: ${leastOf(one.type, slug)}`), ...page];
  const selection = objects.has(named(node.type)) ? ' { __typename }' : '';
  return `${root} { ${name}${list.length ? `(${list.join(', ')})` : ''}${selection} }`;
}

const WHO = ['nobody', 'viewer', 'Member', 'Admin', 'Manager', 'Owner'] as const;

describe('CHECK 10.1, API-13: every root field, by everybody', () => {
  test.each(fields.map((field) => ({ name: `${field.root} ${field.name}`, field })))('$name', async ({ field }) => {
    const { ctx } = await aPlaceToJoin();
    const { ask } = await aManagementApi(ctx);
    const people: Record<string, Context | undefined> = { nobody: undefined, viewer: await asViewer(ctx) };
    for (const role of ['Member', 'Admin', 'Manager', 'Owner'] as const) people[role] = await asUser(ctx, role);
    const codes = Object.fromEntries(
      await Promise.all(
        WHO.map(async (who) => [who, (await ask(people[who], questionOf(field, ctx.tenant))).errors[0]?.extensions.code] as const),
      ),
    );
    const isOfInstallation = field.scopes.some((scope) => scope.startsWith('instance:'));
    for (const who of WHO) {
      const isShut = codes[who] === 'FORBIDDEN' || codes[who] === 'UNAUTHENTICATED';
      const may = (scope: string) =>
        who !== 'nobody' && scopesOf({ role: who === 'viewer' ? 'Member' : who, isReadOnly: who === 'viewer' }).has(scope as Scope);
      const isOpen = !field.scopes.length || (!isOfInstallation && field.scopes.some(may));
      expect([who, isShut, codes[who] === 'GRAPHQL_VALIDATION_FAILED']).toEqual([who, !isOpen, false]);
    }
  });

  test('a member of another organization cannot even name this one', async () => {
    const { ctx, system } = await anOrganization();
    const other = await anOrganization(system);
    const { ask } = await aManagementApi(ctx);
    const stranger = { ...other.ctx, tenant: ctx.tenant };
    const { data, errors } = await ask(stranger, '{ organization { id } me { email } }');
    expect(data?.organization ?? null).toBeNull();
    expect(errors.length).toBeGreaterThan(0);
  });
});

test('CHECK 10.4, API-6: an id of another organization and one of nothing look the same', async () => {
  const { ctx, system, invite } = await aPlaceToJoin();
  const other = await anOrganization(system);
  const { invitation } = await invite();
  const { ask } = await aManagementApi(ctx);
  const find = (who: Context, id: string) => ask(who, 'query ($id: ID!) { node(id: $id) { __typename id } }', { id });
  const member = (
    await ask(
      ctx,
      '{ organization { id viewerMembership { id person { id loginSessions { id } } } projects(first: 1) { nodes { id } } auditLog(first: 1) { nodes { id } } } }',
    )
  ).data.organization;
  const ids = [
    member.id,
    member.viewerMembership.id,
    member.viewerMembership.person.id,
    member.projects.nodes[0].id,
    member.auditLog.nodes[0].id,
    globalId('Invitation', `inv_${invitation.uid}`),
  ];
  for (const id of ids) expect((await find(ctx, id)).data.node.id).toBe(id);
  const seen = [];
  for (const id of [
    ...ids.filter((one) => one !== member.auditLog.nodes[0].id),
    globalId('Member', 2_000_000_000),
    globalId('Nothing', 1),
    'rubbish',
    '',
  ]) {
    const { status, data, errors } = await find(other.ctx, id);
    seen.push(JSON.stringify([status, data, errors[0]?.message, errors[0]?.extensions]));
  }
  expect([...new Set(seen)]).toEqual([
    JSON.stringify([200, { node: null }, 'There is no such object, or you may not see it.', { code: 'NOT_FOUND' }]),
  ]);
});
