import assert from 'node:assert/strict';
import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { IGNORED, reasonToIgnore, SETTINGS, type SettingName } from './settings.ts';

/** What a setting is when absent, what texts become, and which text is refused with which sentence. */
type Row = {
  absent: unknown;
  valid: [text: string, value: unknown][];
  /** undefined: any text will do, or the setting is a secret and only its file can be wrong */
  invalid?: [text: string, message: string];
  /** other names that a valid value cannot do without */
  beside?: Record<string, string>;
};

const HERE = '(from the environment) is not';
const HTTP = 'an address that starts with http:// or https://';
const NETWORKS = 'a list of addresses, networks such as 10.0.0.0/8, and loopback, linklocal, uniquelocal';
const whole = (text: string, min: number, max: number): [string, string] => [
  text,
  `"${text}" ${HERE} a whole number from ${min} to ${max}.`,
];
const wrong = (text: string, expected: string): [string, string] => [text, `"${text}" ${HERE} ${expected}.`];
const eventName = (name: string): Row => ({
  absent: name,
  valid: [
    ['Invited to Tocsin', 'Invited to Tocsin'],
    ['', name],
  ],
  invalid: wrong('x'.repeat(201), 'a name of at most 200 characters'),
});
const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/tocsin/50dc6c495c0c9188';
const MISSING_PAGE = '/nowhere holds no index.html; leave it out for our own application, or empty for none.';
const ISSUER = { DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL: 'https://id.example.com' };

