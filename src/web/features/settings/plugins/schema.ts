/** The part of JSON Schema that plug-in configurations use. */
export type Schema = {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  format?: string;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  definitions?: Record<string, Schema>;
  secret?: boolean;
  writeOnly?: boolean;
};

export type ConfigurationField = { name: string; label: string; help: string | undefined; required: boolean; initial: unknown } & (
  | { kind: 'text' | 'secret' | 'lines' | 'json' | 'switch' }
  | { kind: 'number'; whole: boolean; min: number | undefined; max: number | undefined }
  | { kind: 'choice'; options: string[] }
);

/** What the server shows in place of a secret; sent back, it keeps the stored one. */
export const MASK = '**********';

/** The fields of a configuration form, in the schema's order. */
export function configurationFields(schema: Schema | null | undefined): ConfigurationField[] {
  const root = schema ?? {};
  return Object.entries(root.properties ?? {}).map(([name, property]) =>
    fieldOf(name, resolved(property, root), root.required?.includes(name) ?? false),
  );
}

function fieldOf(name: string, schema: Schema, required: boolean): ConfigurationField {
  const common = {
    name,
    label: schema.title ?? labelOf(name),
    help: schema.description,
    required: required && schema.default === undefined,
    initial: schema.default,
  };
  const options = choicesOf(schema);
  const type = typeOf(schema);
  if (schema.secret || schema.writeOnly || schema.format === 'password') return { ...common, kind: 'secret' };
  if (options) return { ...common, kind: 'choice', options };
  if (type === 'boolean') return { ...common, kind: 'switch' };
  if (type === 'number' || type === 'integer')
    return { ...common, kind: 'number', whole: type === 'integer', min: schema.minimum, max: schema.maximum };
  if (type === 'array' && (!schema.items || typeOf(schema.items) === 'string')) return { ...common, kind: 'lines' };
  if (type === 'array' || type === 'object') return { ...common, kind: 'json' };
  return { ...common, kind: 'text' };
}

/** Follows references, and takes what an optional value is when it is not null. */
function resolved(schema: Schema, root: Schema, depth = 0): Schema {
  if (depth > 5) return schema;
  const name = schema.$ref?.split('/').at(-1);
  const target = name ? (root.$defs?.[name] ?? root.definitions?.[name]) : undefined;
  if (target) return resolved({ ...target, ...without(schema, '$ref') }, root, depth + 1);
  if (schema.allOf?.length === 1) return resolved({ ...schema.allOf[0], ...without(schema, 'allOf') }, root, depth + 1);
  const real = schema.anyOf?.filter((one) => one.type !== 'null');
  if (real?.length === 1) return resolved({ ...real[0], ...without(schema, 'anyOf') }, root, depth + 1);
  return schema;
}

const without = (schema: Schema, key: keyof Schema): Schema => Object.fromEntries(Object.entries(schema).filter(([name]) => name !== key));

const typeOf = ({ type }: Schema) => (Array.isArray(type) ? type.find((one) => one !== 'null') : type);

function choicesOf({ enum: values, anyOf }: Schema): string[] | undefined {
  const all = values ?? (anyOf?.every((one) => one.const !== undefined || one.type === 'null') ? anyOf.map((one) => one.const) : undefined);
  const texts = all?.filter((one) => typeof one === 'string');
  return texts?.length ? texts : undefined;
}

/** `api_base_url` → `Api base url` */
const labelOf = (name: string) => {
  const words = name
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export type Configuration = Record<string, unknown>;

/** Values for the form: what is stored, else what the schema begins with. Lists are shown one per line, objects as JSON. */
export function formOf(fields: readonly ConfigurationField[], stored: Configuration | null | undefined): Configuration {
  return Object.fromEntries(fields.map((field) => [field.name, shown(field, stored?.[field.name] ?? field.initial)]));
}

function shown({ kind }: ConfigurationField, value: unknown): unknown {
  if (kind === 'switch') return value === true;
  if (value === null || value === undefined) return '';
  if (kind === 'lines') return Array.isArray(value) ? value.join('\n') : String(value);
  if (kind === 'json') return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return value;
}

/** What is sent: empty fields are left out. @returns problems by field where a value cannot be read */
export function configurationOf(
  fields: readonly ConfigurationField[],
  values: Configuration,
): { configuration: Configuration; problems: Record<string, string> } {
  const configuration: Configuration = {};
  const problems: Record<string, string> = {};
  for (const field of fields) {
    const value = values[field.name];
    const text = String(value ?? '').trim();
    if (field.kind === 'switch') configuration[field.name] = value === true;
    else if (text === '') {
      // Sent empty, a stored secret is forgotten; left out, it would be kept.
      if (field.kind === 'secret') configuration[field.name] = '';
      if (field.required) problems[field.name] = `Enter the ${field.label.toLowerCase()}.`;
    } else if (field.kind === 'number') configuration[field.name] = Number(text);
    else if (field.kind === 'lines')
      configuration[field.name] = text
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean);
    else if (field.kind === 'json') {
      try {
        configuration[field.name] = JSON.parse(text);
      } catch {
        problems[field.name] = 'This is not valid JSON.';
      }
    } else configuration[field.name] = field.kind === 'secret' ? String(value) : text;
  }
  return { configuration, problems };
}
