import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contractOf } from '../src/app/contract.ts';
import { routes } from '../src/app/routes.ts';

/*
 * Writes contract/openapi.json: the REST contract as reviewed text, so that a change of it shows in a diff.
 * With --check it writes nothing and fails when the file is not what the routes say.
 */

const FILE = fileURLToPath(new URL('../contract/openapi.json', import.meta.url));
const text = `${JSON.stringify(contractOf(routes), null, 2)}\n`;

if (!process.argv.includes('--check')) {
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, text);
} else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text) {
  process.stderr.write('contract/openapi.json is not what the routes say: run `npm run generate` and review the difference.\n');
  process.exitCode = 1;
}