const ROWS: Record<SettingName, Row> = {
  PORT: {
    absent: 8000,
    valid: [
      ['0', 0],
      ['65535', 65535],
    ],
    invalid: whole('65536', 0, 65535),
  },
  TOCSIN_HOST: {
    absent: '127.0.0.1',
    valid: [
      ['0.0.0.0', '0.0.0.0'],
      ['::', '::'],
      ['', '127.0.0.1'],
    ],
    invalid: wrong('http://0.0.0.0', 'an address of this machine, such as 127.0.0.1, ::, or localhost'),
  },
  DISPATCH_UI_URL: {
    absent: undefined,
    valid: [
      ['https://incidents.example.com//', 'https://incidents.example.com'],
      ['', undefined],
    ],
    invalid: wrong('incidents.example.com', HTTP),
  },
  TOCSIN_DATA_DIR: { absent: '.data', valid: [['/var/lib/tocsin', '/var/lib/tocsin']] },
  STATIC_DIR: { absent: undefined, valid: [['', '']], invalid: ['/nowhere', MISSING_PAGE] },
  ENV: {
    absent: 'local',
    valid: [
      ['staging', 'staging'],
      ['', 'local'],
    ],
  },
  DISPATCH_OWNER_EMAIL: {
    absent: undefined,
    valid: [
      ['ada@example.com', 'ada@example.com'],
      ['', undefined],
    ],
    invalid: wrong('ada', 'an e-mail address'),
  },
  TOCSIN_REGISTRATION: { absent: 'invite', valid: [['OPEN', 'open']], invalid: wrong('yes', 'one of invite, open') },
  TOCSIN_WORKER_CONCURRENCY: { absent: 8, valid: [['1', 1]], invalid: whole('0', 1, 100) },
  TOCSIN_TRUSTED_PROXIES: {
    absent: ['loopback'],
    valid: [
      ['10.0.0.0/8, loopback, 10.0.0.0/8', ['10.0.0.0/8', 'loopback']],
      ['', []],
    ],
    invalid: wrong('10.0.0.0/33', NETWORKS),
  },
  DATABASE_HOSTNAME: {
    absent: undefined,
    valid: [
      ['db.internal', 'db.internal'],
      ['/run/postgresql', '/run/postgresql'],
      ['::1', '::1'],
    ],
    beside: { DATABASE_CREDENTIALS: 'tocsin:word' },
    invalid: wrong('postgres://db.internal', 'a host name, an address or a folder, without port and user'),
  },
  DATABASE_CREDENTIALS: { absent: undefined, valid: [['tocsin:a:b', 'tocsin:a:b']] },
  DATABASE_NAME: {
    absent: 'dispatch',
    valid: [
      ['incidents', 'incidents'],
      ['', 'dispatch'],
    ],
  },
  DATABASE_PORT: { absent: 5432, valid: [['6432', 6432]], invalid: whole('0', 1, 65535) },
  DATABASE_URL: {
    absent: undefined,
    valid: [['postgres://a:b@db/tocsin?sslmode=require', 'postgres://a:b@db/tocsin?sslmode=require']],
    invalid: ['mysql://a:b@db/x', `the value ${HERE} an address that starts with postgres:// or postgresql://.`],
  },
  DATABASE_ENGINE_POOL_SIZE: { absent: 20, valid: [['5', 5]], invalid: whole('many', 1, 1000) },
  DATABASE_ENGINE_MAX_OVERFLOW: { absent: 10, valid: [['0', 0]], invalid: whole('-1', 0, 1000) },
  DATABASE_ENGINE_POOL_TIMEOUT: { absent: 30, valid: [['0', 0]], invalid: whole('1.5', 0, 3600) },
  DATABASE_ENGINE_POOL_RECYCLE: { absent: 3600, valid: [['60', 60]], invalid: whole('', 0, 604800) },
  TOCSIN_STATEMENT_SECONDS: { absent: 30, valid: [['0', 0]], invalid: whole('3601', 0, 3600) },
  DISPATCH_JWT_SECRET: {
    absent: undefined,
    valid: [
      ['s'.repeat(32), 's'.repeat(32)],
      ['', undefined],
    ],
  },
  DISPATCH_JWT_EXP: { absent: 86400, valid: [['60', 60]], invalid: whole('59', 60, 2 ** 31 - 1) },
  TOCSIN_AUDIT_DAYS: { absent: 400, valid: [['30', 30]], invalid: whole('29', 30, 2 ** 31 - 1) },
  DISPATCH_JWT_ALG: {
    absent: 'HS256',
    valid: [
      ['hs512', 'HS512'],
      ['', 'HS256'],
    ],
    invalid: wrong('none', 'one of HS256, HS384, HS512'),
  },
  DISPATCH_ENCRYPTION_KEY: { absent: undefined, valid: [['a key of my own', 'a key of my own']] },
  SECRET_PROVIDER: {
    absent: undefined,
    valid: [
      ['kms-secret', 'kms-secret'],
      ['', undefined],
    ],
    invalid: wrong('vault', 'kms-secret or metatron-secret; leave it out and give plain values or <NAME>_FILE'),
  },
  TOCSIN_KMS_ENDPOINT: { absent: undefined, valid: [['http://kms:4566/', 'http://kms:4566']], invalid: wrong('kms:4566', HTTP) },
  TOCSIN_METATRON_COMMAND: { absent: 'metatron decrypt', valid: [['unseal -q', 'unseal -q']] },
  DISPATCH_AUTHENTICATION_PROVIDER_SLUG: {
    absent: 'dispatch-auth-provider-basic',
    valid: [
      ['none', ''],
      ['', ''],
    ],
    beside: { DISPATCH_ALLOW_ANONYMOUS: 'true' },
    invalid: [
      'okta',
      '"okta" is not one of dispatch-auth-provider-basic, dispatch-auth-provider-pkce, dispatch-auth-provider-header, dispatch-auth-provider-aws-alb; for a provider of your own name its file in TOCSIN_AUTHENTICATION_PLUGIN.',
    ],
  },
  TOCSIN_AUTHENTICATION_PLUGIN: { absent: undefined, valid: [['./my-provider.ts', './my-provider.ts']] },
  DISPATCH_ALLOW_ANONYMOUS: {
    absent: false,
    valid: [
      ['on', true],
      ['', false],
    ],
    invalid: wrong('please', 'true or false'),
  },
  DISPATCH_AUTHENTICATION_DEFAULT_USER: {
    absent: 'dispatch@example.com',
    valid: [['ada@example.com', 'ada@example.com']],
    invalid: wrong('ada', 'an e-mail address'),
  },
  TOCSIN_DEFAULT_USER_ROLE: {
    absent: 'Member',
    valid: [['owner', 'Owner']],
    invalid: wrong('King', 'one of Owner, Manager, Admin, Member'),
  },
  DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL: {
    absent: undefined,
    valid: [['https://id.example.com//', 'https://id.example.com']],
    invalid: wrong('id.example.com', HTTP),
  },
  DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID: { absent: undefined, valid: [['tocsin', 'tocsin']] },
  TOCSIN_OIDC_CLIENT_SECRET: { absent: undefined, valid: [['a-secret', 'a-secret']] },
  TOCSIN_OIDC_SCOPES: {
    absent: 'openid profile email',
    valid: [['openid email offline_access', 'openid email offline_access']],
    invalid: wrong('email', 'a list of scopes with openid among them'),
  },
  TOCSIN_OIDC_PARAMETERS: {
    absent: undefined,
    valid: [['audience=https://api.example.com&prompt=login', 'audience=https://api.example.com&prompt=login']],
    invalid: wrong('login', 'pairs such as audience=https://api.example.com&prompt=select_account'),
  },
  TOCSIN_OIDC_SIGN_OUT: { absent: true, valid: [['0', false]], invalid: wrong('never', 'true or false') },
  DISPATCH_PKCE_DONT_VERIFY_AT_HASH: {
    absent: false,
    valid: [
      ['False', false],
      ['no', false],
      ['1', true],
    ],
    invalid: wrong('skip', 'true or false'),
  },
  DISPATCH_AUTHENTICATION_PROVIDER_PKCE_JWKS: {
    absent: undefined,
    valid: [['https://id.example.com/keys', 'https://id.example.com/keys']],
    invalid: wrong('keys.json', HTTP),
  },
  DISPATCH_JWT_AUDIENCE: { absent: undefined, valid: [['api://tocsin', 'api://tocsin']] },
  DISPATCH_JWT_EMAIL_OVERRIDE: { absent: undefined, valid: [['upn', 'upn']] },
  DISPATCH_OIDC_EMAIL_TRUST: { absent: 'verified', valid: [['issuer', 'issuer']], invalid: wrong('all', 'one of verified, issuer') },
  DISPATCH_AUTHENTICATION_PROVIDER_HEADER_NAME: {
    absent: 'remote-user',
    valid: [['X-Forwarded-Email', 'X-Forwarded-Email']],
    invalid: wrong('Remote User', 'the name of a header, such as remote-user'),
  },
  DISPATCH_HEADER_EMAIL_DOMAIN: {
    absent: undefined,
    valid: [['example.com', 'example.com']],
    invalid: wrong('@example.com', 'a domain, such as example.com'),
  },
  DISPATCH_TRUSTED_PROXIES: { absent: [], valid: [['192.0.2.7', ['192.0.2.7']]], invalid: wrong('proxy.internal', NETWORKS) },
  DISPATCH_PROXY_SHARED_SECRET: { absent: undefined, valid: [['between us', 'between us']] },
  DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN: {
    absent: undefined,
    valid: [[ARN, ARN]],
    beside: { DISPATCH_AUTHENTICATION_PROVIDER_SLUG: 'dispatch-auth-provider-aws-alb', DISPATCH_TRUSTED_PROXIES: '10.0.0.0/16' },
    invalid: [
      'tocsin-lb',
      'give arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/app/… (needed with dispatch-auth-provider-aws-alb).',
    ],
  },
  DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_EMAIL_CLAIM: { absent: 'email', valid: [['upn', 'upn']] },
  DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_CLIENT_ID: { absent: undefined, valid: [['tocsin', 'tocsin']] },
  DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_PUBLIC_KEY_CACHE_SECONDS: {
    absent: 300,
    valid: [['0', 0]],
    invalid: whole('5m', 0, 86400),
  },
  TOCSIN_SMTP_URL: {
    absent: undefined,
    valid: [['smtp://u:p@mail:587', 'smtp://u:p@mail:587']],
    invalid: ['mail:587', `the value ${HERE} an address that starts with smtp:// or smtps://.`],
  },
  TOCSIN_MAIL_FROM: {
    absent: 'Tocsin <tocsin@localhost>',
    valid: [
      ['ops@example.com', 'ops@example.com'],
      ['Incidents <ops@example.com>', 'Incidents <ops@example.com>'],
    ],
    invalid: wrong('Incidents', 'an address, such as Tocsin <tocsin@example.com>'),
  },
  DISPATCH_AUTH0_MODE: {
    absent: 'server',
    valid: [
      ['Action', 'action'],
      ['organizations', 'organizations'],
      ['', 'server'],
    ],
    invalid: wrong('rules', 'one of server, action, organizations'),
  },
  TOCSIN_AUTH0_CLAIM_SECRET: { absent: undefined, valid: [['c'.repeat(32), 'c'.repeat(32)]] },
  DISPATCH_INVITE_DELIVERY: {
    absent: ['smtp'],
    valid: [
      ['none', ['none']],
      ['log, smtp', ['log', 'smtp']],
      ['', ['smtp']],
    ],
    invalid: wrong('mail', 'a list of: smtp, segment, webhook, log, none'),
  },
  DISPATCH_INVITE_ALLOW_INDIRECT_WITH_BASIC: { absent: false, valid: [['true', true]], invalid: wrong('maybe', 'true or false') },
  DISPATCH_CORS_ORIGINS: {
    absent: [],
    valid: [['https://tools.example.com, http://localhost:3000', ['https://tools.example.com', 'http://localhost:3000']]],
    invalid: wrong('https://tools.example.com/', 'a list of origins, such as https://tools.example.com'),
  },
  DISPATCH_GRAPHQL_PERSISTED_ONLY: { absent: false, valid: [['on', true]], invalid: wrong('maybe', 'true or false') },
  TOCSIN_GRAPHQL_POINTS_PER_MINUTE: { absent: 5000, valid: [['100', 100]], invalid: whole('99', 100, 2 ** 31 - 1) },
  DISPATCH_INVITE_TTL_SECONDS: { absent: 86400, valid: [['300', 300]], invalid: whole('299', 300, 2592000) },
  DISPATCH_INVITE_LANDING: { absent: false, valid: [['on', true]], invalid: wrong('maybe', 'true or false') },
  DISPATCH_INVITE_URL_CHUNKS: { absent: 10, valid: [['1', 1]], invalid: whole('0', 1, 50) },
  DISPATCH_INVITE_CHUNK_MAX: { absent: 255, valid: [['16', 16]], invalid: whole('15', 16, 10000) },
  DISPATCH_EMAIL_ALLOW_SMTPUTF8: { absent: false, valid: [['on', true]], invalid: wrong('maybe', 'true or false') },
  TOCSIN_INVITES_PER_HOUR: { absent: 50, valid: [['1', 1]], invalid: whole('0', 1, 2 ** 31 - 1) },
  TOCSIN_INVITES_PER_DAY: { absent: 200, valid: [['1', 1]], invalid: whole('0', 1, 2 ** 31 - 1) },
  TOCSIN_INVITES_OPEN: { absent: 500, valid: [['1', 1]], invalid: whole('0', 1, 2 ** 31 - 1) },
  TOCSIN_INVITE_LINKS_PER_DAY: { absent: 3, valid: [['1', 1]], invalid: whole('0', 1, 2 ** 31 - 1) },
  TOCSIN_INVITE_LINKS_PER_WEEK: { absent: 10, valid: [['1', 1]], invalid: whole('0', 1, 2 ** 31 - 1) },
  TOCSIN_LINK_BY_EMAIL: { absent: false, valid: [['on', true]], invalid: wrong('maybe', 'true or false') },
  DISPATCH_INVITE_CHUNK_PREFIX: {
    absent: 'invite_url_',
    valid: [
      ['link_', 'link_'],
      ['', 'invite_url_'],
    ],
    invalid: wrong('invite-url', 'a name of letters, digits and underscores that begins with a letter'),
  },
  DISPATCH_INVITE_PRIVATE_KEY: { absent: undefined, valid: [['-----BEGIN', '-----BEGIN']] },
  DISPATCH_INVITE_KEYS_DIR: { absent: undefined, valid: [['/run/keys', '/run/keys']] },
  DISPATCH_SEGMENT_WRITE_KEY: {
    absent: undefined,
    valid: [
      ['a-write-key', 'a-write-key'],
      ['', undefined],
    ],
  },
  DISPATCH_SEGMENT_HOST: {
    absent: 'https://api.segment.io',
    valid: [
      ['https://events.eu1.segmentapis.com', 'https://events.eu1.segmentapis.com'],
      ['', 'https://api.segment.io'],
    ],
    invalid: wrong('https://proxy.example.com/segment', 'an address without a path, such as https://events.eu1.segmentapis.com'),
  },
  DISPATCH_SEGMENT_PATH: {
    absent: '/v1/batch',
    valid: [
      ['/segment/v1/batch', '/segment/v1/batch'],
      ['', '/v1/batch'],
    ],
    invalid: wrong('v1/batch', 'a path that starts with a slash'),
  },
  DISPATCH_SEGMENT_INTEGRATIONS: {
    absent: ['Intercom Cloud Mode (Actions)'],
    valid: [
      ['Intercom Cloud Mode (Actions), Braze', ['Intercom Cloud Mode (Actions)', 'Braze']],
      ['', ['Intercom Cloud Mode (Actions)']],
    ],
    invalid: wrong('x'.repeat(201), 'a list of names as Segment writes them'),
  },
  DISPATCH_SEGMENT_TRACK_DELAY: { absent: 5, valid: [['0', 0]], invalid: whole('61', 0, 60) },
  DISPATCH_SEGMENT_GROUP: { absent: false, valid: [['on', true]], invalid: wrong('maybe', 'true or false') },
  DISPATCH_SEGMENT_EVENT_INVITE: eventName('invite'),
  DISPATCH_SEGMENT_EVENT_INVITE_RESENT: eventName('invite_resent'),
  DISPATCH_SEGMENT_EVENT_INVITE_CLAIMED: eventName('invite_claimed'),
  DISPATCH_SEGMENT_EVENT_INVITE_DECLINED: eventName('invite_declined'),
  DISPATCH_SEGMENT_EVENT_INVITE_REVOKED: eventName('invite_revoked'),
  DISPATCH_SEGMENT_EVENT_INVITE_EXPIRED: eventName('invite_expired'),
  TOCSIN_INVITE_WEBHOOK_URL: {
    absent: undefined,
    valid: [
      ['https://hooks.example.com/tocsin/?key=k', 'https://hooks.example.com/tocsin/?key=k'],
      ['', undefined],
    ],
    invalid: ['hooks.example.com', `the value ${HERE} ${HTTP}.`],
  },
  TOCSIN_INVITE_WEBHOOK_SECRET: { absent: undefined, valid: [['w'.repeat(32), 'w'.repeat(32)]] },
  RATELIMIT_ENABLED: { absent: true, valid: [['off', false]], invalid: wrong('maybe', 'true or false') },
  TOCSIN_REQUESTS_PER_MINUTE: { absent: 6000, valid: [['0', 0]], invalid: whole('1e3', 0, 2 ** 31 - 1) },
  TOCSIN_SIGNALS_PER_MINUTE: { absent: 1000, valid: [['+5', 5]], invalid: whole('-5', 0, 2 ** 31 - 1) },
  LOG_LEVEL: {
    absent: 'WARNING',
    valid: [
      ['warn', 'WARN'],
      ['Critical', 'CRITICAL'],
    ],
    invalid: wrong('TRACE', 'one of CRITICAL, ERROR, WARNING, WARN, INFO, DEBUG'),
  },
  SENTRY_DSN: {
    absent: undefined,
    valid: [
      ['https://0123456789abcdef@o1.ingest.sentry.io/42', 'https://0123456789abcdef@o1.ingest.sentry.io/42'],
      ['http://key:old-secret@sentry.internal/errors/7', 'http://key:old-secret@sentry.internal/errors/7'],
      ['', undefined],
    ],
    invalid: ['https://sentry.internal/42', `the value ${HERE} the DSN of a project: https://<key>@<host>/<project>.`],
  },
  METRIC_PROVIDERS: { absent: [], valid: [['prometheus,', ['prometheus']]], invalid: wrong('statsd', 'a list of: prometheus') },
  TOCSIN_METRICS_HOST: {
    absent: '127.0.0.1',
    valid: [['::', '::']],
    invalid: wrong('http://x', 'an address of this machine, such as 127.0.0.1, ::, or localhost'),
  },
  TOCSIN_METRICS_PORT: { absent: 9464, valid: [['9000', 9000]], invalid: whole('-1', 0, 65535) },
  ENV_TAGS: {
    absent: [],
    valid: [['region:AWS_REGION, pod:HOSTNAME', ['region:AWS_REGION', 'pod:HOSTNAME']]],
    invalid: wrong('region', 'a list of tag:VARIABLE'),
  },
};

