import { text as readStream } from 'node:stream/consumers';
import type { Command } from 'commander';
import { createTransport } from 'nodemailer';
import { findUserId } from '../../features/auth/index.ts';
import type { AuthenticationProvider, Check } from '../../plugin-sdk/authentication.ts';
import { type Config, processSources, readConfig } from '../config/config.ts';
import { pendingMigrations } from '../database/migrate.ts';
import { describeDeliveries } from '../deliveries.ts';
import { printTable, withDatabase, withSystem } from './with-system.ts';

const MAIL_MS = 10_000;

export function addDoctorCommand(program: Command) {
  program
    .command('doctor')
    .description('checks configuration, database, plug-ins, mail and sign-in, and says what to do about what is wrong')
    .option('--json', 'machine-readable')
    .action(async ({ json }: { json?: boolean }) => tell(await examine(), json));
  program
    .command('auth')
    .description('how people sign in')
    .command('doctor')
    .description('checks sign-in alone, and a token when one is given')
    .option('--token-stdin', 'reads a token from standard input and says what would become of it')
    .option('--json', 'machine-readable')
    .action(async ({ tokenStdin, json }: { tokenStdin?: boolean; json?: boolean }) => {
      const { checks, config } = await configuration();
      const token = tokenStdin ? (await readStream(process.stdin)).trim() : undefined;
      tell([...checks, ...(config ? await signInState(config, token) : [])], json);
    });
}

function tell(checks: Check[], json: boolean | undefined) {
  printTable(checks, json ?? false);
  if (checks.some(({ result }) => result === 'wrong')) process.exitCode = 1;
}

/** @returns no configuration when it has problems: what would be checked with it is not what was meant */
async function configuration(): Promise<{ checks: Check[]; config: Config | undefined }> {
  const { config, problems } = await readConfig(processSources());
  const checks: Check[] = [
    ...problems.map(({ name, message }): Check => ({ check: 'configuration', result: 'wrong', detail: `${name}: ${message}` })),
    ...config.warnings.map((detail): Check => ({ check: 'configuration', result: 'note', detail })),
  ];
  if (problems.length) return { checks, config: undefined };
  checks.push({ check: 'configuration', result: 'good', detail: `${config.uiUrl}, data in ${config.dataDir}` });
  return { checks, config };
}

async function examine(): Promise<Check[]> {
  const { checks, config } = await configuration();
  if (!config) return checks;
  const database = await attempt('database', () => databaseState(config));
  checks.push(database, ...(database.result === 'good' ? await pluginStates() : []));
  if (config.values.TOCSIN_SMTP_URL) checks.push(await attempt('mail', () => mailState(config)));
  else checks.push({ check: 'mail', result: 'note', detail: 'TOCSIN_SMTP_URL is not set: mail stays readable in the application.' });
  checks.push(await attempt('invitations', () => deliveryState(config)));
  return [...checks, ...(await signInState(config, undefined))];
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

/** What a start would not notice: code that is gone although projects count on it, and configurations that do not fit any more. */
async function pluginStates(): Promise<Check[]> {
  const { catalogueState } = await import('../../features/plugins/index.ts');
  const state = await withSystem((system) => catalogueState(system));
  const wrong = state.filter(({ problem }) => problem !== null);
  const inUse = state.filter(({ enabled }) => enabled.length).length;
  const good: Check = { check: 'plug-ins', result: 'good', detail: `${state.length} known, ${inUse} of them enabled` };
  const checks = wrong.map(
    ({ slug, problem, enabled }): Check => ({
      check: 'plug-ins',
      result: enabled.length ? 'wrong' : 'note',
      detail: `${slug}: ${problem}`,
    }),
  );
  return checks.length ? checks : [good];
}

/** Links are sent over TLS only, other mail is not as particular. */
async function deliveryState(config: Config): Promise<string> {
  const { DISPATCH_INVITE_DELIVERY: channels, TOCSIN_SMTP_URL: smtpUrl } = config.values;
  if (channels.includes('smtp') && smtpUrl) await mailState(config, { requireTLS: true });
  return describeDeliveries(config);
}

async function mailState({ values }: Config, { requireTLS = false } = {}): Promise<string> {
  const transport = createTransport({
    url: values.TOCSIN_SMTP_URL,
    requireTLS,
    connectionTimeout: MAIL_MS,
    greetingTimeout: MAIL_MS,
    socketTimeout: MAIL_MS,
  });
  const host = new URL(values.TOCSIN_SMTP_URL ?? '').host;
  try {
    await transport.verify();
    return `${host} takes mail from ${values.TOCSIN_MAIL_FROM}`;
  } catch (error) {
    const remedy = requireTLS ? 'links need TLS: add it there, or end TOCSIN_SMTP_URL with ?requireTLS=false' : 'correct TOCSIN_SMTP_URL';
    throw new Error(`${host}: ${(error as Error).message}; ${remedy}.`);
  } finally {
    transport.close();
  }
}

/** The provider, what it needs from outside, and what would become of a token; what follows something wrong is not tried. */
async function signInState(config: Config, token: string | undefined): Promise<Check[]> {
  const slug = config.values.DISPATCH_AUTHENTICATION_PROVIDER_SLUG || 'none: nobody is asked who they are';
  const { createProvider } = await import('../provider.ts');
  let provider: AuthenticationProvider | undefined;
  const checks = [
    await attempt('sign-in', async () => {
      provider = await createProvider(config);
      return slug;
    }),
  ];
  checks.push(...((await provider?.examine?.(token)) ?? []));
  if (token === undefined || checks.some(({ result }) => result === 'wrong')) return checks;
  return [...checks, await attempt('account', () => accountState(provider, token))];
}

async function accountState(provider: AuthenticationProvider | undefined, token: string): Promise<string> {
  const identity = await provider?.identify({
    headers: { authorization: `Bearer ${token.replace(/^bearer\s+/i, '')}` },
    peer: '',
    method: 'GET',
  });
  if (!identity) throw new Error('This provider does not look at tokens.');
  const { email, issuer, subject } = identity;
  const userId = await withSystem((system) => findUserId(system, email));
  if (userId === undefined) throw new Error(`${email} (${subject} of ${issuer}) has no account: \`user register\` makes one.`);
  return `${email} (${subject} of ${issuer}) has an account and is let in`;
}
