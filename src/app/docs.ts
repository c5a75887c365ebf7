import type { OpenApi } from '../edges/http/openapi.ts';
import { STYLE } from './docs-style.ts';

type Json = Record<string, unknown>;
type Parameter = { $ref?: string; in: string; name: string; required: boolean; description?: string; schema: Json };
type Media = { schema: Json; example?: unknown; examples?: Record<string, unknown> };
type Response = { description: string; content?: Record<string, Media>; $ref?: string };
type Operation = {
  tags: string[];
  summary: string;
  security: unknown[];
  parameters: Parameter[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, Response>;
};
type Place = { path: string; method: string; operation: Operation };

const escaped = (text: unknown) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
/** `code` as people write it in a sentence. */
const words = (text: unknown) => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
const each = <T>(things: T[], html: (thing: T) => string) => things.map(html).join('\n');

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => a.localeCompare(b);

/** The page carries its own style and nothing else. */
export const DOCS_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/** The contract as one page of plain HTML: nothing is fetched, no script runs, the browser's search finds everything. */
export function docsPage(document: OpenApi): string {
  const places = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as Operation })),
  );
  const groups = Map.groupBy(places, ({ operation }) => operation.tags[0] ?? 'other');
  const about = new Map((document.tags as { name: string; description: string }[]).map(({ name, description }) => [name, description]));
  const tags = [...groups.keys()].sort();
  const { schemas } = document.components as unknown as { schemas: Record<string, Json> };
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Tocsin API</title><style>${STYLE}</style></head>
<body><nav aria-label="Groups"><h2>Groups</h2><ul>
${each(tags, (tag) => `<li><a href="#tag-${escaped(tag)}">${escaped(tag)} <small>${groups.get(tag)?.length}</small></a></li>`)}
<li><a href="#schemas">Schemas <small>${Object.keys(schemas).length}</small></a></li></ul></nav>
<main><h1>Tocsin API</h1>${each(String((document.info as Json).description).split('\n\n'), (text) => `<p>${words(text)}</p>`)}
<p>${places.length} operations. Machine-readable: <a href="/api/v1/docs/openapi.json">openapi.json</a>.</p>
${each(tags, (tag) => `<section><h2 id="tag-${escaped(tag)}">${escaped(tag)}</h2><p>${words(about.get(tag) ?? '')}</p>${each(groups.get(tag) ?? [], (place) => operationHtml(place, document))}</section>`)}
<section><h2 id="schemas">Schemas</h2>${each(Object.entries(schemas).sort(byName), ([name, schema]) => schemaHtml(name, schema, document))}</section></main></body></html>`;
}

function operationHtml({ path, method, operation }: Place, document: OpenApi): string {
  const { summary, parameters, requestBody, security } = operation;
  const answers = Object.entries(operation.responses).map(([status, one]) => [status, resolved(one, document)] as const);
  const [type, body] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  return `<details><summary><b class="${method}">${method.toUpperCase()}</b> <code>${escaped(path)}</code> <span>${words(summary)}</span></summary><div class="body">
${security.length ? '' : '<p>Needs no sign-in.</p>'}
${
  parameters.length
    ? table(
        'Parameters',
        ['Name', 'In', 'Type', 'Meaning'],
        parameters.map((one) => parameterRow(resolved(one, document))),
      )
    : ''
}
${body ? `<p><b>Body</b> <code>${escaped(type)}</code>: ${typeHtml(body.schema)}</p>${keysHtml(body.schema)}${exampleHtml(body)}` : ''}
${table(
  'Answers',
  ['Status', 'Meaning', 'Type'],
  answers.map(([status, { description, content = {} }]) => [status, words(description), each(Object.entries(content), mediaHtml)]),
)}</div></details>`;
}

/** What a reference (`#/components/responses/…`) leads to, or the thing itself. */
function resolved<T extends { $ref?: string }>(one: T, { components }: OpenApi): T {
  const [, , kind = '', name = ''] = one.$ref?.split('/') ?? [];
  return one.$ref === undefined ? one : ((components as unknown as Record<string, Record<string, T>>)[kind]?.[name] as T);
}

