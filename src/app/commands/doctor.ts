import type { Command } from 'commander';
import { createTransport } from 'nodemailer';
import { type Config, processSources, readConfig } from '../config/config.ts';
import { pendingMigrations } from '../database/migrate.ts';
import { printTable, withDatabase } from './with-system.ts';

type Check = { check: string; result: 'good' | 'wrong' | 'note'; detail: string };

const MAIL_MS = 10_000;

export function addDoctorCommand(program: Command) {
  program
    .command('doctor')
    .description('checks configuration, database and mail, and says what to do about what is wrong')
    .option('--json', 'machine-readable')
    .action(async ({ json }: { json?: boolean }) => {
      const checks = await examine();
      printTable(checks, json ?? false);
      if (checks.some(({ result }) => result === 'wrong')) process.exitCode = 1;
    });
}

async function examine(): Promise<Check[]> {
  const { config, problems } = readConfig(processSources());
  const checks: Check[] = [
    ...problems.map(({ name, message }): Check => ({ check: 'configuration', result: 'wrong', detail: `${name}: ${message}` })),
    ...config.warnings.map((detail): Check => ({ check: 'configuration', result: 'note', detail })),
  ];
  if (!problems.length) checks.push({ check: 'configuration', result: 'good', detail: `${config.uiUrl}, data in ${config.dataDir}` });
  checks.push(await attempt('database', () => databaseState(config)));
  if (config.values.TOCSIN_SMTP_URL) checks.push(await attempt('mail', () => mailState(config)));
  else checks.push({ check: 'mail', result: 'note', detail: 'TOCSIN_SMTP_URL is not set: mail stays readable in the application.' });
  return checks;
}

async function attempt(check: string, work: () => Promise<string>): Promise<Check> {
  try {
    return { check, result: 'good', detail: await work() };
  } catch (error) {
    return { check, result: 'wrong', detail: (error as Error).message };
  }
}

async function databaseState(config: Config): Promise<string> {
  return withDatabase(config, async (url) => {
    const pending = await pendingMigrations(url);
    if (pending.length) throw new Error(`${config.databaseName}: ${pending.length} migrations wait; run \`tocsin database upgrade\`.`);
    return `${config.databaseName}, schema is current`;
  });
}

async function mailState({ values }: Config): Promise<string> {
  const transport = createTransport({
    url: values.TOCSIN_SMTP_URL,
    connectionTimeout: MAIL_MS,
    greetingTimeout: MAIL_MS,
    socketTimeout: MAIL_MS,
  });
  const host = new URL(values.TOCSIN_SMTP_URL ?? '').host;
  try {
    await transport.verify();
    return `${host} takes mail from ${values.TOCSIN_MAIL_FROM}`;
  } catch (error) {
    throw new Error(`${host}: ${(error as Error).message}; correct TOCSIN_SMTP_URL.`);
  } finally {
    transport.close();
  }
}
