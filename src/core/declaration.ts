import type { TObject, TSchema } from 'typebox';
import type { Context } from './context.ts';

/*
 * The types that fields and shapes are declared with: a field may nest a shape, and a shape is made of fields.
 */

/** Where a piece of SQL stands: the alias of its row, and how deep the nesting is (aliases of siblings may repeat). */
export type Place = { alias: string; depth: number };

/** Which keys of an object are wanted: all, or a tree of names. */
export type Include = 'all' | Map<string, Include>;

/** Finds, or makes, the row that an object of a request means; `loc` is the path to that object in the body. */
export type Finder = (tx: Context, loc: (string | number)[], value: Record<string, unknown>, projectId?: number) => Promise<number>;

/** How a written value reaches the database. */
export type Write =
  | { to: 'column' }
  | {
      to: 'reference';
      table: string;
      column: string;
      by: readonly string[];
      orDefault: boolean;
      whenOmitted: 'keep' | 'clear';
      inProject: boolean;
      find?: Finder | undefined;
    }
  | {
      to: 'links';
      links: string;
      from: string;
      target: string;
      table: string;
      by: readonly string[];
      whenOmitted: 'keep' | 'clear';
      find?: Finder | undefined;
    };

/** One property of a resource: what it looks like when read, what may be written, and where it lives. */
export type Field<S extends TSchema = TSchema> = {
  read: S;
  /** SQL text of the value in a row of `place.alias`; only names from code, never a value from a request */
  sql(place: Place, key: string, include: Include): string;
  /** undefined: cannot be written */
  write?: Write;
  input?: TSchema;
  required?: boolean;
  on?: 'create' | 'update';
  hidden?: boolean;
  /** accepted in a body and left alone */
  echoed?: boolean;
};

export type Fields = Record<string, Field>;
export type SchemaOf<F extends Fields> = TObject<{ [K in keyof F]: F[K]['read'] }>;

/**
 * What an answer looks like, declared once: SQL that builds its JSON, its JSON Schema and, as `Static<typeof x.schema>`, its type.
 */
export type Shape<F extends Fields = Fields> = {
  name: string;
  table: string;
  fields: F;
  schema: SchemaOf<F>;
  /** SQL text of one JSON object made from the row `place.alias` */
  object(place: Place, include: Include): string;
};
