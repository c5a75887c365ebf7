import { readFileSync } from 'node:fs';
import { text as readStream } from 'node:stream/consumers';
import type { Command } from 'commander';
import { SCOPES } from '../../core/scopes.ts';
import type { Change } from '../auth0/change.ts';
import type { Access, Clock } from '../auth0/management.ts';
import type { Installation } from '../auth0/set-up.ts';
import { type Config, loadConfig } from '../config/config.ts';
import { OIDC_PROVIDER } from '../config/sign-in.ts';
import { StartupError, systemCode } from '../startup-error.ts';
import { printTable, say } from './with-system.ts';

type Options = {
  apply?: boolean;
  domain?: string;
  clientId?: string;
  clientSecretFile?: string;
  application: string;
  audience?: string;
  databaseConnection: string;
  development: boolean;
  publicKeyFile?: string;
  logStreamUrl?: string;
  json?: boolean;
};

const MIN_SECRET_BYTES = 32;
const CLOCK: Clock = { now: () => new Date(), wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };

export function addAuth0Commands(program: Command) {
  program
    .command('auth0')
    .description('a tenant of Auth0 at which people sign in')
    .command('setup')
    .description('says what is missing at Auth0 for this installation, and makes it so with --apply; a second run changes nothing')
    .option('--apply', 'does it; without it nothing is changed')
    .option('--domain <host>', 'of the tenant, as Auth0 gave it; default: AUTH0_DOMAIN')
    .option('--client-id <id>', 'of a machine-to-machine application with access to the Management API; default: AUTH0_CLIENT_ID')
    .option('--client-secret-file <path>', 'its secret, from a file; - reads it from standard input; default: AUTH0_CLIENT_SECRET')
    .option('--application <name>', 'what the application, the API and the log stream are called there', 'Tocsin')
    .option('--audience <identifier>', 'of the API; default: DISPATCH_JWT_AUDIENCE, or where people open Tocsin')
    .option('--database-connection <name>', 'whose sign-ups are switched off; none: there is none', 'Username-Password-Authentication')
    .option('--no-development', 'leaves out the callbacks of developers: localhost:3000 and local.dev:3000')
    .option('--public-key-file <path>', 'PEM of the key that signs invitations, for when Auth0 cannot fetch our keys')
    .option('--log-stream-url <url>', 'where Auth0 posts its log, with AUTH0_LOG_STREAM_AUTHORIZATION as the header; default: nowhere')
    .option('--json', 'machine-readable')
    .action(setup);
}

async function setup(options: Options) {
  const config = await loadConfig();
  const wanted = installationOf(config, options);
  const access = await accessOf(config, options);
  const [{ openManagement }, { setUp }] = await Promise.all([import('../auth0/management.ts'), import('../auth0/set-up.ts')]);
  const { apply = false, json = false } = options;
  const changes: Change[] = [];
  try {
    const api = await openManagement(access, CLOCK);
    const clientId = await setUp(api, wanted, { apply, tell: (change) => void changes.push(change) });
    changes.push(...settingsOf(config, access, clientId));
  } finally {
    // Also when it was cut off: what is done is done.
    printTable(changes, json);
  }
  const left = changes.filter(({ state }) => state.startsWith('to be') && !apply).length;
  if (!json && !apply) say(left ? 'Nothing was changed; do it with --apply.' : 'There is nothing to do.');
}

