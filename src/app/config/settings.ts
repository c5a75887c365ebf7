import { AUTH0_SETTINGS } from './auth0.ts';
import { DELIVERY_SETTINGS } from './delivery.ts';
import { GRAPHQL_SETTINGS } from './graphql.ts';
import { INVITATION_SETTINGS } from './invitations.ts';
import { choice, email, exactText, flag, integer, list, matching, networks, secret, text, url } from './read.ts';
import { SIGN_IN_SETTINGS } from './sign-in.ts';

const HOST = /^[\w.:%-]+$/;

const SERVER_SETTINGS = {
  PORT: integer('port of the HTTP server', 8000, { max: 65_535 }),
  TOCSIN_HOST: matching(
    'address the HTTP server listens on; 0.0.0.0 for every network',
    '127.0.0.1',
    'an address of this machine, such as 127.0.0.1, ::, or localhost',
    HOST,
  ),
  DISPATCH_UI_URL: url(
    'address people open, for links in mail and documents, and where browsers come back from a provider; default http://localhost:PORT',
    undefined,
    ['http:', 'https:'],
  ),
  TOCSIN_DATA_DIR: text('folder of the embedded database, files and generated secrets', '.data'),
  STATIC_DIR: exactText('folder of a web application of your own; empty: serve none; default: the one that was built here', undefined),
  ENV: text('name of the environment; `prod` refuses weak secrets, open registration and settings that ask nobody', 'local'),
  DISPATCH_OWNER_EMAIL: email(
    'only this address can use the one-time link of the first start; an account it has already becomes Owner',
    undefined,
  ),
  TOCSIN_REGISTRATION: choice(
    'invite: people are invited; open: anybody registers with any password, for trials, refused in production',
    ['invite', 'open'],
    'invite',
  ),
  TOCSIN_WORKER_CONCURRENCY: integer('jobs a process runs at the same time', 8, { min: 1, max: 100 }),
  TOCSIN_TRUSTED_PROXIES: networks(
    'proxies whose X-Forwarded-For is believed, so that limits count their callers one by one; empty: none',
    ['loopback'],
  ),
};

const DATABASE_SETTINGS = {
  DATABASE_HOSTNAME: matching(
    'host of a PostgreSQL 18 of your own, or the folder of its socket; without it the embedded one is used',
    undefined,
    'a host name, an address or a folder, without port and user',
    /^(\/\S*|[\w.%-]+|\[?[\da-f:.]+\]?)$/i,
  ),
  DATABASE_CREDENTIALS: secret('user:password, split at the first colon'),
  DATABASE_NAME: text('database on that host', 'dispatch'),
  DATABASE_PORT: integer('port on that host', 5432, { min: 1, max: 65_535 }),
  DATABASE_URL: url(
    'address of a database, sslmode and socket included; instead of the four names above',
    undefined,
    ['postgres:', 'postgresql:'],
    {
      secret: true,
    },
  ),
  DATABASE_ENGINE_POOL_SIZE: integer('connections kept per process', 20, { min: 1, max: 1000 }),
  DATABASE_ENGINE_MAX_OVERFLOW: integer('connections above that', 10, { max: 1000 }),
  DATABASE_ENGINE_POOL_TIMEOUT: integer('how long a request waits for a connection, seconds; 0: as long as it takes', 30, { max: 3600 }),
  DATABASE_ENGINE_POOL_RECYCLE: integer('age at which a connection is replaced, seconds; 0: never', 3600, { max: 604_800 }),
  TOCSIN_STATEMENT_SECONDS: integer(
    'longest that one statement of a request may take, seconds; 0: as long as it likes; jobs have limits of their own',
    30,
    { max: 3600 },
  ),
};

const SECRET_SETTINGS = {
  DISPATCH_JWT_SECRET: secret('signs login tokens, at least 32 bytes; generated when absent'),
  DISPATCH_JWT_EXP: integer('lifetime of a login token, seconds', 86_400, { min: 60 }),
  TOCSIN_AUDIT_DAYS: integer('how long the audit log is kept, days', 400, { min: 30 }),
  DISPATCH_JWT_ALG: choice('signature of login tokens; no other is accepted', ['HS256', 'HS384', 'HS512'], 'HS256'),
  DISPATCH_ENCRYPTION_KEY: secret('seals stored secrets of plug-ins and second factors; generated when absent'),
  SECRET_PROVIDER: matching(
    'how DATABASE_CREDENTIALS and DISPATCH_ENCRYPTION_KEY are encrypted; without it they are plain',
    undefined,
    'kms-secret or metatron-secret; leave it out and give plain values or <NAME>_FILE',
    /^(kms|metatron)-secret$/,
  ),
  TOCSIN_KMS_ENDPOINT: url('address of AWS KMS, where it is not the usual one of the region', undefined, ['http:', 'https:']),
  TOCSIN_METATRON_COMMAND: text('decrypts standard input to standard output; words are separated by spaces, no shell', 'metatron decrypt'),
};

