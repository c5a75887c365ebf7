import {
  buildASTSchema,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
  Kind,
  parse,
  print,
} from 'graphql';
import type { Context } from '../../core/context.ts';
import { notFound, rejected, unauthenticated } from '../../core/errors.ts';
import { requireScope } from '../../core/permissions.ts';
import type { Scope } from '../../core/scopes.ts';
import type { Asked } from './asked.ts';
import { BASE } from './base.ts';
import { withContext } from './connection.ts';
import { readGlobalId } from './global-id.ts';
import type { NodeReader, Resolver, SchemaPart } from './part.ts';
import { literal, SCALARS } from './scalars.ts';

const ROOTS = ['Query', 'Mutation', 'Subscription'];
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * One schema of all parts.
 * @throws Error a root field says neither `@scopes` nor `@public`, or a resolver answers a field that the schema does not have
 */
export function buildSchema(parts: readonly SchemaPart[]): GraphQLSchema {
  const nodes: Record<string, NodeReader> = Object.assign({}, ...parts.map((part) => part.nodes ?? {}));
  const all = [{ schema: BASE, resolvers: nodeResolvers(nodes) }, ...parts];
  const schema = buildASTSchema(documentOf(parts));
  for (const part of all) attach(schema, part);
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isScalarType(type) && SCALARS[type.name]) {
      const scalar = SCALARS[type.name] as (typeof SCALARS)[string];
      Object.assign(type, { ...scalar, parseLiteral: literal(scalar) });
    }
    if ((isInterfaceType(type) || isUnionType(type)) && !type.resolveType)
      type.resolveType = (object) => (object as { __typename: string }).__typename;
    if (isObjectType(type)) guard(type);
  }
  return schema;
}

/** What all parts say, as one document: what extends a type stands in it. */
function documentOf(parts: readonly SchemaPart[]): DocumentNode {
  const definitions = [BASE, ...parts.map(({ schema }) => schema)].flatMap((text) => parse(text, { noLocation: true }).definitions);
  const named = definitions.filter((one) => one.kind !== Kind.OBJECT_TYPE_EXTENSION);
  return {
    kind: Kind.DOCUMENT,
    definitions: named.map((one) => {
      if (one.kind !== Kind.OBJECT_TYPE_DEFINITION) return one;
      const more = definitions.filter((other) => other.kind === Kind.OBJECT_TYPE_EXTENSION && other.name.value === one.name.value);
      return { ...one, fields: [...(one.fields ?? []), ...more.flatMap((other) => (other as typeof one).fields ?? [])] };
    }),
  };
}

/** The schema as the contract writes it down: with who may ask, in the order of the names. */
export function schemaText(parts: readonly SchemaPart[]): string {
  const nameOf = (one: DefinitionNode) => ('name' in one ? (one.name?.value ?? '') : '');
  const definitions = [...documentOf(parts).definitions].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return `${definitions.map((one) => print(one)).join('\n\n')}\n`;
}

function attach(schema: GraphQLSchema, { resolvers = {}, types = {} }: SchemaPart) {
  for (const [name, fields] of Object.entries(resolvers)) {
    const type = schema.getType(name);
    for (const [field, resolver] of Object.entries(fields)) {
      const found = isObjectType(type) ? type.getFields()[field] : undefined;
      if (!found) throw new Error(`The schema has no ${name}.${field}, which a resolver answers.`);
      found.extensions = { ...found.extensions, resolver };
    }
  }
  for (const [name, typeOf] of Object.entries(types)) {
    const type = schema.getType(name);
    if (!isInterfaceType(type) && !isUnionType(type)) throw new Error(`${name} is neither an interface nor a union.`);
    type.resolveType = (object) => typeOf(object as Record<string, unknown>);
  }
}

/** The first of the two checks of every field: whether the caller reaches so far at all. */
function guard(type: GraphQLObjectType) {
  const isRoot = ROOTS.includes(type.name);
  for (const field of Object.values(type.getFields())) {
    const scopes = scopesIn(field);
    if (isRoot && scopes === undefined) throw new Error(`${type.name}.${field.name} says neither @scopes nor @public.`);
    const resolver = (field.extensions as { resolver?: Resolver }).resolver;
    field.resolve = resolveWith(resolver, scopes ?? [], isRoot);
  }
}

function scopesIn({
  astNode,
}: {
  astNode?: { directives?: readonly { name: { value: string }; arguments?: readonly unknown[] }[] } | null | undefined;
}): Scope[] | undefined {
  const directives = astNode?.directives ?? [];
  if (directives.some(({ name }) => name.value === 'public')) return [];
  const scopes = directives.find(({ name }) => name.value === 'scopes')?.arguments?.[0] as
    | { value: { values: { value: Scope }[] } }
    | undefined;
  return scopes?.value.values.map(({ value }) => value);
}

type Source = Record<string, unknown> & { ctx?: Context };

function resolveWith(resolver: Resolver | undefined, scopes: readonly Scope[], isRoot: boolean): GraphQLFieldResolver<Source, Asked> {
  return async (source, args, asked, info) => {
    const ctx = await contextOf(source, args as { organization?: string; input?: { organization?: string } }, asked, isRoot);
    requireScopes(ctx, scopes, asked);
    if (resolver) return resolver(source, args, ctx, { asked, info });
    const value = source[info.fieldName];
    return value === undefined ? (source[snake(info.fieldName)] ?? null) : value;
  };
}

async function contextOf(
  source: Source | undefined,
  args: { organization?: string; input?: { organization?: string } },
  asked: Asked,
  isRoot: boolean,
) {
  const named = isRoot ? (args.input?.organization ?? args.organization) : undefined;
  // Nobody is in no organization, whatever they name: the scopes say that they have to sign in first.
  if (named == null || !asked.ctx.actor.userId) return source?.ctx ?? asked.ctx;
  return asked.inOrganization(named);
}

/** Scopes of the installation are no membership's: the operation looks at them. */
function requireScopes(ctx: Context, scopes: readonly Scope[], asked: Asked) {
  const mine = scopes.filter((scope) => !scope.startsWith('instance:'));
  if (!scopes.length) return;
  if (!ctx.actor.userId && ctx.actor.kind === 'user') throw unauthenticated('Sign in, or send a token.');
  if (!mine.length) return;
  if (!ctx.tenant.id && asked.unplaced && !mine.includes('read:organization')) throw rejected(asked.unplaced);
  requireScope(ctx, ...mine);
}

/** Ids of other organizations, of nothing and of no type look the same. */
function nodeResolvers(readers: Record<string, NodeReader>): Record<string, Record<string, Resolver>> {
  const find = async (ctx: Context, text: string) => {
    const id = readGlobalId(text);
    const object = id && (await readers[id.type]?.(ctx, id.id));
    return object && withContext({ __typename: id.type, ...object }, ctx);
  };
  return {
    Query: {
      node: async (_source, { id }, ctx) => {
        const found = await find(ctx, id);
        if (!found) throw notFound('object');
        return found;
      },
      nodes: async (_source, { ids }, ctx) => {
        if (ids.length > 100) throw rejected('At most 100 ids at once.');
        return Promise.all((ids as string[]).map((id) => find(ctx, id).then((found) => found ?? null)));
      },
      rateLimit: (_source, _args, _ctx, { asked }) => ({ ...asked.budget, nodeCount: asked.budget.nodes }),
    },
  };
}