const names = Object.keys(ROWS) as SettingName[];
const read = (environment: Record<string, string>, envFile: Record<string, string> = {}) => readConfig({ environment, envFile });

describe.each(names.map((name) => ({ name, ...ROWS[name] })))('$name', ({ name, absent, valid, invalid, beside = {} }) => {
  const setting: { expects?: string; secret?: boolean; read(text: string): unknown } = SETTINGS[name];

  test('absent, it has its default and comes from nowhere else', async () => {
    const { config, problems } = await read({});
    expect([config.values[name], config.origins[name], problems]).toEqual([absent, 'default', []]);
  });

  test.each(valid)('valid: %j, from the environment and from the file, in any quotation marks', async (text, value) => {
    for (const [environment, envFile, origin] of [
      [{ ...beside, [name]: text }, {}, 'environment'],
      [beside, { [name]: text }, '.env'],
      [{ ...beside, [name]: ` "${text}" ` }, {}, 'environment'],
    ] as const) {
      const { config, problems } = await read(environment, envFile);
      expect([config.values[name], config.origins[name], problems]).toEqual([value, origin, []]);
    }
  });

  if (invalid)
    test(`invalid: ${invalid[0]}`, async () => {
      const { problems } = await read({ ...beside, [name]: invalid[0] });
      expect(problems).toEqual([{ name, message: invalid[1] }]);
      if (setting.secret) assert.ok(!invalid[1].includes(invalid[0]), 'a secret is never repeated');
    });
  else assert.equal(setting.expects, undefined, `${name} refuses something: say what`);

  if (setting.secret)
    test('a file that cannot be read is named', async () => {
      const { problems } = await read({ [`${name}_FILE`]: '/nowhere/secret' });
      expect(problems).toEqual([
        { name: `${name}_FILE`, message: '/nowhere/secret cannot be read (ENOENT); correct the path or its permissions.' },
      ]);
    });
});

