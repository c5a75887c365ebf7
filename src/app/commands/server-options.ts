import cluster from 'node:cluster';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { StartupError, systemCode } from '../startup-error.ts';

export type ServerOptions = {
  host?: string;
  port?: string;
  workers?: number;
  proxyHeaders?: boolean;
  forwardedAllowIps?: string;
  logLevel?: string;
  timeoutKeepAlive?: number;
  timeoutGracefulShutdown?: number;
  sslKeyfile?: string;
  sslCertfile?: string;
  sslKeyfilePassword?: string;
  sslCiphers?: string;
  backlog?: number;
  migrate?: boolean;
};

/** What the server is told besides its configuration. */
export type Transport = {
  keepAliveSeconds?: number | undefined;
  backlog?: number | undefined;
  tls?: { key: string; cert: string; passphrase?: string | undefined; ciphers?: string | undefined } | undefined;
};

/** Options of the reference's server whose absence would be noticed: each says what to do instead. */
const REFUSED: [flags: string, instead: string][] = [
  ['--uds <path>', 'Listening on a Unix socket is not possible; use --host and --port.'],
  ['--fd <number>', 'An inherited socket cannot be used; use --host and --port.'],
  ['--reload', 'This server does not watch its source; `npm run dev` does.'],
  ['--reload-dir <path>', 'This server does not watch its source; `npm run dev` does.'],
  ['--reload-include <pattern>', 'This server does not watch its source; `npm run dev` does.'],
  ['--reload-exclude <pattern>', 'This server does not watch its source; `npm run dev` does.'],
  ['--reload-delay <seconds>', 'This server does not watch its source; `npm run dev` does.'],
  ['--env-file <path>', 'Settings are read from the environment and from .env where the command is started; start it in that folder.'],
  ['--log-config <path>', 'The log is JSON lines on standard error; --log-level says how much, ENV_TAGS adds to each line.'],
  ['--access-log', 'Requests that succeed are not logged; take the access log of the proxy in front.'],
  ['--server-header', 'No Server header is sent; let the proxy in front add one.'],
  ['--no-date-header', 'The Date header is always sent; let the proxy in front remove it.'],
  ['--header <name:value>', 'Headers of your own are not sent; let the proxy in front add them.'],
  ['--root-path <path>', 'Tocsin is served from the root of its host; give it a host name of its own and set DISPATCH_UI_URL.'],
  ['--limit-concurrency <number>', 'Requests are limited a minute, not at a time; set TOCSIN_REQUESTS_PER_MINUTE.'],
  ['--limit-max-requests <number>', 'Processes need no restart after so many requests; leave it out.'],
  ['--ssl-version <number>', 'TLS 1.2 and newer are spoken; leave it out, or choose --ssl-ciphers.'],
  ['--ssl-cert-reqs <number>', 'Certificates of clients are not asked for; let the proxy in front check them.'],
  ['--ssl-ca-certs <path>', 'Certificates of clients are not asked for; let the proxy in front check them.'],
];

/** Choices between parts of the reference's server that do not exist here: whatever is chosen, nothing differs for anybody. */
const WITHOUT_MEANING = [
  '--loop <name>',
  '--http <name>',
  '--ws <name>',
  '--ws-max-size <bytes>',
  '--ws-max-queue <number>',
  '--ws-ping-interval <seconds>',
  '--ws-ping-timeout <seconds>',
  '--ws-per-message-deflate <flag>',
  '--lifespan <mode>',
  '--interface <name>',
  '--app-dir <path>',
  '--factory',
  '--use-colors',
  '--no-use-colors',
  '--h11-max-incomplete-event-size <bytes>',
];

/** Always so. */
const SO_ANYWAY = ['--no-access-log', '--no-server-header', '--date-header'];

const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (!/^\d{1,9}$/.test(text) || number < least || number > most)
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    return number;
  };

