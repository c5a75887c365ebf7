import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { migrate } from '../src/app/database/migrate.ts';
import { startTemporary } from '../src/app/database/temporary.ts';
import { type Column, readTables, type Table } from './read-tables.ts';

/*
 * Writes src/core/tables.ts from the migrations: the only place where the database's columns meet TypeScript.
 * With --check it writes nothing and fails when the file is not what the migrations say.
 */

const FILE = fileURLToPath(new URL('../src/core/tables.ts', import.meta.url));

/** PostgreSQL's type → what the driver gives, and the name `core/models.ts` uses. */
const TYPES: Record<string, { script: string; model: string }> = {
  int2: { script: 'number', model: 'integer' },
  int4: { script: 'number', model: 'integer' },
  int8: { script: 'number', model: 'bigint' },
  numeric: { script: 'number', model: 'number' },
  float4: { script: 'number', model: 'number' },
  float8: { script: 'number', model: 'number' },
  bool: { script: 'boolean', model: 'boolean' },
  text: { script: 'string', model: 'text' },
  xid8: { script: 'string', model: 'text' },
  uuid: { script: 'string', model: 'uuid' },
  timestamptz: { script: 'Date', model: 'timestamp' },
  json: { script: 'unknown', model: 'json' },
  jsonb: { script: 'unknown', model: 'json' },
  bytea: { script: 'Buffer', model: 'text' },
  _text: { script: 'string[]', model: 'text[]' },
  _int4: { script: 'number[]', model: 'json' },
};

const typeOf = (table: string, column: Column) => {
  const known = TYPES[column.type];
  if (!known) throw new Error(`${table}.${column.name}: scripts/generate-tables.ts knows no TypeScript type for ${column.type}.`);
  return known;
};

function scriptType(table: string, column: Column): string {
  const { script } = typeOf(table, column);
  if (column.generated) return `GeneratedAlways<${column.nullable ? `${script} | null` : script}>`;
  if (script === 'unknown') {
    const written = column.nullable ? 'string | null' : 'string';
    return `ColumnType<unknown, ${column.hasDefault || column.nullable ? `${written} | undefined` : written}, ${written}>`;
  }
  const full = column.nullable ? `${script} | null` : script;
  return column.hasDefault ? `Generated<${full}>` : full;
}

const property = (name: string) => (/^[a-z_]\w*$/i.test(name) ? name : JSON.stringify(name));
const typeName = (table: string) =>
  `${table
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}Table`;

function interfaceOf({ name, columns }: Table): string {
  return [
    `export interface ${typeName(name)} {`,
    ...columns.map((column) => `  ${property(column.name)}: ${scriptType(name, column)};`),
    '}',
  ].join('\n');
}

function constantOf({ name, columns, references, primaryKey, searchConfig }: Table): string {
  const quoted = (text: string | null) => (text === null ? 'null' : `'${text}'`);
  return [
    `  ${property(name)}: {`,
    '    columns: {',
    ...columns.map(
      (column) =>
        `      ${property(column.name)}: { type: '${typeOf(name, column).model}', nullable: ${column.nullable}, hasDefault: ${column.hasDefault} },`,
    ),
    '    },',
    `    references: { ${Object.entries(references)
      .map(([column, table]) => `${property(column)}: '${table}'`)
      .join(', ')} },`.replace('{  }', '{}'),
    `    primaryKey: [${primaryKey.map(quoted).join(', ')}],`,
    `    searchConfig: ${quoted(searchConfig)},`,
    '  },',
  ].join('\n');
}

function fileOf(tables: Table[]): string {
  const interfaces = tables.map(interfaceOf);
  const used = ['ColumnType', 'Generated', 'GeneratedAlways'].filter((name) => interfaces.some((text) => text.includes(`${name}<`)));
  return [
    '// Generated from migrations/ by `npm run generate`. Do not edit.',
    `import type { ${used.join(', ')} } from 'kysely';`,
    ...interfaces,
    ['export interface Database {', ...tables.map(({ name }) => `  ${property(name)}: ${typeName(name)};`), '}'].join('\n'),
    ['export const TABLES = {', ...tables.map(constantOf), '} as const;'].join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

async function generate(): Promise<string> {
  const server = await startTemporary();
  try {
    await migrate(server.url);
    return fileOf(await readTables(server.url));
  } finally {
    await server.stop();
  }
}

const text = await generate();
if (!process.argv.includes('--check')) writeFileSync(FILE, text);
else if (readFileSync(FILE, 'utf8') !== text) {
  process.stderr.write('src/core/tables.ts is not what migrations/ says: run `npm run generate`.\n');
  process.exitCode = 1;
}
