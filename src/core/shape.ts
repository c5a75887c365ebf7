import Type, { type TSchema } from 'typebox';
import type { Field, Fields, Include, Place, SchemaOf, Shape } from './declaration.ts';

export type { Fields, Include, Shape };

/** @param name as it appears in the OpenAPI document: `TagRead` */
export function shape<const F extends Fields>(name: string, table: string, fields: F): Shape<F> {
  const shown = Object.entries<Field>(fields).filter(([, field]) => !field.hidden);
  const properties = Object.fromEntries(shown.map(([key, field]) => [key, field.read])) as Record<string, TSchema>;
  const schema = named(name, Type.Object(properties)) as unknown as SchemaOf<F>;
  const build = (place: Place, include: Include) => {
    const wanted = include === 'all' ? shown : shown.filter(([key]) => include.has(key));
    const pairs = wanted.map(
      ([key, field]) => `'${key}' : ${field.sql(place, key, include === 'all' ? 'all' : (include.get(key) ?? 'all'))}`,
    );
    return `json_object(${pairs.join(', ')} returning json)`;
  };
  const known = new Map<string, string>();
  // Whole objects are asked for again and again, in few places: their text is made once for each.
  const whole = (place: Place) => {
    const key = `${place.alias}/${place.depth}`;
    const text = known.get(key) ?? build(place, 'all');
    known.set(key, text);
    return text;
  };
  return { name, table, fields, schema, object: (place, include) => (include === 'all' ? whole(place) : build(place, include)) };
}

const NAMES = new WeakMap<object, string>();

/** Gives a schema the name it has among the components of the OpenAPI document. */
export function named<S extends TSchema>(name: string, schema: S): S {
  NAMES.set(schema, name);
  return schema;
}

export const nameOf = (schema: object) => NAMES.get(schema);

/**
 * Reads `include[]` paths (`incident_priority.name`, `participants[].individual.email`) as a tree.
 * Paths with the same beginning are merged; a path that ends on an object means all of it.
 */
export function includeTree(paths: readonly string[]): Include {
  if (!paths.length) return 'all';
  const root = new Map<string, Include>();
  for (const path of paths)
    addPath(
      root,
      path.split('.').map((segment) => segment.replace(/\[\]$/, '')),
    );
  return root;
}

function addPath(tree: Map<string, Include>, [head, ...rest]: string[]) {
  if (!head) return;
  const known = tree.get(head);
  if (!rest.length || known === 'all') {
    tree.set(head, 'all');
    return;
  }
  const child = known ?? new Map<string, Include>();
  tree.set(head, child);
  addPath(child, rest);
}
