/*
 * Examples for the contract's document, made from the schemas that serve: the same schema always gives the same example, and the example
 * is always one that the schema accepts. What a name and a type cannot tell is declared: `Type.String({ examples: ['…'] })`.
 */

type Schema = {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  default?: unknown;
  examples?: unknown[];
  description?: string;
  minItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
};

/** Lists below this depth are shown empty: a reader has seen one by then. */
const DEEPEST_LIST = 1;
/** What may be null is null below this depth. */
const DEEPEST_VALUE = 2;

/** @param key the name that the value has in its object; tells what a text looks like */
export function exampleOf(schema: unknown, key = '', depth = 0): unknown {
  const one = schema as Schema;
  if (one.examples?.length) return one.examples[0];
  if (one.const !== undefined) return one.const;
  if (one.enum) return one.default ?? one.enum[0];
  if (one.anyOf) return exampleOfUnion(one, key, depth);
  if (one.default !== undefined && typeof one.default !== 'object') return one.default;
  switch (Array.isArray(one.type) ? one.type[0] : one.type) {
    case 'string':
      return text(one, key);
    case 'integer':
    case 'number':
      return number(one);
    case 'boolean':
      return true;
    case 'array':
      return depth > DEEPEST_LIST && !one.minItems ? [] : [exampleOf(one.items ?? {}, key.replace(/s$/, ''), depth + 1)];
    case 'object':
      return object(one, depth);
    case 'null':
      return null;
    default:
      return {};
  }
}

function exampleOfUnion({ anyOf = [] }: Schema, key: string, depth: number): unknown {
  const nothing = anyOf.find(({ type }) => type === 'null');
  const something = anyOf.find((one) => one !== nothing);
  const isDeep = depth > DEEPEST_VALUE && (something?.type === 'object' || something?.type === 'array');
  return something && !(isDeep && nothing) ? exampleOf(something, key, depth) : null;
}

function object({ properties, required = [] }: Schema, depth: number): Record<string, unknown> {
  // Anything is taken.
  if (!properties) return { name: 'Something' };
  const shown = Object.entries(properties).filter(([key, value]) => required.includes(key) || !isIgnored(value));
  return Object.fromEntries(shown.map(([key, value]) => [key, exampleOf(value, key, depth + 1)]));
}

/** Keys that are taken and left alone are of no use in an example. */
const isIgnored = (schema: Schema) => schema.type === undefined && schema.anyOf === undefined && schema.enum === undefined;

const number = ({ exclusiveMinimum, minimum = (exclusiveMinimum ?? 0) + 1, maximum = Number.POSITIVE_INFINITY }: Schema) =>
  Math.min(Math.max(1, minimum), maximum);

const FORMATS: Record<string, string> = {
  'date-time': '2026-01-05T09:00:00.000000Z',
  email: 'ada@example.org',
  uuid: '018f2f6e-7c1d-7a3b-9c52-0d6f4b8a1e27',
  uri: 'https://example.org/page',
  binary: 'the bytes of the file',
};

/** By the end of the key. */
const TEXTS: [RegExp, string][] = [
  [/email$/, 'ada@example.org'],
  [/(link|url|uri|website)$/, 'https://example.org/page'],
  [/color$/, '#1e88e5'],
  [/time_?zone$/, 'UTC'],
  [/password$/, 'correct-Horse-7'],
  [/slug$/, 'default'],
  [/_id$/, 'example-1'],
  [/language$/, 'en'],
];

function text({ format = '', minLength = 0, maxLength = 1000 }: Schema, key: string): string {
  const known = FORMATS[format] ?? TEXTS.find(([ending]) => ending.test(key))?.[1];
  const words = known ?? (sentence(key) || 'Something');
  return words.length >= minLength ? words.slice(0, maxLength) : words.padEnd(minLength, 'x');
}

/** `view_order` → `View order` */
const sentence = (key: string) => {
  const words = key.replaceAll(/[^a-zA-Z0-9]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
