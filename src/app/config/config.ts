import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MISCONFIGURED, StartupError } from '../startup-error.ts';
import { deliveryProblems } from './delivery.ts';
import { parseEnvFile } from './env-file.ts';
import { nearest } from './nearest.ts';
import { type ConfigProblem, Expected, type Found, find, type Origin, parseUrl, type Setting, type Sources } from './read.ts';
import { decodeSecrets } from './secret-providers.ts';
import { HARMLESS, PREFIXES_WE_OWN, PUBLISHED, reasonToIgnore, SETTINGS, type SettingName } from './settings.ts';
import { signInProblems } from './sign-in.ts';

type Values = {
  [N in SettingName]: (typeof SETTINGS)[N]['fallback'] extends infer F
    ? Exclude<ReturnType<(typeof SETTINGS)[N]['read']>, Expected> | F
    : never;
};

export type Config = {
  values: Values;
  origins: Record<SettingName, Origin>;
  /** undefined: the embedded database */
  databaseUrl: string | undefined;
  /** host and database, without credentials */
  databaseName: string;
  uiUrl: string;
  dataDir: string;
  /** folder of the built web application; undefined: none is served */
  webDir: string | undefined;
  production: boolean;
  /** every name that was given, for providers with settings of their own; the environment wins over `.env` */
  environment: Record<string, string | undefined>;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug';
  /** one line each, for the log */
  warnings: string[];
};

const LOG_LEVELS = { CRITICAL: 'fatal', ERROR: 'error', WARNING: 'warn', WARN: 'warn', INFO: 'info', DEBUG: 'debug' } as const;
export const BUILT_WEB = fileURLToPath(new URL('../../../dist/web', import.meta.url));
const MIN_SECRET_BYTES = 32;

/** What this process was started with: its environment and the `.env` file of its working directory. */
export function processSources(): Sources {
  const file = join(process.cwd(), '.env');
  return { environment: process.env, envFile: existsSync(file) ? parseEnvFile(readFileSync(file, 'utf8')) : {} };
}

/**
 * Reads the whole configuration once.
 * @throws StartupError every problem at once, each with its name, where it came from and what is expected; exit code 78
 */
export async function loadConfig(sources: Sources = processSources()): Promise<Config> {
  const { config, problems } = await readConfig(sources);
  if (!problems.length) return config;
  const lines = problems.map(({ name, message }) => `  ${name}: ${message}`);
  throw new StartupError(
    `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${lines.join('\n')}`,
    { exitCode: MISCONFIGURED },
  );
}

/** As `loadConfig`, with the problems beside what could be read. */
export async function readConfig(sources: Sources): Promise<{ config: Config; problems: ConfigProblem[] }> {
  const problems: ConfigProblem[] = [];
  const warnings: string[] = [];
  const values: Record<string, unknown> = {};
  const origins: Record<string, Origin> = {};
  const secrets: { name: SettingName; found: Found }[] = [];
  for (const [name, setting] of Object.entries(SETTINGS) as [SettingName, Setting<unknown>][]) {
    const given = find(name, sources, setting, problems);
    const found = given && withoutQuotes([name, ...(setting.aliases ?? [])], given, warnings);
    warnings.push(...outdone(setting, given, sources));
    origins[name] = found?.origin ?? 'default';
    values[name] = setting.fallback;
    if (found && setting.secret) secrets.push({ name, found });
    else if (found) values[name] = readValue(setting, found, problems);
  }
  const typed = values as Values;
  for (const { name, found } of await decodeSecrets(secrets, typed, sources, problems))
    values[name] = readValue(SETTINGS[name], found, problems);
  const told = new Set(problems.map(({ name }) => name.replace(/_FILE$/, '')));
  const production = /^prod(uction)?$/i.test(typed.ENV ?? '');
  warnings.push(...unusedNames(sources));
  const database = databaseOf(typed);
  // What could not be read is not missing or weak besides.
  problems.push(...[...database.problems, ...rules(typed, production, warnings)].filter(({ name }) => !told.has(name)));
  const uiUrl = typed.DISPATCH_UI_URL ?? `http://localhost:${typed.PORT}`;
  const dataDir = resolve(typed.TOCSIN_DATA_DIR ?? '.data');
  const webDir = typed.STATIC_DIR === '' ? undefined : resolve(typed.STATIC_DIR ?? BUILT_WEB);
  const config: Config = {
    values: typed,
    origins: origins as Config['origins'],
    databaseUrl: database.url,
    databaseName: database.name,
    uiUrl,
    dataDir,
    webDir,
    production,
    environment: { ...sources.envFile, ...sources.environment },
    logLevel: LOG_LEVELS[typed.LOG_LEVEL],
    warnings,
  };
  return { config, problems };
}

