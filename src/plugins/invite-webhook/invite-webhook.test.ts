import { afterEach, expect, test } from 'vitest';
import { anInvitationMessage } from '../../../test/an-invitation.ts';
import { type Ending, type HttpReceiver, startHttpReceiver } from '../../../test/http-receiver.ts';
import type { PluginError } from '../../plugin-sdk/failure.ts';
import { webhookDelivery } from './index.ts';

const NOW = new Date('2026-11-22T12:00:00.900Z');
const SECRET = 'a secret of at least thirty-two bytes, for tests';
let receiver: HttpReceiver | undefined;
afterEach(() => receiver?.stop());

async function webhook(endings: Ending[] = [], { secret = SECRET, timeoutMs = 5000 } = {}) {
  receiver = await startHttpReceiver();
  receiver.endNext(...endings);
  return { receiver, channel: webhookDelivery({ url: `${receiver.url}/invitations`, secret }, { now: () => NOW, timeoutMs }) };
}

const soon = () => AbortSignal.timeout(5000);
const INVITATION = anInvitationMessage({ name: 'Jo', note: 'See you there.' });
const failureOf = (work: Promise<unknown>): Promise<PluginError> =>
  work.then(
    () => expect.fail('it went well'),
    (error) => error,
  );

/** As a receiver would, without anything of ours. */
async function verified({ headers, text }: HttpReceiver['received'][number], key: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const [version, signature = ''] = String(headers['webhook-signature']).split(',');
  const secret = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  const signed = new TextEncoder().encode(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`);
  return (
    version === 'v1' &&
    crypto.subtle.verify(
      'HMAC',
      secret,
      Uint8Array.from(atob(signature), (one) => one.charCodeAt(0)),
      signed,
    )
  );
}

test('the message arrives as JSON, signed over id, time and body', async () => {
  const { receiver, channel } = await webhook();
  const id = `${INVITATION.invitationId}:1:invite`;
  expect(await channel.deliver(INVITATION, soon())).toEqual({ providerMessageId: id });
  const [request] = receiver.received;
  if (!request) return expect.fail('nothing arrived');
  expect(request).toMatchObject({
    method: 'POST',
    path: '/invitations',
    headers: { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': '1795348800' },
    json: {
      ...INVITATION,
      event: 'invite',
      issuedAt: '2026-11-22T10:00:00.000Z',
      expiresAt: '2026-11-23T10:00:00.000Z',
    },
  });
  const key = new TextEncoder().encode(SECRET);
  expect(await verified(request, key)).toBe(true);
  expect(await verified({ ...request, text: request.text.replace('jo@', 'bo@') }, key)).toBe(false);
  expect(await verified({ ...request, headers: { ...request.headers, 'webhook-timestamp': '1795348801' } }, key)).toBe(false);
  expect(await verified({ ...request, headers: { ...request.headers, 'webhook-id': 'another' } }, key)).toBe(false);
});

test('a secret behind whsec_ is base64', async () => {
  const { receiver, channel } = await webhook([], { secret: `whsec_${Buffer.from(SECRET).toString('base64')}` });
  await channel.deliver(INVITATION, soon());
  const [request] = receiver.received;
  expect(request && (await verified(request, new TextEncoder().encode(SECRET)))).toBe(true);
});

test('what is absent is null, and a further link says that it is one', async () => {
  const { receiver, channel } = await webhook();
  await channel.deliver(anInvitationMessage({ generation: 3, inviter: undefined }), soon());
  expect(receiver.received[0]?.json).toMatchObject({ event: 'invite_resent', name: null, note: null, inviter: null });
});

test('INV-38: another attempt repeats id and body', async () => {
  const { receiver, channel } = await webhook([{ status: 500 }]);
  expect((await failureOf(channel.deliver(INVITATION, soon()))).retry).toBe(true);
  await channel.deliver(INVITATION, soon());
  const [first, second] = receiver.received.map(({ headers, text }) => [headers['webhook-id'], text]);
  expect(second).toEqual(first);
});

test.each([
  [{ status: 400 }, false, undefined, /does not take/],
  [{ status: 401 }, false, undefined, /TOCSIN_INVITE_WEBHOOK_SECRET/],
  [{ status: 410 }, false, undefined, /TOCSIN_INVITE_WEBHOOK_URL/],
  [{ status: 429, headers: { 'retry-after': '90' } }, true, 90_000, /later/],
  [{ status: 503 }, true, undefined, /later/],
  ['cut', true, undefined, /cannot be reached/],
] as [Ending, boolean, number | undefined, RegExp][])('%o: another attempt helps is %s', async (ending, retry, retryAfterMs, remedy) => {
  const { channel } = await webhook([ending]);
  const failure = await failureOf(channel.deliver(INVITATION, soon()));
  expect(failure).toMatchObject({ name: 'PluginError', retry, retryAfterMs, message: expect.stringMatching(remedy) });
  expect(failure.message).not.toContain('invite_token');
});

test('no redirect is followed', async () => {
  const other = await startHttpReceiver();
  try {
    const { channel } = await webhook([{ status: 308, headers: { location: other.url } }]);
    expect(await failureOf(channel.deliver(INVITATION, soon()))).toMatchObject({
      retry: false,
      message: expect.stringContaining('elsewhere'),
    });
    expect(other.received).toEqual([]);
  } finally {
    await other.stop();
  }
});

test('who does not answer in time is tried again', async () => {
  const { channel } = await webhook(['hang'], { timeoutMs: 100 });
  expect(await failureOf(channel.deliver(INVITATION, soon()))).toMatchObject({
    retry: true,
    message: expect.stringContaining('within 0.1 s'),
  });
});
