type Json = Record<string, unknown>;
type Parameter = { in: string; name: string; required: boolean; schema: Json };
type Operation = {
  tags: string[];
  summary: string;
  security?: unknown;
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Json }> }>;
};

const escaped = (text: unknown) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The page carries its own style and nothing else. */
export const DOCS_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/** The contract as one page of plain HTML: nothing is fetched, no script runs, the browser's search finds everything. */
export function docsPage(document: Json): string {
  const paths = document.paths as Record<string, Record<string, Operation>>;
  const { schemas } = document.components as { schemas: Record<string, Json> };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const groups = Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? 'other');
  const tags = [...groups.keys()].sort();
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Tocsin API</title><style>${STYLE}</style></head>
<body><nav aria-label="Groups"><h2>Groups</h2><ul>${tags.map((tag) => `<li><a href="#tag-${escaped(tag)}">${escaped(tag)}</a></li>`).join('')}</ul></nav>
<main><h1>Tocsin API</h1><p>${escaped((document.info as Json).description)} Machine-readable: <a href="/api/v1/docs/openapi.json">openapi.json</a>.</p>
${tags.map((tag) => `<section><h2 id="tag-${escaped(tag)}">${escaped(tag)}</h2>${(groups.get(tag) ?? []).map(operationHtml).join('\n')}</section>`).join('\n')}
<section><h2 id="schemas">Schemas</h2>${Object.entries(schemas)
    .map(([name, schema]) => schemaHtml(name, schema))
    .join('\n')}</section></main></body></html>`;
}

function operationHtml({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const body = Object.values(operation.requestBody?.content ?? {})[0];
  const answers = Object.entries(operation.responses).map(([status, { description, content }]) => {
    const schema = Object.values(content ?? {})[0]?.schema;
    return `<tr><td>${status}</td><td>${escaped(description)}</td><td>${schema ? typeHtml(schema) : ''}</td></tr>`;
  });
  return `<details><summary><b class="${method}">${method.toUpperCase()}</b> <code>${escaped(path)}</code> <span>${escaped(operation.summary)}</span></summary>
${operation.security ? '' : '<p>Needs no sign-in.</p>'}
${operation.parameters.length ? `<table><caption>Parameters</caption>${operation.parameters.map(parameterHtml).join('')}</table>` : ''}
${body ? `<p>Body: ${typeHtml(body.schema)}</p>` : ''}
<table><caption>Answers</caption>${answers.join('')}</table></details>`;
}

const parameterHtml = ({ name, in: place, required, schema }: Parameter) =>
  `<tr><td><code>${escaped(name)}</code>${required ? ' *' : ''}</td><td>${escaped(place)}</td><td>${typeHtml(schema)}</td></tr>`;

function schemaHtml(name: string, schema: Json): string {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>);
  const required = new Set((schema.required ?? []) as string[]);
  const rows = properties.map(
    ([key, value]) => `<tr><td><code>${escaped(key)}</code>${required.has(key) ? ' *' : ''}</td><td>${typeHtml(value)}</td></tr>`,
  );
  return `<details id="schema-${escaped(name)}"><summary><code>${escaped(name)}</code></summary>${rows.length ? `<table>${rows.join('')}</table>` : `<p>${typeHtml(schema)}</p>`}</details>`;
}

/** A schema in one line: `string, at least 3 characters`, `list of TagRead`. */
function typeHtml(schema: Json): string {
  const reference = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined;
  if (reference) return `<a href="#schema-${escaped(reference)}">${escaped(reference)}</a>`;
  if (Array.isArray(schema.anyOf)) return schema.anyOf.map((one) => typeHtml(one as Json)).join(' or ');
  if (Array.isArray(schema.enum)) return schema.enum.map((one) => `<code>${escaped(one)}</code>`).join(', ');
  if ('const' in schema) return `<code>${escaped(schema.const)}</code>`;
  if (schema.type === 'array') return `list of ${typeHtml((schema.items ?? {}) as Json)}`;
  const limits = ['format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'default']
    .filter((key) => key in schema)
    .map((key) => `${key} ${escaped(JSON.stringify(schema[key]))}`);
  return [escaped(schema.type ?? 'anything'), ...limits].join(', ');
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; display: grid; grid-template-columns: 14rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1rem; box-sizing: border-box; border-right: 1px solid #8886; }
nav ul { list-style: none; margin: 0; padding: 0; } main { padding: 1rem 2rem 4rem; max-width: 72rem; }
details { border: 1px solid #8886; border-radius: 6px; margin: .4rem 0; padding: .4rem .8rem; } summary { cursor: pointer; overflow-wrap: anywhere; }
summary b { display: inline-block; min-width: 4.5rem; } summary span { opacity: .8; margin-left: .5rem; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; } caption { text-align: left; font-weight: 600; } td { border-top: 1px solid #8884; padding: .25rem .5rem .25rem 0; vertical-align: top; overflow-wrap: anywhere; }
@media (max-width: 50rem) { body { display: block; } nav { position: static; height: auto; border: 0; } main { padding: 1rem; } }`;
