import assert from 'node:assert/strict';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { HEADER_PROVIDER } from './sign-in.ts';

const DELIVERY = 'DISPATCH_INVITE_DELIVERY';
const BY_HEADER = { DISPATCH_AUTHENTICATION_PROVIDER_SLUG: HEADER_PROVIDER, DISPATCH_TRUSTED_PROXIES: 'loopback' };
const SEGMENT = { ...BY_HEADER, [DELIVERY]: 'segment', DISPATCH_SEGMENT_WRITE_KEY: 'a-write-key' };
const WEBHOOK = {
  ...BY_HEADER,
  [DELIVERY]: 'webhook',
  TOCSIN_INVITE_WEBHOOK_URL: 'https://hooks.example.com/tocsin',
  TOCSIN_INVITE_WEBHOOK_SECRET: 'w'.repeat(32),
};
const { [DELIVERY]: _delivery, ...WEBHOOK_SETTINGS } = WEBHOOK;

const problemsOf = async (environment: Record<string, string>) => (await readConfig({ environment, envFile: {} })).problems;

test.each([
  [{}, 'mail is the default'],
  [{ [DELIVERY]: 'none', ENV: 'prod' }, 'nothing is sent'],
  [{ [DELIVERY]: 'log,smtp' }, 'the log, in development'],
  [{ ...SEGMENT, ENV: 'prod' }, 'Segment'],
  [{ ...SEGMENT, DISPATCH_SEGMENT_HOST: 'http://localhost:9999' }, 'a Segment on this machine, in development'],
  [{ ...WEBHOOK, ENV: 'prod' }, 'a webhook'],
  [{ ...WEBHOOK, TOCSIN_INVITE_WEBHOOK_URL: 'http://localhost:9999' }, 'a webhook on this machine, in development'],
  [{ ...WEBHOOK, TOCSIN_INVITE_WEBHOOK_SECRET: `whsec_${'A'.repeat(43)}=` }, 'a secret in base64'],
  [{ ...SEGMENT, ...WEBHOOK_SETTINGS, [DELIVERY]: 'smtp,segment,webhook' }, 'all of them'],
] as [Record<string, string>, string][])('a complete configuration is taken: %o (%s)', async (environment) => {
  assert.deepEqual(await problemsOf(environment), []);
});

test.each([
  [{ [DELIVERY]: 'log', ENV: 'prod' }, DELIVERY, /production refuses; choose smtp, or none/],
  [{ [DELIVERY]: 'none,smtp' }, DELIVERY, /stands alone/],
  [{ ...BY_HEADER, [DELIVERY]: 'segment' }, 'DISPATCH_SEGMENT_WRITE_KEY', /is needed.*write key of the source/],
  [{ ...SEGMENT, DISPATCH_SEGMENT_HOST: 'http://segment.internal', ENV: 'prod' }, 'DISPATCH_SEGMENT_HOST', /https:\/\/ in production/],
  [{ ...WEBHOOK, TOCSIN_INVITE_WEBHOOK_URL: '' }, 'TOCSIN_INVITE_WEBHOOK_URL', /is needed/],
  [
    { ...WEBHOOK, TOCSIN_INVITE_WEBHOOK_URL: 'http://hooks.example.com', ENV: 'prod' },
    'TOCSIN_INVITE_WEBHOOK_URL',
    /https:\/\/ in production/,
  ],
  [{ ...WEBHOOK, TOCSIN_INVITE_WEBHOOK_URL: 'https://ada:word@hooks.example.com' }, 'TOCSIN_INVITE_WEBHOOK_URL', /leave them out/],
  [{ ...WEBHOOK, TOCSIN_INVITE_WEBHOOK_SECRET: '' }, 'TOCSIN_INVITE_WEBHOOK_SECRET', /openssl rand/],
  [{ ...WEBHOOK, TOCSIN_INVITE_WEBHOOK_SECRET: 'w'.repeat(31) }, 'TOCSIN_INVITE_WEBHOOK_SECRET', /at least 32 bytes/],
  [{ ...WEBHOOK, TOCSIN_INVITE_WEBHOOK_SECRET: `whsec_${'A'.repeat(40)}` }, 'TOCSIN_INVITE_WEBHOOK_SECRET', /at least 32 bytes/],
] as [Record<string, string>, string, RegExp][])('one that cannot work names what is wrong: %o', async (environment, name, message) => {
  const problems = await problemsOf(environment);
  expect(problems).toEqual([{ name, message: expect.stringMatching(message) }]);
});

const BASIC = { DISPATCH_AUTHENTICATION_PROVIDER_SLUG: 'dispatch-auth-provider-basic' };
const ALLOWED = { DISPATCH_INVITE_ALLOW_INDIRECT_WITH_BASIC: 'true' };

test.each(['segment', 'webhook', 'smtp,segment', 'log, webhook'])(
  'INV-40a: with passwords, %s is refused until somebody says that it is meant',
  async (channels) => {
    const environment = { ...SEGMENT, ...WEBHOOK_SETTINGS, ...BASIC, [DELIVERY]: channels };
    const [, indirect = ''] = /(segment|webhook)/.exec(channels) ?? [];
    expect(await problemsOf(environment)).toEqual([
      { name: DELIVERY, message: expect.stringMatching(`^${indirect} would show links.*DISPATCH_INVITE_ALLOW_INDIRECT_WITH_BASIC=true`) },
    ]);
    assert.deepEqual(await problemsOf({ ...environment, ...ALLOWED }), []);
  },
);

test.each(['smtp', 'log', 'none'])('INV-40a: with passwords, %s needs no permission', async (channel) => {
  assert.deepEqual(await problemsOf({ ...BASIC, [DELIVERY]: channel }), []);
});
