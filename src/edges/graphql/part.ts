import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from '../../core/context.ts';
import type { Asked } from './asked.ts';

/**
 * Answers one field. `ctx` acts in the organization that the field is about: of the object it stands on, of its argument, else of the request.
 * @param source the object that the field stands on; its columns are found by the field's name in snake_case where there is no resolver
 */
// biome-ignore lint/suspicious/noExplicitAny: what a source and arguments are is written in the schema, not in TypeScript
export type Resolver = (source: any, args: any, ctx: Context, more: { asked: Asked; info: GraphQLResolveInfo }) => unknown;

/** Reads an object by the id that others have of it. @returns undefined: none in the organization of the context, whatever there is in others */
export type NodeReader = (ctx: Context, id: string) => Promise<object | undefined>;

/**
 * What a feature adds to the schema: types of its own, and fields of the types of others (`extend type Organization { … }`).
 * Every field of `Query`, `Mutation` and `Subscription` says `@scopes(anyOf: [...])` or `@public`; the schema is not built otherwise.
 */
export type SchemaPart = {
  schema: string;
  resolvers?: Record<string, Record<string, Resolver>>;
  /** which of its types an object of an interface or a union is, where `__typename` does not say so */
  types?: Record<string, (object: Record<string, unknown>) => string>;
  /** by type: how `node(id:)` finds one */
  nodes?: Record<string, NodeReader>;
};

/** Words of an enum in the schema and what they are here, one to one: `ACTIVE` and `active`. */
export const upper = (word: string): string => word.toUpperCase().replaceAll(/[ -]/g, '_');