function installationOf({ values, uiUrl, environment }: Config, options: Options): Installation {
  const { DISPATCH_AUTH0_MODE: mode, TOCSIN_AUTH0_CLAIM_SECRET: claimSecret } = values;
  if (mode === 'action') {
    if (Buffer.byteLength(claimSecret ?? '') < MIN_SECRET_BYTES)
      throw new StartupError(
        `TOCSIN_AUTH0_CLAIM_SECRET needs at least ${MIN_SECRET_BYTES} bytes with DISPATCH_AUTH0_MODE=action, for example from \`openssl rand -base64 48\`.`,
      );
    if (!uiUrl.startsWith('https://'))
      throw new StartupError(
        `Auth0 cannot reach ${uiUrl}: set DISPATCH_UI_URL to an address that starts with https://, or DISPATCH_AUTH0_MODE to server.`,
      );
  }
  const { logStreamUrl, databaseConnection } = options;
  if (logStreamUrl !== undefined && !/^https:\/\/[^\s/]+/.test(logStreamUrl))
    throw new StartupError(`${logStreamUrl} is no address that Auth0 posts to; give --log-stream-url one that starts with https://.`);
  return {
    mode,
    name: options.application,
    uiUrl,
    audience: options.audience ?? values.DISPATCH_JWT_AUDIENCE ?? uiUrl,
    scopes: Object.entries(SCOPES).map(([value, { reach }]) => ({ value, description: reach })),
    development: options.development,
    databaseConnection: databaseConnection === 'none' ? undefined : databaseConnection,
    claimSecret,
    publicKey: options.publicKeyFile === undefined ? undefined : contentOf(options.publicKeyFile, '--public-key-file'),
    logStream:
      logStreamUrl === undefined
        ? undefined
        : { url: logStreamUrl, authorization: environment.AUTH0_LOG_STREAM_AUTHORIZATION || undefined },
  };
}

async function accessOf({ environment }: Config, options: Options): Promise<Access> {
  const { AUTH0_DOMAIN, AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET } = environment;
  const domain = options.domain ?? AUTH0_DOMAIN;
  const clientId = options.clientId ?? AUTH0_CLIENT_ID;
  if (!domain) throw new StartupError('Give the domain of the tenant with --domain or AUTH0_DOMAIN, such as acme.eu.auth0.com.');
  const url = URL.parse(/^https?:\/\//.test(domain) ? domain : `https://${domain}`);
  const isHere = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url?.pathname !== '/' || url.username || (url.protocol !== 'https:' && !isHere))
    throw new StartupError(
      `${domain} is no domain of a tenant; give --domain or AUTH0_DOMAIN as Auth0 shows it, such as acme.eu.auth0.com.`,
    );
  if (!clientId) throw new StartupError('Give the id of a machine-to-machine application with --client-id or AUTH0_CLIENT_ID.');
  const secret = await secretOf(options.clientSecretFile, AUTH0_CLIENT_SECRET);
  if (!secret) throw new StartupError('Give the secret of that application with --client-secret-file or AUTH0_CLIENT_SECRET.');
  return { origin: url.origin, clientId, clientSecret: secret };
}

async function secretOf(path: string | undefined, given: string | undefined): Promise<string | undefined> {
  if (path === undefined) return given;
  return path === '-' ? (await readStream(process.stdin)).trim() : contentOf(path, '--client-secret-file');
}

function contentOf(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new StartupError(`${path} cannot be read (${systemCode(cause)}); correct ${option} or the file's permissions.`, { cause });
  }
}

/** What is left to configure here. The secret of the application is not fetched: it would only stand in one more place. */
function settingsOf({ values }: Config, { origin }: Access, clientId: string | undefined): Change[] {
  const wanted = {
    DISPATCH_AUTHENTICATION_PROVIDER_SLUG: OIDC_PROVIDER,
    DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL: origin,
    DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID: clientId,
  };
  const rows = Object.entries(wanted).map(([name, value]): Change => {
    const isSo = value !== undefined && values[name as keyof typeof wanted] === value;
    return { resource: 'setting', name, state: isSo ? 'as it was' : 'to be changed', detail: value ?? 'known when the application exists' };
  });
  const name = 'TOCSIN_OIDC_CLIENT_SECRET';
  const detail = 'Applications → the application → Settings: Client Secret';
  return [...rows, { resource: 'setting', name, state: values[name] ? 'as it was' : 'to be changed', detail }];
}
