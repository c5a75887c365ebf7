import { type RawBuilder, sql } from 'kysely';
import Type, { type TSchema } from 'typebox';
import type { Context } from './context.ts';
import type { AppError } from './errors.ts';
import type { Field } from './field.ts';
import type { Filterable } from './filter.ts';
import { singular, tableInfo } from './models.ts';
import type { Hop } from './paths.ts';
import type { Rule } from './permissions.ts';
import { type Fields, named, type Shape, shape } from './shape.ts';

export type Verb = 'list' | 'get' | 'create' | 'update' | 'delete';
type Row = Record<string, unknown>;

/** What a resource does beside the plain write, inside its transaction. */
export type Hooks = {
  /** may change the row that will be written; `input` is what the client sent; `id` is undefined on creation */
  beforeWrite?(tx: Context, row: Row, input: Row, id?: number): Promise<void>;
  afterWrite?(tx: Context, id: number, input: Row, created: boolean): Promise<void>;
  beforeDelete?(tx: Context, id: number): Promise<void>;
};

export type ResourceDeclaration<F extends Fields> = {
  table: string;
  /** path below the organization: `/tag_types` */
  path: string;
  /** group in the OpenAPI document */
  tag: string;
  /** what a message calls one of them: `tag type` */
  noun: string;
  /** begins the names of its schemas: `TagType` → `TagTypeRead`, `TagTypeCreate`, … */
  model: string;
  fields: F;
  /** who may do what; a verb without a rule has no route */
  rules: Partial<Record<Verb, Rule>>;
  /** how a verb may fail because of what a hook demands: `Route.errors` */
  errors?: Partial<Record<Verb, readonly number[]>>;
  /** rows the caller may see, beyond belonging to the organization */
  visible?: (ctx: Context, alias: string) => RawBuilder<boolean>;
  /** replaces the tenant wall for tables of the installation */
  scope?: (ctx: Context, alias: string) => RawBuilder<boolean>;
  /** what list items look like when they are smaller than single ones */
  item?: Shape;
  /** the shape for callers who may not see all of a row: the same keys, some of them empty; undefined for everybody else */
  seenBy?: (ctx: Context) => Shape | undefined;
  joins?: Record<string, readonly Hop[]>;
  computed?: Record<string, (alias: string) => string>;
  renamed?: Record<string, string>;
  /** columns `q` searches by substring; `name` when there is one */
  substring?: readonly string[];
  /** another table's document that `q` searches as well: the foreign key that leads to it */
  searchThrough?: string;
  hooks?: Hooks;
  /** what a duplicate means, by the name of its constraint, where it is not the usual conflict */
  collisions?: Record<string, () => AppError>;
  /** the list says the page size that was asked for, even when there are fewer rows */
  echoesPageSize?: boolean;
  /** name of the id in the path, when it is not the table's singular */
  param?: string;
};

export type Resource<F extends Fields = Fields> = ResourceDeclaration<F> &
  Filterable & {
    read: Shape<F>;
    item: Shape;
    createSchema: TSchema;
    updateSchema: TSchema;
    param: string;
    substring: readonly string[];
  };

/** Turns a declaration into everything the engine needs. */
export function resource<const F extends Fields>(declaration: ResourceDeclaration<F>): Resource<F> {
  const { table, model, fields } = declaration;
  const info = tableInfo(table);
  const read = shape(`${model}Read`, table, fields);
  return {
    ...declaration,
    read,
    item: declaration.item ?? read,
    createSchema: named(`${model}Create`, writeSchema(fields, 'create')),
    updateSchema: named(`${model}Update`, writeSchema(fields, 'update')),
    param: declaration.param ?? `${singular(table)}_id`,
    substring: declaration.substring ?? ['name', 'email'].filter((column) => column in info.columns),
  };
}

/** Clients send back what they read: the id and what only the other verb writes are taken and left alone. */
function writeSchema(fields: Fields, verb: 'create' | 'update'): TSchema {
  const properties: Record<string, TSchema> = {};
  if (fields.id) properties.id = Type.Optional(Type.Unknown({ description: 'Ignored.' }));
  for (const [key, field] of Object.entries<Field>(fields)) {
    if (!field.input || !(field.write || field.echoed)) continue;
    const written = field.write && (!field.on || field.on === verb);
    properties[key] = written && field.required ? field.input : Type.Optional(field.input);
  }
  return Type.Object(properties);
}

/** What the caller may see of one row. */
export const shapeFor = (ctx: Context, resource: Pick<Resource, 'read' | 'seenBy'>): Shape => resource.seenBy?.(ctx) ?? resource.read;

/** The rows of a resource that exist for the caller: the tenant wall and what is hidden behind it. */
export function scopeOf(ctx: Context, resource: Pick<Resource, 'scope' | 'visible'>, alias: string): RawBuilder<boolean> {
  const wall = resource.scope?.(ctx, alias) ?? sql<boolean>`${sql.ref(`${alias}.organization_id`)} = ${ctx.tenant.id}`;
  const visible = resource.visible?.(ctx, alias);
  return visible ? sql<boolean>`${wall} and ${visible}` : wall;
}