export function addServerOptions(command: Command): Command {
  command
    .option('--host <address>', 'address to listen on (TOCSIN_HOST)')
    .option('--port <number>', 'port to listen on (PORT)')
    .option('--workers <number>', 'processes that serve, each with its own connections and limits (WEB_CONCURRENCY; 1)', whole(1, 64))
    .option('--proxy-headers', 'believes X-Forwarded-For of trusted proxies (the default)')
    .option('--no-proxy-headers', 'believes no proxy')
    .option('--forwarded-allow-ips <list>', 'proxies that are believed, * for all (TOCSIN_TRUSTED_PROXIES)')
    .option('--log-level <level>', 'what is logged (LOG_LEVEL)')
    .option('--timeout-keep-alive <seconds>', 'how long an idle connection is kept (72)', whole(1, 86_400))
    .option('--timeout-graceful-shutdown <seconds>', 'how long running requests may take to end (25)', whole(1, 3600))
    .option('--ssl-keyfile <path>', 'private key: serves HTTPS')
    .option('--ssl-certfile <path>', 'its certificate, with those between it and the root')
    .option('--ssl-keyfile-password <text>', 'opens the key; visible in the process list')
    .option('--ssl-ciphers <list>', 'as OpenSSL names them')
    .option('--backlog <number>', 'connections that may wait to be taken (511)', whole(1, 65_535))
    .option('--migrate', 'runs pending migrations first');
  for (const [flags, instead] of REFUSED)
    command.addOption(new Option(flags, instead).hideHelp()).on(eventOf(flags), () => command.error(`error: ${instead}`));
  for (const flags of WITHOUT_MEANING)
    command
      .addOption(new Option(flags, 'has no meaning here').hideHelp())
      .on(eventOf(flags), () => void (cluster.isPrimary && process.stderr.write(`Without effect here: ${nameOf(flags)}\n`)));
  for (const flags of SO_ANYWAY) command.addOption(new Option(flags, 'is so anyway').hideHelp());
  return command;
}

const nameOf = (flags: string) => flags.split(' ')[0] as string;
/** @see Commander, which calls `--no-x` and `--x` by names of their own */
const eventOf = (flags: string) => `option:${nameOf(flags).slice(2)}`;

/** Every network there is; no list of networks may say "all" in one. */
const EVERYBODY = '0.0.0.0/1,128.0.0.0/1,::/1,8000::/1';

/** The options that are settings, under the settings' names. */
export function settingsOf({ host, port, logLevel, proxyHeaders, forwardedAllowIps }: ServerOptions): Record<string, string> {
  const trusted = proxyHeaders === false ? '' : forwardedAllowIps?.trim() === '*' ? EVERYBODY : forwardedAllowIps;
  return {
    ...(host && { TOCSIN_HOST: host }),
    ...(port && { PORT: port }),
    ...(logLevel && { LOG_LEVEL: logLevel.toLowerCase() === 'trace' ? 'DEBUG' : logLevel }),
    ...(trusted !== undefined && { TOCSIN_TRUSTED_PROXIES: trusted }),
  };
}

export function transportOf(options: ServerOptions): Transport {
  const { sslKeyfile, sslCertfile, sslKeyfilePassword: passphrase, sslCiphers: ciphers, timeoutKeepAlive, backlog } = options;
  if ((sslKeyfile === undefined) !== (sslCertfile === undefined) || (!sslKeyfile && (passphrase || ciphers)))
    throw new StartupError('For HTTPS give both --ssl-keyfile and --ssl-certfile.');
  const tls =
    sslKeyfile && sslCertfile
      ? { key: readText('--ssl-keyfile', sslKeyfile), cert: readText('--ssl-certfile', sslCertfile), passphrase, ciphers }
      : undefined;
  if (tls) requireFitting(tls);
  return { keepAliveSeconds: timeoutKeepAlive, backlog, tls };
}

function requireFitting(tls: NonNullable<Transport['tls']>) {
  try {
    createSecureContext(tls);
  } catch (cause) {
    throw new StartupError(
      `TLS cannot be spoken with this key, certificate, password and ciphers (${(cause as Error).message}); correct the --ssl options.`,
      { cause },
    );
  }
}

function readText(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StartupError(`${option}: ${path} cannot be read (${systemCode(cause)}); correct the path or its permissions.`, { cause });
  }
}