test.each([
  ['DISPATCH_SMTP_URL', 'TOCSIN_SMTP_URL', 'smtp://mail.example.com', 'smtp://other.example.com'],
  ['DISPATCH_MAIL_FROM', 'TOCSIN_MAIL_FROM', 'ops@example.com', 'other@example.com'],
] as const)('%s means the same as %s, without a word; beside it, it has no effect, and that is said', async (alias, name, value, other) => {
  const alone = await read({ [alias]: value });
  expect([alone.config.values[name], alone.config.origins[name], alone.config.warnings]).toEqual([value, 'environment', []]);
  const fromFile = await read({}, { [alias]: value });
  expect([fromFile.config.values[name], fromFile.config.origins[name]]).toEqual([value, '.env']);
  const both = await read({ [alias]: value, [name]: other });
  expect([both.config.values[name], both.config.warnings]).toEqual([
    other,
    [`${alias} has no effect: ${name} is set as well and means the same.`],
  ]);
});

test('a provider of OpenID is needed whole', async () => {
  const { problems } = await read({ DISPATCH_AUTHENTICATION_PROVIDER_SLUG: 'dispatch-auth-provider-pkce', ...ISSUER });
  expect(problems.map(({ name }) => name)).toEqual(['DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID']);
});

/** Names of the reference that mean nothing here, one of each kind; the names in sections 3 to 9 that mean something are settings. */
const WITHOUT_EFFECT = [
  ...Object.keys(IGNORED),
  ...['SENTRY_ENABLED', 'SENTRY_APP_KEY', 'SENTRY_TAGS', 'VITE_SENTRY_ENABLED', 'VITE_DISPATCH_SENTRY_ENABLED', 'VITE_DISPATCH_SENTRY_DSN'],
  ...['RATELIMIT_HEADERS_ENABLED', 'RATELIMIT_STORAGE_URL', 'RATELIMIT_STRATEGY', 'RATELIMIT_SWALLOW_ERRORS'],
  ...['VITE_DISPATCH_AVATAR_TEMPLATE', 'VITE_DISPATCH_AVATAR_BASE_URL', 'VITE_DISPATCH_FORCE_AVATAR_GRADIENT'],
  ...['VITE_DISPATCH_COMMIT_HASH', 'VITE_DISPATCH_COMMIT_MESSAGE', 'VITE_DISPATCH_COMMIT_DATE'],
  ...['VITE_DISPATCH_AUTH_REGISTRATION_ENABLED', 'VITE_DISPATCH_AUTHENTICATION_PROVIDER_USE_ID_TOKEN'],
  ...['GOOGLE_DEVELOPER_KEY', 'JIRA_API_URL', 'SLACK_API_BOT_TOKEN', 'SLACK_COMMAND_SUMMARY_SLUG', 'SLUG_COMMAND_LIST_WORKFLOWS_SLUG'],
  ...['PAGERDUTY_API_KEY', 'OPSGENIE_API_KEY', 'ZOOM_API_KEY', 'ANNUAL_COST_EMPLOYEE', 'INCIDENT_STORAGE_FOLDER_ID'],
];

