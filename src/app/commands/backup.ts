import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { type Config, loadConfig } from '../config/config.ts';
import { dropDatabase, nameOfDatabase } from '../database/drop.ts';
import { migrate } from '../database/migrate.ts';
import { confirmByName } from './confirm.ts';
import { migrateShown, withProgress } from './progress.ts';
import { say, withDatabase } from './with-system.ts';

const FILE = 'dispatch-backup.dump';

type DumpOptions = { dumpFile: string; text?: boolean; json?: boolean };
type RestoreOptions = { dumpFile: string; replace?: boolean; yes?: string; json?: boolean };

export function addBackupCommands(database: Command) {
  database
    .command('dump')
    .description('writes one moment of the whole database into a file; needs no other program, and nothing has to stop for it')
    .option('--dump-file <path>', 'where to; a file that is there is replaced when the new one is whole', FILE)
    .option('--text', 'not compressed')
    .option('--json', 'machine-readable')
    .action(dump);
  database
    .command('restore')
    .description('fills an empty database from such a file, all or nothing, and brings it to the schema of this version')
    .option('--dump-file <path>', 'where from', FILE)
    .option('--replace', 'loses what is in the database')
    .option('--yes <name>', 'name of the database whose content is lost: asks nothing')
    .option('--skip-check', 'of older scripts: nothing is asked without --replace')
    .option('--json', 'machine-readable')
    .action(restore);
  database
    .command('drop')
    .description('deletes the database and everything in it')
    .option('--yes <name>', 'name of the database: asks nothing')
    .action(drop);
}

/** What a database alone does not bring back. */
const besides = ({ dataDir, values }: Config) =>
  `Not in it: files (${join(dataDir, 'files')})${
    values.DISPATCH_ENCRYPTION_KEY ? ' and DISPATCH_ENCRYPTION_KEY' : ` and the keys (${join(dataDir, 'secrets.json')})`
  }, which open the secrets of plug-ins.`;

async function dump({ dumpFile, text, json }: DumpOptions) {
  const config = await loadConfig();
  const file = resolve(dumpFile);
  const { dumpDatabase } = await import('../database/dump/dump.ts');
  const { tables, rows, bytes } = await withDatabase(config, (url) =>
    withProgress('Dumping', json ?? false, (onProgress) => dumpDatabase(url, file, { text: text ?? false, onProgress })),
  );
  if (json) return say(JSON.stringify({ file, tables, rows, bytes }, null, 2));
  say(`${file}: ${tables} tables, ${rows} rows, ${bytes} bytes.\n${besides(config)}`);
}

async function restore({ dumpFile, replace = false, yes, json = false }: RestoreOptions) {
  const config = await loadConfig();
  const file = resolve(dumpFile);
  const { checkDump, restoreDatabase } = await import('../database/dump/restore.ts');
  const header = await withProgress('Checking', json, (onProgress) => checkDump(file, onProgress));
  if (replace) await confirmByName(`Everything in the database ${config.databaseName} will be lost.`, nameOfDatabase(config), yes);
  await withDatabase(config, async (url) => {
    const rows = await withProgress('Restoring', json, (onProgress) => restoreDatabase(url, file, { replace, onProgress }));
    const migrated = await (json ? migrate(url) : migrateShown(url));
    if (json) return say(JSON.stringify({ file, created_at: header.created_at, tables: header.tables.length, rows, migrated }, null, 2));
    say(`The database is as it was at ${header.created_at}: ${header.tables.length} tables, ${rows} rows.`);
  });
}

async function drop({ yes }: { yes?: string }) {
  const config = await loadConfig();
  const name = nameOfDatabase(config);
  await confirmByName(`The database ${config.databaseName} and everything in it will be deleted.`, name, yes);
  await dropDatabase(config);
  say(`The database ${name} is gone.`);
}
