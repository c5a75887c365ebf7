import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import { type DefinitionNode, type DocumentNode, type FragmentDefinitionNode, Kind, parse, print, validate, visit } from 'graphql';
import { graphQLSchema, graphQLSchemaText } from '../src/app/graphql.ts';

/*
 * Writes contract/schema.graphql, the management API as reviewed text; contract/documents.json, what our own pages ask of it, each of them checked
 * against the schema; and src/web/api/documents.ts, by which the pages ask: an id for each document, and the types of its variables and answer.
 * With --check it writes nothing and fails when a file is not what the code says.
 */

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const schema = graphQLSchema();

const definitions = globSync('src/web/**/*.graphql', { cwd: ROOT })
  .sort()
  .flatMap((location) => parse(readFileSync(join(ROOT, location), 'utf8')).definitions.map((definition) => ({ location, definition })));
const fragments = new Map(
  definitions.flatMap(({ definition }) => (definition.kind === 'FragmentDefinition' ? [[definition.name.value, definition] as const] : [])),
);

/** The fragments that a definition uses, and those that they use. */
function used(definition: DefinitionNode, found = new Set<FragmentDefinitionNode>()): FragmentDefinitionNode[] {
  visit(definition, {
    FragmentSpread({ name }) {
      const fragment = fragments.get(name.value);
      if (!fragment || found.has(fragment)) return;
      found.add(fragment);
      used(fragment, found);
    },
  });
  return [...found];
}

const sources = definitions.flatMap(({ location, definition }) => {
  if (definition.kind !== 'OperationDefinition') return [];
  const name = definition.name?.value;
  if (!name) throw new Error(`${location}: a page asks with named operations.`);
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [definition, ...used(definition)] };
  const [problem] = validate(schema, document);
  if (problem) throw new Error(`${location}: ${problem.message}`);
  return { location, document, name, kind: definition.operation === 'query' ? 'Query' : 'Mutation' };
});

const texts = sources.map(({ document }) => print(document));

/** A name for its id and its types; what it is of can be read in the file beside the page. */
const constants = sources.map(({ name, kind }, index) => {
  const id = `sha256:${createHash('sha256')
    .update(texts[index] as string)
    .digest('hex')}`;
  return `export const ${name}: Document<${name}${kind}, ${name}${kind}Variables> = { id: '${id}' };`;
});

const types = await codegen({
  filename: 'documents.ts',
  schema: parse(graphQLSchemaText()),
  schemaAst: schema,
  documents: sources.map(({ location, document }) => ({ location, document })),
  plugins: [{ operations: {} }],
  pluginMap: { operations },
  config: {
    enumsAsTypes: true,
    onlyOperationTypes: true,
    preResolveTypes: true,
    skipTypename: true,
    inlineFragmentTypes: 'inline',
    avoidOptionals: { field: true },
    strictScalars: true,
    scalars: {
      Cursor: 'string',
      DateTime: 'string',
      Duration: 'string',
      EmailAddress: 'string',
      JSONObject: 'Record<string, unknown>',
      Markdown: 'string',
      Slug: 'string',
      URL: 'string',
    },
  },
});

const FILES: Record<string, string> = {
  'contract/schema.graphql': graphQLSchemaText(),
  'contract/documents.json': `${JSON.stringify(texts, null, 2)}\n`,
  'src/web/api/documents.ts': [
    '/* Generated from the .graphql files beside the pages: run `npm run generate`. */',
    types.trim(),
    '/** A document that the server knows by its id; the types say what it is asked with and answers. */',
    'export type Document<Answer, Variables> = { id: string; readonly types?: [Answer, Variables] };',
    ...constants,
    '',
  ].join('\n\n'),
};

for (const [file, text] of Object.entries(FILES)) {
  const path = join(ROOT, file);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    process.stderr.write(`${file} is not what the code says: run \`npm run generate\` and review the difference.\n`);
    process.exitCode = 1;
  }
}