const MAIL_SETTINGS = {
  TOCSIN_SMTP_URL: url(
    'mail server, smtp://user:password@host:587; without it mail stays readable in the application, and nobody is sent a link to choose a new password',
    undefined,
    ['smtp:', 'smtps:'],
    { secret: true, aliases: ['DISPATCH_SMTP_URL'] },
  ),
  TOCSIN_MAIL_FROM: matching(
    'sender of mail',
    'Tocsin <tocsin@localhost>',
    'an address, such as Tocsin <tocsin@example.com>',
    /^([^<>]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/,
    { aliases: ['DISPATCH_MAIL_FROM'] },
  ),
};

const LIMIT_SETTINGS = {
  RATELIMIT_ENABLED: flag('false: requests and signals are not counted; attempts to sign in still are', true),
  TOCSIN_REQUESTS_PER_MINUTE: integer(
    'requests a person may send a minute to one process, an address ten times as many; 0: any number',
    6000,
  ),
  TOCSIN_SIGNALS_PER_MINUTE: integer('signal instances an address may send a minute to one process; 0: any number', 1000),
};

const OBSERVING_SETTINGS = {
  LOG_LEVEL: choice(
    'what is logged, to standard error, one JSON object a line',
    ['CRITICAL', 'ERROR', 'WARNING', 'WARN', 'INFO', 'DEBUG'],
    'WARNING',
  ),
  SENTRY_DSN: matching(
    'where errors are reported, without what people wrote, who they are and what is secret',
    undefined,
    'the DSN of a project: https://<key>@<host>/<project>',
    /^https?:\/\/[^\s/@]+@[^\s/@]+\/(\S+\/)?\d+$/,
    { secret: true },
  ),
  METRIC_PROVIDERS: list(
    'where measurements go: prometheus offers them at an address of their own, /metrics; empty: nothing is measured',
    'a list of: prometheus',
    /^prometheus$/,
  ),
  TOCSIN_METRICS_HOST: matching(
    'address at which the metrics are offered; they have no sign-in',
    '127.0.0.1',
    'an address of this machine, such as 127.0.0.1, ::, or localhost',
    HOST,
  ),
  TOCSIN_METRICS_PORT: integer('port of the metrics; each process of a machine has its own, those of one --workers share it', 9464, {
    max: 65_535,
  }),
  ENV_TAGS: list(
    'tag:VARIABLE pairs: the values of these variables are on every log line, measurement and reported error',
    'a list of tag:VARIABLE',
    /^[^:]+:[^:]+$/,
  ),
};

/** Every name this version acts on, in the groups and the order in which the documentation shows them. */
export const SETTING_GROUPS = {
  'The server': SERVER_SETTINGS,
  Database: DATABASE_SETTINGS,
  'Secrets and tokens': SECRET_SETTINGS,
  'Signing in': SIGN_IN_SETTINGS,
  'Signing in at Auth0': AUTH0_SETTINGS,
  Mail: MAIL_SETTINGS,
  'The management API': GRAPHQL_SETTINGS,
  Invitations: INVITATION_SETTINGS,
  'Bringing invitations': DELIVERY_SETTINGS,
  Limits: LIMIT_SETTINGS,
  'Logs, metrics and errors': OBSERVING_SETTINGS,
};

export const SETTINGS = {
  ...SERVER_SETTINGS,
  ...DATABASE_SETTINGS,
  ...SECRET_SETTINGS,
  ...SIGN_IN_SETTINGS,
  ...AUTH0_SETTINGS,
  ...MAIL_SETTINGS,
  ...GRAPHQL_SETTINGS,
  ...INVITATION_SETTINGS,
  ...DELIVERY_SETTINGS,
  ...LIMIT_SETTINGS,
  ...OBSERVING_SETTINGS,
} as const;

export type SettingName = keyof typeof SETTINGS;

/** Names of the reference that need no value here, with the reason; they are accepted so that an old file keeps working. */
export const IGNORED: Readonly<Record<string, string>> = {
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
  FORMKIT_ENTERPRISE_TOKEN: 'forms need no commercial inputs',
  MJML_PATH: 'mail templates are compiled ahead',
  OAUTHLIB_INSECURE_TRANSPORT: 'whether http will do is seen from the addresses',
  VITE_FORMKIT_PRO_PROJECT_KEY: 'forms need no commercial inputs',
};

/** Families of names that belong to parts which this version does not have. */
export const IGNORED_FAMILIES: readonly { pattern: RegExp; reason: string }[] = [
  {
    pattern: /^(VITE_|VUE_APP_)?(DISPATCH_)?SENTRY_/,
    reason: 'SENTRY_DSN alone has the server report its errors, and browsers talk to their own server only',
  },
  {
    pattern: /^RATELIMIT_/,
    reason: 'TOCSIN_REQUESTS_PER_MINUTE and TOCSIN_SIGNALS_PER_MINUTE are the limits, RATELIMIT_ENABLED=false lifts them',
  },
  {
    pattern: /^(VITE_|VUE_APP_)?DISPATCH_(AVATAR|FORCE_AVATAR|COMMIT)_/,
    reason: 'the browser application is the same for every installation',
  },
];

const words = (text: string) => text.trim().split(/\s+/);

/** Names that old migrations of the reference moved into the settings of plug-ins and projects. */
const MOVED_NAMES = new Set([
  ...words(`ANNUAL_COST_EMPLOYEE BUSINESS_HOURS_YEAR INCIDENT_RESPONSE_TEAM_EMAIL INCIDENT_STORAGE_FOLDER_ID INCIDENT_STORAGE_OPEN_ON_CLOSE
    GOOGLE_DEVELOPER_KEY GOOGLE_SERVICE_ACCOUNT_CLIENT_EMAIL GOOGLE_SERVICE_ACCOUNT_CLIENT_ID GOOGLE_SERVICE_ACCOUNT_DELEGATED_ACCOUNT
    GOOGLE_SERVICE_ACCOUNT_PRIVATE_KEY GOOGLE_SERVICE_ACCOUNT_PRIVATE_KEY_ID GOOGLE_SERVICE_ACCOUNT_PROJECT_ID GOOGLE_DOMAIN
    PAGERDUTY_API_KEY PAGERDUTY_API_FROM_EMAIL OPSGENIE_API_KEY ZOOM_API_USER_ID ZOOM_API_KEY ZOOM_API_SECRET
    JIRA_API_URL JIRA_BROWSER_URL JIRA_HOSTING_TYPE JIRA_USERNAME JIRA_PASSWORD JIRA_PROJECT_ID JIRA_ISSUE_TYPE_NAME
    SLACK_API_BOT_TOKEN SLACK_SOCKET_MODE_APP_TOKEN SLACK_SIGNING_SECRET SLACK_APP_USER_SLUG SLACK_BAN_THREADS
    SLACK_TIMELINE_EVENT_REACTION SLACK_PROFILE_DEPARTMENT_FIELD_ID SLACK_PROFILE_TEAM_FIELD_ID SLACK_PROFILE_WEBLINK_FIELD_ID
    SLUG_COMMAND_LIST_WORKFLOWS_SLUG`),
  ...words(`LIST_TASKS LIST_MY_TASKS LIST_PARTICIPANTS ASSIGN_ROLE UPDATE_INCIDENT UPDATE_PARTICIPANT ENGAGE_ONCALL LIST_RESOURCES
    REPORT_INCIDENT REPORT_TACTICAL REPORT_EXECUTIVE UPDATE_NOTIFICATIONS_GROUP ADD_TIMELINE_EVENT LIST_INCIDENTS RUN_WORKFLOW CREATE_TASK
    SUMMARY`).map((command) => `SLACK_COMMAND_${command}_SLUG`),
]);

/** @returns why a name of the reference does nothing here, undefined when it is not one of those */
export const reasonToIgnore = (name: string): string | undefined =>
  MOVED_NAMES.has(name)
    ? 'plug-ins and projects keep it, under Settings'
    : (IGNORED[name] ?? IGNORED_FAMILIES.find(({ pattern }) => pattern.test(name))?.reason);

export const PREFIXES_WE_OWN = ['DISPATCH_', 'VITE_DISPATCH_', 'VUE_APP_DISPATCH_', 'DATABASE_', 'RATELIMIT_', 'TOCSIN_'];

/** Set by build systems and images, read by nobody. */
export const HARMLESS = new Set(['DISPATCH_BUILD', 'DISPATCH_VERSION', 'DISPATCH_CONF', 'DISPATCH_LIGHT_BUILD', 'TOCSIN_DEV_SERVER']);

/** Values that stand in published sample files: everybody knows them. */
export const PUBLISHED = new Set(['foo', 'secret', 'changeme', 'dispatch:dispatch']);
