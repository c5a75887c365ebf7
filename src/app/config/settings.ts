import { choice, email, exactText, flag, integer, list, networks, secret, text, url } from './read.ts';
import { SIGN_IN_SETTINGS } from './sign-in.ts';

/** Every name this version acts on, in the order the documentation shows them. */
export const SETTINGS = {
  PORT: integer('port of the HTTP server', 8000, { max: 65_535 }),
  TOCSIN_HOST: text('address the HTTP server listens on; 0.0.0.0 for every network', '127.0.0.1'),
  DISPATCH_UI_URL: url('address people open, for links in mail and documents; default http://localhost:PORT', undefined, [
    'http:',
    'https:',
  ]),
  TOCSIN_DATA_DIR: text('folder of the embedded database, files and generated secrets', '.data'),
  STATIC_DIR: exactText('folder of the built web application; empty: serve none', undefined),
  LOG_LEVEL: choice('what is logged', ['CRITICAL', 'ERROR', 'WARNING', 'WARN', 'INFO', 'DEBUG'], 'WARNING'),
  ENV: text('name of the environment; `prod` refuses weak settings', 'local'),
  DATABASE_URL: url('PostgreSQL address; instead of the four names below', undefined, ['postgres:', 'postgresql:'], { secret: true }),
  DATABASE_HOSTNAME: text('PostgreSQL host; without it the embedded database is used', undefined),
  DATABASE_CREDENTIALS: secret('user:password, split at the first colon'),
  DATABASE_NAME: text('database on that host', 'dispatch'),
  DATABASE_PORT: integer('port on that host', 5432, { min: 1, max: 65_535 }),
  DATABASE_ENGINE_POOL_SIZE: integer('connections kept per process', 20, { min: 1, max: 1000 }),
  DATABASE_ENGINE_MAX_OVERFLOW: integer('connections above that', 10, { max: 1000 }),
  DATABASE_ENGINE_POOL_TIMEOUT: integer('how long a request waits for a connection, seconds; 0: as long as it takes', 30, { max: 3600 }),
  DATABASE_ENGINE_POOL_RECYCLE: integer('age at which a connection is replaced, seconds; 0: never', 3600, { max: 604_800 }),
  DISPATCH_JWT_SECRET: secret('signs login tokens, at least 32 bytes; generated when absent'),
  DISPATCH_JWT_EXP: integer('lifetime of a login token, seconds', 86_400, { min: 60 }),
  DISPATCH_JWT_ALG: choice('signature of login tokens; no other is accepted', ['HS256', 'HS384', 'HS512'], 'HS256'),
  DISPATCH_ENCRYPTION_KEY: secret('seals stored secrets of plug-ins; generated when absent'),
  ...SIGN_IN_SETTINGS,
  DISPATCH_OWNER_EMAIL: email('becomes the Owner at the first start; their link is printed', undefined),
  TOCSIN_REGISTRATION: choice('invite: people are invited; open: anybody registers, for trials only', ['invite', 'open'], 'invite'),
  TOCSIN_SMTP_URL: url(
    'mail server, smtp://user:password@host:587; without it mail stays readable in the application',
    undefined,
    ['smtp:', 'smtps:'],
    { secret: true },
  ),
  TOCSIN_MAIL_FROM: text('sender of mail', 'Tocsin <tocsin@localhost>'),
  SECRET_PROVIDER: text(
    'how DATABASE_CREDENTIALS and DISPATCH_ENCRYPTION_KEY are encrypted: kms-secret or metatron-secret; without it they are plain',
    undefined,
  ),
  TOCSIN_KMS_ENDPOINT: url('address of AWS KMS, where it is not the usual one of the region', undefined, ['http:', 'https:']),
  TOCSIN_METATRON_COMMAND: text('decrypts standard input to standard output; words are separated by spaces, no shell', 'metatron decrypt'),
  RATELIMIT_ENABLED: flag('false: requests and signals are not counted; attempts to sign in still are', true),
  ENV_TAGS: list('tag:VARIABLE pairs added to every log line'),
  TOCSIN_REQUESTS_PER_MINUTE: integer(
    'requests a person may send a minute to one process, an address ten times as many; 0: any number',
    6000,
  ),
  TOCSIN_SIGNALS_PER_MINUTE: integer('signal instances an address may send a minute to one process; 0: any number', 1000),
  TOCSIN_STATEMENT_SECONDS: integer('longest that one statement of a request may take, seconds; 0: as long as it likes', 30, { max: 3600 }),
  TOCSIN_TRUSTED_PROXIES: networks('proxies whose X-Forwarded-For is believed: addresses, networks, loopback', ['loopback']),
  TOCSIN_WORKER_CONCURRENCY: integer('jobs a process runs at the same time', 8, { min: 1, max: 100 }),
} as const;

export type SettingName = keyof typeof SETTINGS;

/** Names of the reference that need no value here, with the reason; they are accepted so that an old file keeps working. */
export const IGNORED: Record<string, string> = {
  ALEMBIC_INI_PATH: 'there is one migration history and no path to it',
  ALEMBIC_CORE_REVISION_PATH: 'there is one migration history and no path to it',
  ALEMBIC_TENANT_REVISION_PATH: 'there is one migration history and no path to it',
  ALEMBIC_MULTI_TENANT_MIGRATION_PATH: 'there is one migration history and no path to it',
  DATABASE_ENGINE_POOL_PING: 'broken connections are replaced when they break',
  DISPATCH_AUTH_REGISTRATION_ENABLED: 'people are invited; TOCSIN_REGISTRATION=open opens registration',
  DISPATCH_AUTHENTICATION_PROVIDER_USE_ID_TOKEN: 'access tokens and ID tokens of the provider are both taken',
  DISPATCH_ESCAPE_HTML: 'mail is always escaped',
  DISPATCH_MARKDOWN_IN_INCIDENT_DESC: 'descriptions are always Markdown',
  FORWARDED_ALLOW_IPS: 'TOCSIN_TRUSTED_PROXIES names the proxies whose word counts',
  MJML_PATH: 'mail templates are compiled ahead',
};

/** Families of names that belong to parts which this version does not have. */
export const IGNORED_FAMILIES: readonly { pattern: RegExp; reason: string }[] = [
  { pattern: /^(VITE_|VUE_APP_)?(DISPATCH_)?SENTRY_/, reason: 'error reporting to Sentry is not part of this version' },
  { pattern: /^METRIC_PROVIDERS$/, reason: 'metric plug-ins are not part of this version' },
  {
    pattern: /^RATELIMIT_/,
    reason: 'TOCSIN_REQUESTS_PER_MINUTE and TOCSIN_SIGNALS_PER_MINUTE are the limits, RATELIMIT_ENABLED=false lifts them',
  },
  {
    pattern: /^(VITE_|VUE_APP_)?DISPATCH_(AVATAR|FORCE_AVATAR|COMMIT)_/,
    reason: 'the browser application is the same for every installation',
  },
];

export const PREFIXES_WE_OWN = ['DISPATCH_', 'VITE_DISPATCH_', 'VUE_APP_DISPATCH_', 'DATABASE_', 'RATELIMIT_', 'TOCSIN_'];

/** Set by build systems and images, read by nobody. */
export const HARMLESS = new Set(['DISPATCH_BUILD', 'DISPATCH_VERSION', 'DISPATCH_CONF', 'DISPATCH_LIGHT_BUILD', 'TOCSIN_DEV_SERVER']);

/** Values that stand in published sample files: everybody knows them. */
export const PUBLISHED = new Set(['foo', 'secret', 'changeme', 'dispatch:dispatch']);
