import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { anInvitationMessage } from '../../test/an-invitation.ts';
import { type HttpReceiver, startHttpReceiver } from '../../test/http-receiver.ts';
import { startMailServer } from '../../test/mail-server.ts';
import { readConfig } from './config/config.ts';
import { createDeliveries, describeDeliveries } from './deliveries.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const soon = () => AbortSignal.timeout(5000);
const SAFE = { DISPATCH_INVITE_ALLOW_INDIRECT_WITH_BASIC: 'true', TOCSIN_INVITE_WEBHOOK_SECRET: 'w'.repeat(32) };

async function channels(environment: Record<string, string>) {
  const { config, problems } = await readConfig({ environment: { ...SAFE, ...environment }, envFile: {} });
  expect(problems).toEqual([]);
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  return { list: createDeliveries(config, { now: () => new Date(), log }), lines, described: describeDeliveries(config) };
}

async function aReceiver(): Promise<HttpReceiver> {
  const receiver = await startHttpReceiver();
  stops.push(receiver.stop);
  return receiver;
}

test('without a word, invitations go by mail; none is no way at all', async () => {
  expect((await channels({})).list.map(({ name }) => name)).toEqual(['smtp']);
  expect((await channels({ DISPATCH_INVITE_DELIVERY: 'none' })).list).toEqual([]);
});

test('every setting of Segment arrives there, at the host that was named', async () => {
  const receiver = await aReceiver();
  const { list, described } = await channels({
    DISPATCH_INVITE_DELIVERY: 'segment',
    DISPATCH_SEGMENT_WRITE_KEY: 'the-key',
    DISPATCH_SEGMENT_HOST: `${receiver.url}/`,
    DISPATCH_SEGMENT_PATH: '/eu/v1/batch',
    DISPATCH_SEGMENT_INTEGRATIONS: 'One, Two',
    DISPATCH_SEGMENT_TRACK_DELAY: '0',
    DISPATCH_SEGMENT_GROUP: 'true',
    DISPATCH_SEGMENT_EVENT_INVITE: 'Invited',
    DISPATCH_SEGMENT_EVENT_INVITE_RESENT: 'Invited again',
    DISPATCH_SEGMENT_EVENT_INVITE_CLAIMED: 'Came',
    DISPATCH_SEGMENT_EVENT_INVITE_DECLINED: 'Said no',
    DISPATCH_SEGMENT_EVENT_INVITE_REVOKED: 'Taken back',
    DISPATCH_SEGMENT_EVENT_INVITE_EXPIRED: 'Too late',
    DISPATCH_INVITE_CHUNK_PREFIX: 'piece_',
  });
  const [segment] = list;
  await segment?.deliver(anInvitationMessage(), soon());
  await segment?.deliver(anInvitationMessage({ generation: 2 }), soon());
  const ended = ['invite_claimed', 'invite_declined', 'invite_revoked', 'invite_expired'] as const;
  for (const event of ended) await segment?.announce?.(event, { ...anInvitationMessage(), at: new Date() }, soon());
  const calls = receiver.received.flatMap(({ json }) => (json as { batch: Record<string, unknown>[] }).batch);
  expect(calls.map(({ event, type }) => event ?? type)).toEqual([
    ...['identify', 'group', 'Invited', 'identify', 'group', 'Invited again', 'Came', 'Said no', 'Taken back', 'Too late'],
  ]);
  expect(calls[0]).toMatchObject({ integrations: { All: false, One: true, Two: true }, traits: { piece_9: expect.any(String) } });
  expect(receiver.received[0]).toMatchObject({ path: '/eu/v1/batch', headers: { authorization: `Basic ${btoa('the-key:')}` } });
  expect(described).toContain(receiver.url);
});

test('the host of Segment has one value until another is set, and is shown', async () => {
  const { described } = await channels({ DISPATCH_INVITE_DELIVERY: 'segment', DISPATCH_SEGMENT_WRITE_KEY: 'the-key' });
  expect(described).toBe('segment at https://api.segment.io/v1/batch');
});

test('mail and webhook are both given the link, in the order in which they are named', async () => {
  const [receiver, mail] = [await aReceiver(), await startMailServer()];
  stops.push(mail.stop);
  const { list, described } = await channels({
    DISPATCH_INVITE_DELIVERY: 'webhook,smtp',
    DISPATCH_SMTP_URL: `${mail.url}?requireTLS=false`,
    DISPATCH_MAIL_FROM: 'ops@example.com',
    TOCSIN_INVITE_WEBHOOK_URL: `${receiver.url}/hook?key=a-secret`,
  });
  expect(list.map(({ name }) => name)).toEqual(['webhook', 'smtp']);
  for (const channel of list) await channel.deliver(anInvitationMessage(), soon());
  expect(receiver.received).toMatchObject([{ path: '/hook?key=a-secret', json: { url: anInvitationMessage().url } }]);
  expect(mail.taken).toMatchObject([{ to: ['jo@example.com'] }]);
  expect(String(mail.taken[0]?.raw)).toMatch(/^From: ops@example.com$/m);
  expect(described).not.toContain('a-secret');
});

test('the log shows the link, at the level that is logged by default', async () => {
  const { list, lines } = await channels({ DISPATCH_INVITE_DELIVERY: 'log' });
  await list[0]?.deliver(anInvitationMessage(), soon());
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ email: 'jo@example.com', organization: 'acme', url: anInvitationMessage().url });
});
