import Type, { type TSchema } from 'typebox';
import type { Field, Finder, Include, Shape, Write } from './declaration.ts';

export type { Field, Finder, Write };

export const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

const DATABASE_TIME = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;
/** The contract's rendering: UTC, always six digits. */
export const timeSql = (expression: string) => `to_char(${expression} at time zone 'UTC', ${DATABASE_TIME})`;

/** The same of a time that is here already. */
export const wireTime = (at: Date): string => at.toISOString().replace('Z', '000Z');

function column<S extends TSchema>(read: S, more: Partial<Field> = {}): Field<S> {
  return { read, input: read, sql: ({ alias }, key) => `${alias}."${key}"`, write: { to: 'column' }, ...more } as Field<S>;
}

export const Id = Type.Integer({ exclusiveMinimum: 0, exclusiveMaximum: 2147483647 });
export const Name = Type.String({ minLength: 3, maxLength: 500 });
export const Email = Type.String({ format: 'email', maxLength: 320 });
export const Time = Type.String({ format: 'date-time' });

export const id = () => readOnly(column(Id));
/** A required name of at least three characters. */
export const name = () => required(column(Name));
export const requiredText = (options = {}) => required(column(Type.String({ minLength: 1, ...options })));
export const text = (options = {}) => column(nullable(Type.String(options)));
export const email = () => column(nullable(Email));
export const integer = (options = {}) => column(nullable(Type.Integer({ minimum: -2147483648, maximum: 2147483647, ...options })));
export const bool = (options = {}) => column(nullable(Type.Boolean(options)));
export const json = (schema: TSchema = Type.Unknown()) => column(nullable(schema));
/** A number with a fraction, or null. */
export const number = (options = {}) => column(nullable(Type.Number(options)));
export const money = () => column(Type.Number({ default: 0 }), { sql: ({ alias }, key) => `${alias}."${key}"::float8` });
export const oneOf = <const V extends string[]>(values: V) => column(Type.Enum(values));

export const time = () => column(nullable(Time), { sql: ({ alias }, key) => timeSql(`${alias}."${key}"`) });
export const uuid = () => column(Type.String({ format: 'uuid' }));

/** A value computed by SQL; read only. */
export const computed = <S extends TSchema>(read: S, sql: (alias: string) => string): Field<S> => ({
  read,
  sql: ({ alias }) => sql(alias),
});

export const readOnly = <S extends TSchema>({ read, sql }: Field<S>): Field<S> => ({ read, sql });
export const required = <S extends TSchema>(field: Field<S>): Field<S> => ({ ...field, required: true });
export const onCreate = <S extends TSchema>(field: Field<S>): Field<S> => ({ ...field, on: 'create' });
/** Accepted when written, because clients send back what they read, and left alone. */
export const echoed = <S extends TSchema>(field: Field<S>): Field<S> => ({ ...field, write: undefined, echoed: true });
/** Written but never shown. */
export const writeOnly = <S extends TSchema>(field: Field<S>): Field<S> => ({ ...field, hidden: true });

/** A related object is written as an object that says which one; the rest of what clients echo is ignored. */
const Reference = (by: readonly string[]) =>
  Type.Unsafe<Record<string, unknown>>({
    type: 'object',
    additionalProperties: true,
    description: `Found by ${by.join(' or ')}.`,
    examples: [{ [by[0] ?? 'id']: by[0] === 'id' ? 1 : 'Something' }],
  });

type ReferenceOptions = {
  by?: readonly string[];
  /** a creation that does not say which one gets the default one */
  orDefault?: boolean;
  /** what an update does that does not mention it */
  whenOmitted?: 'keep' | 'clear';
  /** an id of another project is as good as none */
  inProject?: boolean;
  /** replaces the look-up by `by` */
  find?: Finder;
};

