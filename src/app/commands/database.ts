import type { Command } from 'commander';
import { loadConfig } from '../config/config.ts';
import { migrations, pendingMigrations } from '../database/migrate.ts';
import { addBackupCommands } from './backup.ts';
import { migrateShown } from './progress.ts';
import { printTable, say, withDatabase } from './with-system.ts';

export function addDatabaseCommands(program: Command) {
  const database = program.command('database').description('schema and first data');
  database
    .command('init')
    .description('makes an empty database ready, or an older one current; repeatable, asks nothing')
    .option('--owner <email>', 'becomes the Owner')
    .action(({ owner }: { owner?: string }) => initialise(owner));
  database
    .command('upgrade')
    .description('runs pending migrations')
    .option('--dry-run', 'prints their SQL instead')
    .action(({ dryRun }: { dryRun?: boolean }) => upgrade(dryRun ?? false));
  database
    .command('status')
    .aliases(['heads', 'history'])
    .description('lists the migrations and whether they ran')
    .option('--json', 'machine-readable')
    .action(({ json }: { json?: boolean }) => status(json ?? false));
  addBackupCommands(database);
  for (const name of ['merge', 'revision', 'downgrade', 'stamp']) {
    database
      .command(`${name} [arguments...]`, { hidden: true })
      .allowUnknownOption()
      .action(() => {
        process.stderr.write(
          `There is no \`database ${name}\`: migrations are plain SQL files that run forward, once. Use \`database upgrade\` and backups.\n`,
        );
        process.exitCode = 2;
      });
  }
}

async function initialise(owner: string | undefined) {
  const config = await loadConfig();
  await withDatabase(config, async (url) => {
    const ran = await migrateShown(url);
    const [{ createLog, createSystem }, { howToOwn, prepare }] = await Promise.all([import('../system.ts'), import('../prepare.ts')]);
    const { system, close } = createSystem(config, url, createLog(config));
    try {
      await prepare(system);
      const how = await howToOwn({ ...system, settings: { ...system.settings, ownerEmail: owner ?? system.settings.ownerEmail } });
      say(ran.length ? 'The database is ready.' : 'The database was ready.');
      if (how) say(how);
    } finally {
      await close();
    }
  });
}

async function upgrade(dryRun: boolean) {
  const config = await loadConfig();
  await withDatabase(config, async (url) => {
    if (dryRun) {
      for (const { name, sql } of await pendingMigrations(url)) say(`-- ${name}\n${sql}`);
      return;
    }
    const ran = await migrateShown(url);
    const [{ createLog, createSystem }, { prepare }] = await Promise.all([import('../system.ts'), import('../prepare.ts')]);
    const { system, close } = createSystem(config, url, createLog(config));
    await prepare(system).finally(close);
    say(ran.length ? `${ran.length} migrations ran.` : 'Nothing to do.');
  });
}

async function status(json: boolean) {
  await withDatabase(await loadConfig(), async (url) => {
    const pending = new Set((await pendingMigrations(url)).map(({ name }) => name));
    printTable(
      migrations().map(({ name }) => ({ migration: name, state: pending.has(name) ? 'pending' : 'done' })),
      json,
    );
  });
}