function withoutQuotes(names: string[], found: Found, warnings: string[]): Found {
  if (!names.includes(found.name)) warnings.push(`${found.name} is an old name: call it ${names[0]}.`);
  const quoted = /^(["'])(.*)\1$/s.exec(found.value);
  if (!quoted) return found;
  warnings.push(`${found.name} stands in quotation marks, which belong to the value in the environment; they were removed.`);
  return { ...found, value: quoted[2] as string };
}

/** Names that mean the same, given beside the one that counts. */
const outdone = ({ aliases = [] }: Setting<unknown>, found: Found | undefined, { environment, envFile }: Sources): string[] =>
  aliases
    .filter((alias) => found && alias !== found.name && (environment[alias] ?? envFile[alias]) !== undefined)
    .map((alias) => `${alias} has no effect: ${found?.name} is set as well and means the same.`);

function readValue(setting: Setting<unknown>, { value, origin, name }: Found, problems: ConfigProblem[]) {
  const read = setting.read(value);
  if (!(read instanceof Expected)) return read;
  const shown = setting.secret ? 'the value' : `"${value}"`;
  problems.push({ name, message: `${shown} (from ${origin === 'environment' ? 'the environment' : origin}) is not ${read.what}.` });
  return setting.fallback;
}

function databaseOf(values: Values): { url: string | undefined; name: string; problems: ConfigProblem[] } {
  if (values.DATABASE_URL) return { url: values.DATABASE_URL, name: shownUrl(values.DATABASE_URL), problems: [] };
  const host = values.DATABASE_HOSTNAME;
  if (!host) return { url: undefined, name: 'embedded', problems: [] };
  const credentials = values.DATABASE_CREDENTIALS ?? '';
  const colon = credentials.indexOf(':');
  const [user, password] = [credentials.slice(0, colon), credentials.slice(colon + 1)].map(encodeURIComponent);
  const address = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const place = host.startsWith('/')
    ? `/${values.DATABASE_NAME}?host=${encodeURIComponent(host)}`
    : `${address}:${values.DATABASE_PORT}/${encodeURIComponent(values.DATABASE_NAME ?? '')}`;
  return {
    url: `postgres://${user}:${password}@${place}`,
    name: `${values.DATABASE_NAME} on ${host}:${values.DATABASE_PORT}`,
    problems: colon < 1 ? [{ name: 'DATABASE_CREDENTIALS', message: 'is needed with DATABASE_HOSTNAME, as user:password.' }] : [],
  };
}

function shownUrl(text: string): string {
  const url = parseUrl(text);
  return url ? `${url.pathname.slice(1)} on ${url.searchParams.get('host') ?? url.host}` : 'DATABASE_URL';
}

/** Rules that look at more than one value, or at what this version can do. */
function rules(values: Values, production: boolean, warnings: string[]): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const weak = (name: SettingName, message: string) =>
    production ? problems.push({ name, message }) : warnings.push(`${name}: ${message}`);
  const jwt = values.DISPATCH_JWT_SECRET;
  if (jwt !== undefined && Buffer.byteLength(jwt) < MIN_SECRET_BYTES)
    weak('DISPATCH_JWT_SECRET', `use at least ${MIN_SECRET_BYTES} bytes, for example from \`openssl rand -base64 48\`.`);
  for (const name of ['DISPATCH_ENCRYPTION_KEY', 'DATABASE_CREDENTIALS'] as const) {
    if (PUBLISHED.has(values[name] ?? '')) weak(name, 'this value stands in published examples; choose one of your own.');
  }
  if (production && values.DATABASE_HOSTNAME) {
    for (const name of ['DISPATCH_JWT_SECRET', 'DISPATCH_ENCRYPTION_KEY'] as const) {
      if (values[name] === undefined)
        problems.push({ name, message: 'is needed in production with a database of your own, the same for every process.' });
    }
  }
  if (values.TOCSIN_REGISTRATION === 'open') weak('TOCSIN_REGISTRATION', '`open` lets anybody in with any password; it is for trials.');
  if (values.STATIC_DIR && !existsSync(join(resolve(values.STATIC_DIR), 'index.html')))
    problems.push({
      name: 'STATIC_DIR',
      message: `${values.STATIC_DIR} holds no index.html; leave it out for our own application, or empty for none.`,
    });
  problems.push(...signInProblems(values, production), ...deliveryProblems(values, production));
  return problems;
}

/** Names that look like ours and do nothing: a typo, or a setting that is not needed any more. */
function unusedNames({ environment, envFile }: Sources): string[] {
  const known = new Set(Object.entries<Setting<unknown>>(SETTINGS).flatMap(([name, { aliases = [] }]) => [name, ...aliases]));
  const warnings: string[] = [];
  for (const name of new Set([...Object.keys(envFile), ...Object.keys(environment)])) {
    const plain = name.replace(/^(VITE_|VUE_APP_)/, '').replace(/_FILE$/, '');
    if (known.has(plain) || known.has(name) || HARMLESS.has(name)) continue;
    const reason = reasonToIgnore(plain) ?? reasonToIgnore(name);
    if (reason) warnings.push(`${name} has no effect: ${reason}.`);
    else if (PREFIXES_WE_OWN.some((prefix) => name.startsWith(prefix)))
      warnings.push(`${name} is not known; the nearest name is ${nearest(name, known)}.`);
  }
  return warnings;
}