test.each(WITHOUT_EFFECT)('%s is accepted, and its owner told why it does nothing', async (name) => {
  const plain = name.replace(/^VITE_/, '');
  for (const sources of [
    { environment: { [name]: 'some' }, envFile: {} },
    { environment: {}, envFile: { [name]: 'some' } },
  ]) {
    const { config, problems } = await readConfig(sources);
    expect(problems).toEqual([]);
    expect(config.warnings).toEqual([`${name} has no effect: ${reasonToIgnore(plain) ?? reasonToIgnore(name)}.`]);
  }
});

test.each(['DISPATCH_BUILD', 'DISPATCH_VERSION', 'DISPATCH_CONF', 'DISPATCH_LIGHT_BUILD', 'SOURCE_COMMIT', 'CI'])(
  '%s is set by builds and means nothing',
  async (name) => {
    const { config, problems } = await read({ [name]: 'some' });
    expect([problems, config.warnings]).toEqual([[], []]);
  },
);

test.each(['VITE_', 'VUE_APP_'])('the prefix %s of older releases counts, with a word', async (prefix) => {
  const { config } = await read({ [`${prefix}DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID`]: 'tocsin' });
  assert.equal(config.values.DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID, 'tocsin');
  expect(config.warnings).toEqual([
    `${prefix}DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID is an old name: call it DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID.`,
  ]);
});
