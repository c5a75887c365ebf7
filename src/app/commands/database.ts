import type { Command } from 'commander';
import { loadConfig } from '../config/config.ts';
import { migrate, migrations, pendingMigrations } from '../database/migrate.ts';
import { configuredKeys } from '../invitation-keys.ts';
import { addBackupCommands } from './backup.ts';
import { migrateShown } from './progress.ts';
import { printTable, say, withDatabase } from './with-system.ts';

export function addDatabaseCommands(program: Command) {
  const database = program.command('database').description('schema and first data');
  database
    .command('init')
    .description('makes an empty database ready, or an older one current; repeatable, asks nothing')
    .option('--owner <email>', 'becomes the Owner')
    .option('--json', 'machine-readable')
    .action(({ owner, json }: { owner?: string; json?: boolean }) => initialise(owner, json ?? false));
  database
    .command('upgrade')
    .description('runs pending migrations')
    .option('--dry-run', 'prints their SQL instead')
    .option('--json', 'machine-readable')
    .action(({ dryRun, json }: { dryRun?: boolean; json?: boolean }) => upgrade(dryRun ?? false, json ?? false));
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
      .description('is not here: migrations run forward, once')
      .allowUnknownOption()
      .action(() => {
        process.stderr.write(
          `There is no \`database ${name}\`: migrations are plain SQL files that run forward, once. Use \`database upgrade\` and backups.\n`,
        );
        process.exitCode = 2;
      });
  }
}

async function initialise(owner: string | undefined, json: boolean) {
  const config = await loadConfig();
  await withDatabase(config, async (url) => {
    const ran = await (json ? migrate(url) : migrateShown(url));
    const [{ openSystem }, { howToOwn, prepare }] = await Promise.all([import('../system.ts'), import('../prepare.ts')]);
    const { system, close } = await openSystem(config, url);
    try {
      await prepare(system, await configuredKeys(config));
      const how = await howToOwn({ ...system, settings: { ...system.settings, ownerEmail: owner ?? system.settings.ownerEmail } });
      if (json) return say(JSON.stringify({ migrated: ran, next: how ?? null }, null, 2));
      say(ran.length ? 'The database is ready.' : 'The database was ready.');
      if (how) say(how);
    } finally {
      await close();
    }
  });
}

async function upgrade(dryRun: boolean, json: boolean) {
  const config = await loadConfig();
  await withDatabase(config, async (url) => {
    if (dryRun) {
      const pending = await pendingMigrations(url);
      if (json) say(JSON.stringify(pending, null, 2));
      else for (const { name, sql } of pending) say(`-- ${name}\n${sql}`);
      return;
    }
    const ran = await (json ? migrate(url) : migrateShown(url));
    const [{ openSystem }, { prepare }] = await Promise.all([import('../system.ts'), import('../prepare.ts')]);
    const { system, close } = await openSystem(config, url);
    await prepare(system, await configuredKeys(config)).finally(close);
    if (json) return say(JSON.stringify({ migrated: ran }, null, 2));
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