/** The row that `column` points to, as an object or null. */
export function one<S extends Shape>(shape: S, column: string, options: ReferenceOptions = {}) {
  const by = options.by ?? ['id', 'name'];
  const field: Field<ReturnType<typeof nullable<S['schema']>>> = {
    read: nullable(shape.schema),
    input: nullable(Reference(by)),
    write: {
      to: 'reference',
      table: shape.table,
      column,
      by,
      orDefault: options.orDefault ?? false,
      whenOmitted: options.whenOmitted ?? 'keep',
      inProject: options.inProject ?? false,
      find: options.find,
    },
    sql: ({ alias, depth }, _key, include) =>
      `(select ${shape.object({ alias: `t${depth + 1}`, depth: depth + 1 }, include)} from ${shape.table} t${depth + 1} where t${depth + 1}.id = ${alias}.${column})`,
  };
  return field;
}

/** As `one`, never null when read. */
export function theOne<S extends Shape>(shape: S, column: string, options: ReferenceOptions = {}) {
  return { ...one(shape, column, options), read: shape.schema } as Field<S['schema']>;
}

type ManyOptions = {
  orderBy?: string;
  where?: (alias: string) => string;
  /** only so many, the last ones of the order */
  most?: number;
};

/** Rows of another table that point here, oldest first unless `orderBy` says otherwise; read only. */
export function many<S extends Shape>(shape: S, foreignKey: string, { orderBy = 'id', where, most }: ManyOptions = {}) {
  const field: Field<ReturnType<typeof Type.Array<S['schema']>>> = {
    read: Type.Array(shape.schema),
    sql: ({ alias, depth }, _key, include) => {
      const inner = `t${depth + 1}`;
      const rows = `${shape.table} ${inner} where ${inner}.${foreignKey} = ${alias}.id${where ? ` and ${where(inner)}` : ''}`;
      const last = most && `(select ${inner}.* from ${rows} order by ${inner}.${orderBy} desc limit ${most}) ${inner}`;
      return list(shape, depth, include, last || rows, orderBy);
    },
  };
  return field;
}

type LinkOptions = {
  links: string;
  from: string;
  target: string;
  by?: readonly string[];
  whenOmitted?: 'keep' | 'clear';
  orderBy?: string;
  /** replaces the look-up by `by` */
  find?: Finder;
};

/** Rows linked through an association table; written as a list that replaces the links. */
export function linked<S extends Shape>(shape: S, options: LinkOptions) {
  const { links, from, target, by = ['id', 'name'], whenOmitted = 'clear', orderBy = 'id' } = options;
  const field: Field<ReturnType<typeof Type.Array<S['schema']>>> = {
    read: Type.Array(shape.schema),
    input: nullable(Type.Array(nullable(Reference(by)))),
    write: { to: 'links', links, from, target, table: shape.table, by, whenOmitted, find: options.find },
    sql: ({ alias, depth }, _key, include) => {
      const inner = `t${depth + 1}`;
      return list(
        shape,
        depth,
        include,
        `${links} l${depth + 1} join ${shape.table} ${inner} on ${inner}.id = l${depth + 1}.${target} where l${depth + 1}.${from} = ${alias}.id`,
        orderBy,
      );
    },
  };
  return field;
}

function list(shape: Shape, depth: number, include: Include, from: string, orderBy: string) {
  const inner = { alias: `t${depth + 1}`, depth: depth + 1 };
  return `(select coalesce(json_agg(${shape.object(inner, include)} order by ${inner.alias}.${orderBy}), '[]'::json) from ${from})`;
}

/** The first row of another table that points here, or null; read only. */
export function first<S extends Shape>(shape: S, foreignKey: string, { orderBy = 'id', where }: ManyOptions = {}) {
  const field: Field<ReturnType<typeof nullable<S['schema']>>> = {
    read: nullable(shape.schema),
    sql: ({ alias, depth }, _key, include) => {
      const inner = `t${depth + 1}`;
      const condition = where ? ` and ${where(inner)}` : '';
      return `(select ${shape.object({ alias: inner, depth: depth + 1 }, include)} from ${shape.table} ${inner} where ${inner}.${foreignKey} = ${alias}.id${condition} order by ${inner}.${orderBy} limit 1)`;
    },
  };
  return field;
}
