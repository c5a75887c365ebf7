import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, print, validate } from 'graphql';
import { graphQLSchema, graphQLSchemaText } from '../src/app/graphql.ts';

/*
 * Writes contract/schema.graphql, the management API as reviewed text, and contract/documents.json, what our own pages ask of it: each of them
 * checked against the schema.
 * With --check it writes nothing and fails when a file is not what the code says.
 */

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const schema = graphQLSchema();

const documents = globSync('src/web/**/*.graphql', { cwd: ROOT })
  .sort()
  .map((file) => {
    const document = parse(readFileSync(join(ROOT, file), 'utf8'));
    const [problem] = validate(schema, document);
    if (problem) throw new Error(`${file}: ${problem.message}`);
    return print(document);
  });

const FILES: Record<string, string> = {
  'contract/schema.graphql': graphQLSchemaText(),
  'contract/documents.json': `${JSON.stringify(documents, null, 2)}\n`,
};

for (const [file, text] of Object.entries(FILES)) {
  const path = join(ROOT, file);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    process.stderr.write(`${file} is not what the code says: run \`npm run generate\` and review the difference.\n`);
    process.exitCode = 1;
  }
}