/** Columns that say nothing are left out. */
function table(caption: string, heads: string[], rows: string[][]): string {
  const used = heads.map((_, column) => rows.some((cells) => cells[column]));
  const shown = <T>(cells: T[]) => cells.filter((_, column) => used[column]);
  return `<table><caption>${caption}</caption><tr>${each(shown(heads), (head) => `<th scope="col">${head}</th>`)}</tr>
${each(rows, (cells) => `<tr>${each(shown(cells), (cell) => `<td>${cell}</td>`)}</tr>`)}</table>`;
}

const parameterRow = ({ name, in: place, required, schema, description = '' }: Parameter) => [
  `<code>${escaped(name)}</code>${required ? ' *' : ''}`,
  escaped(place),
  typeHtml(schema),
  words(description),
];

const mediaHtml = ([type, { schema }]: [string, Media]) =>
  type === 'application/json' ? typeHtml(schema) : `<div><code>${escaped(type)}</code></div>`;

/** Named schemas show theirs where they are described. */
const exampleHtml = ({ example, examples }: Media) => (examples || example === undefined ? '' : code(example));
const code = (value: unknown) => `<pre>${escaped(JSON.stringify(value, null, 2))}</pre>`;

function schemaHtml(name: string, schema: Json, { components }: OpenApi): string {
  const example = components.examples[name] as { value: unknown } | undefined;
  return `<details><summary><code>${escaped(name)}</code></summary><div class="body" id="schema-${escaped(name)}">
${keysHtml(schema) || `<p>${typeHtml(schema)}</p>`}
${example ? `<details class="example"><summary>Example</summary>${code(example.value)}</details>` : ''}</div></details>`;
}

/** The keys of an object; empty for anything else. */
function keysHtml(schema: Json): string {
  const required = new Set((schema.required ?? []) as string[]);
  const rows = Object.entries((schema.properties ?? {}) as Record<string, Json>).map(([key, value]) => [
    `<code>${escaped(key)}</code>${required.has(key) ? ' *' : ''}`,
    typeHtml(value),
    words(descriptionOf(value)),
  ]);
  return rows.length ? table('Keys', ['Name', 'Type', 'Meaning'], rows) : '';
}

/** What may be null is described where it is not. */
const descriptionOf = ({ description, anyOf }: Json): unknown =>
  description ?? (anyOf as Json[] | undefined)?.find((one) => one.description !== undefined)?.description ?? '';

const LIMITS: Record<string, (limit: unknown) => string> = {
  format: (format) => String(format),
  pattern: (pattern) => `like <code>${escaped(pattern)}</code>`,
  minLength: (count) => `at least ${count} ${count === 1 ? 'character' : 'characters'}`,
  maxLength: (count) => `at most ${count} characters`,
  minimum: (least) => `from ${least}`,
  exclusiveMinimum: (below) => `above ${below}`,
  maximum: (most) => `up to ${most}`,
  exclusiveMaximum: (above) => `below ${above}`,
  default: (value) => `else <code>${escaped(JSON.stringify(value))}</code>`,
};
/** Every number of the database ends here: not worth saying each time. */
const isOrdinary = (limit: unknown) => typeof limit === 'number' && Math.abs(limit) >= 2 ** 31 - 1;

/** A schema in one line: `string, at least 3 characters`, `list of TagRead`. */
function typeHtml(schema: Json): string {
  const reference = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined;
  if (reference) return `<a href="#schema-${escaped(reference)}">${escaped(reference)}</a>`;
  if (Array.isArray(schema.anyOf)) return schema.anyOf.map((one) => typeHtml(one as Json)).join(' or ');
  if (Array.isArray(schema.enum)) return schema.enum.map((one) => `<code>${escaped(one)}</code>`).join(', ');
  if ('const' in schema) return `<code>${escaped(schema.const)}</code>`;
  if (schema.type === 'array') return `list of ${typeHtml((schema.items ?? {}) as Json)}`;
  const limits = Object.entries(LIMITS).flatMap(([key, told]) => (key in schema && !isOrdinary(schema[key]) ? [told(schema[key])] : []));
  return [escaped(schema.type ?? 'anything'), ...limits].join(', ');
}
