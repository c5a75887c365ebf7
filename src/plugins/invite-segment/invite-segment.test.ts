import { afterEach, expect, test } from 'vitest';
import { anInvitationMessage } from '../../../test/an-invitation.ts';
import { type Ending, type HttpReceiver, startHttpReceiver } from '../../../test/http-receiver.ts';
import type { PluginError } from '../../plugin-sdk/failure.ts';
import { type SegmentSettings, segmentDelivery } from './index.ts';

const NOW = new Date('2026-11-22T12:00:00.000Z');
const KEY = 'a-write-key';
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function aReceiver(): Promise<HttpReceiver> {
  const receiver = await startHttpReceiver();
  stops.push(receiver.stop);
  return receiver;
}

/** Segment on this machine, answering as `endings` say, and the channel that leads there. */
async function segment(endings: Ending[] = [], more: Partial<SegmentSettings> = {}, timeoutMs = 5000) {
  const receiver = await aReceiver();
  receiver.endNext(...endings);
  const settings: SegmentSettings = {
    writeKey: KEY,
    host: receiver.url,
    path: '/v1/batch',
    integrations: ['Intercom Cloud Mode (Actions)'],
    trackDelayMs: 0,
    group: false,
    chunkPrefix: 'invite_url_',
    events: {
      invite: 'invite',
      invite_resent: 'invite_resent',
      invite_claimed: 'invite_claimed',
      invite_declined: 'invite_declined',
      invite_revoked: 'invite_revoked',
      invite_expired: 'invite_expired',
    },
    ...more,
  };
  return { receiver, channel: segmentDelivery(settings, { now: () => NOW, timeoutMs }) };
}

type Call = { type: string; messageId: string; userId: string; timestamp: string; event?: string; traits?: Record<string, unknown> };

/** What arrived, without what the library says of itself and of the moment of sending. */
const callsOf = ({ received }: HttpReceiver) =>
  received.flatMap(({ json }) =>
    (json as { batch: (Call & Record<string, unknown>)[] }).batch.map(({ context: _context, _metadata, ...call }) => call as Call),
  );

const soon = () => AbortSignal.timeout(5000);
const failureOf = (work: Promise<unknown>): Promise<PluginError> =>
  work.then(
    () => expect.fail('it went well'),
    (error) => error,
  );

const INVITATION = anInvitationMessage();
const { invitationId: ID, personId: userId, chunks, url } = INVITATION;
const integrations = { All: false, 'Intercom Cloud Mode (Actions)': true };
const track = {
  type: 'track',
  messageId: `${ID}:1:track`,
  userId,
  event: 'invite',
  timestamp: '2026-11-22T10:00:00.030Z',
  properties: {
    email: 'jo@example.com',
    organization: 'acme',
    organization_name: 'Acme',
    inviter: 'Sam Lee',
    roles: 'write read',
    generation: 1,
  },
  integrations,
};

test('CHECK 24.11: identify, then track, exactly, with Basic authorization', async () => {
  const { receiver, channel } = await segment([], { trackDelayMs: 30 });
  expect(await channel.deliver(INVITATION, soon())).toEqual({ providerMessageId: `${ID}:1:track` });
  expect(callsOf(receiver)).toEqual([
    {
      type: 'identify',
      messageId: `${ID}:1:identify`,
      userId,
      timestamp: '2026-11-22T10:00:00.000Z',
      traits: {
        email: 'jo@example.com',
        organization: 'acme',
        company: { id: 'org_019a0000-0000-7000-8000-000000000003', name: 'Acme' },
        invite_roles: 'write read',
        invite_expires_at: '2026-11-23T10:00:00.000Z',
        ...Object.fromEntries(chunks.map((piece, index) => [`invite_url_${index}`, piece])),
      },
      integrations,
    },
    track,
  ]);
  for (const { method, path, headers, json } of receiver.received) {
    expect([method, path]).toEqual(['POST', '/v1/batch']);
    expect(headers.authorization).toBe(`Basic ${btoa(`${KEY}:`)}`);
    expect(headers['content-type']).toBe('application/json');
    expect(json).toMatchObject({ writeKey: KEY, sentAt: expect.any(String), batch: [{}] });
  }
});

test('INV-35: the pieces that arrive, joined with nothing between them, are the link', async () => {
  const { receiver, channel } = await segment();
  await channel.deliver(INVITATION, soon());
  const traits = callsOf(receiver)[0]?.traits ?? {};
  expect(Array.from({ length: 10 }, (_, index) => traits[`invite_url_${index}`]).join('')).toBe(url);
});

test('INV-39: ids come from the link: the next link has others, for the same person and under another event', async () => {
  const { receiver, channel } = await segment();
  await channel.deliver(anInvitationMessage({ generation: 2 }), soon());
  expect(callsOf(receiver)).toMatchObject([
    { messageId: `${ID}:2:identify`, userId },
    { messageId: `${ID}:2:track`, userId, event: 'invite_resent', properties: { generation: 2 } },
  ]);
});

test('INV-40: the link is in no property and nothing is called signed_up; other calls than the two are for every destination', async () => {
  const { receiver, channel } = await segment([], { group: true });
  await channel.deliver(INVITATION, soon());
  const restricted = callsOf(receiver).map((call) => [call.type, (call as { integrations?: unknown }).integrations]);
  expect(restricted).toEqual([
    ['identify', integrations],
    ['group', {}],
    ['track', integrations],
  ]);
  const others = callsOf(receiver).slice(1);
  for (const piece of [...chunks, url]) expect(JSON.stringify(others)).not.toContain(piece);
  expect(JSON.stringify(callsOf(receiver))).not.toContain('signed_up');
});

test('a group call goes between the two when it is wanted, each later than the one before', async () => {
  const { receiver, channel } = await segment([], { group: true });
  await channel.deliver(INVITATION, soon());
  const [identify, group, last] = callsOf(receiver);
  expect(group).toMatchObject({
    type: 'group',
    messageId: `${ID}:1:group`,
    userId,
    groupId: INVITATION.organization.id,
    traits: { name: 'Acme' },
  });
  expect((identify?.timestamp ?? '') < (group?.timestamp ?? '') && (group?.timestamp ?? '') < (last?.timestamp ?? '')).toBe(true);
});

test('CHECK 24.11: nothing follows before the identify was accepted, and the track not before the delay is over', async () => {
  const { receiver, channel } = await segment([{ afterMs: 120 }], { trackDelayMs: 80 });
  await channel.deliver(INVITATION, soon());
  const [identify, triggered] = receiver.received;
  expect((triggered?.arrivedMs ?? 0) - (identify?.answeredMs ?? Number.POSITIVE_INFINITY)).toBeGreaterThanOrEqual(79);
});

test.each([{ status: 500 }, { status: 400 }, 'cut'] as Ending[])(
  'CHECK 24.11: an identify that ends with %o is followed by nothing',
  async (ending) => {
    const { receiver, channel } = await segment([ending], { group: true });
    await failureOf(channel.deliver(INVITATION, soon()));
    expect(callsOf(receiver).map(({ type }) => type)).toEqual(['identify']);
  },
);

test.each([
  ['the answer to the track is lost', [{}, 'cut']],
  ['the track is refused for a while', [{}, { status: 503 }]],
  ['the identify is refused for a while', [{ status: 429 }]],
] as [string, Ending[]][])('CHECK 24.11: when %s, another attempt sends the same calls, which are one mail', async (_case, endings) => {
  const { receiver, channel } = await segment(endings);
  expect(await failureOf(channel.deliver(INVITATION, soon()))).toMatchObject({ name: 'PluginError', retry: true });
  await channel.deliver(INVITATION, soon());
  const calls = callsOf(receiver);
  const again = calls.slice(-2);
  expect(again.map(({ type }) => type)).toEqual(['identify', 'track']);
  // Whatever carries an id that was there before is the same to the last character.
  for (const call of calls) expect(again).toContainEqual(call);
});

test('CHECK 24.11: a crash between identify and track leaves one mail, sent by the next attempt', async () => {
  const { receiver, channel } = await segment([], { trackDelayMs: 60_000 });
  const process = new AbortController();
  const crashed = failureOf(channel.deliver(INVITATION, process.signal));
  await receiver.arrived(1);
  process.abort();
  expect((await crashed).retry).toBe(true);
  expect(callsOf(receiver).map(({ type }) => type)).toEqual(['identify']);
  const { receiver: after, channel: again } = await segment();
  await again.deliver(INVITATION, soon());
  expect(callsOf(after)[0]).toEqual(callsOf(receiver)[0]);
  expect(callsOf(after).map(({ type }) => type)).toEqual(['identify', 'track']);
});

test.each([
  [{ status: 400 }, false, /does not take what it was sent/],
  [{ status: 401 }, false, /DISPATCH_SEGMENT_WRITE_KEY/],
  [{ status: 404 }, false, /DISPATCH_SEGMENT_HOST and DISPATCH_SEGMENT_PATH/],
  [{ status: 429 }, true, /tried again later/],
  [{ status: 500 }, true, /tried again later/],
  [{ status: 501 }, true, /tried again later/],
  ['cut', true, /cannot be reached/],
] as [Ending, boolean, RegExp][])(
  '%o: another attempt helps is %s, in one request, and no secret is told',
  async (ending, retry, remedy) => {
    const { receiver, channel } = await segment([ending]);
    const failure = await failureOf(channel.deliver(INVITATION, soon()));
    expect(failure).toMatchObject({ name: 'PluginError', retry, message: expect.stringMatching(remedy) });
    expect(failure.message).toContain(receiver.url);
    expect(receiver.received).toHaveLength(1);
    for (const secret of [KEY, btoa(`${KEY}:`), chunks[0] ?? url]) expect(failure.message).not.toContain(secret);
  },
);

test.each([
  ['7', 7000],
  ['Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
  ['soon', undefined],
])('CHECK 24.11: 429 with Retry-After %s asks for that time, and the library does not wait by itself', async (header, retryAfterMs) => {
  const { receiver, channel } = await segment([{ status: 429, headers: { 'retry-after': header } }]);
  expect(await failureOf(channel.deliver(INVITATION, soon()))).toMatchObject({ retry: true, retryAfterMs });
  expect(receiver.received).toHaveLength(1);
});

test('the configured host alone is spoken to: a redirect is not followed and not taken for success', async () => {
  const other = await aReceiver();
  const { channel } = await segment([{ status: 307, headers: { location: `${other.url}/v1/batch` } }]);
  expect(await failureOf(channel.deliver(INVITATION, soon()))).toMatchObject({
    retry: false,
    message: expect.stringContaining('elsewhere'),
  });
  expect(other.received).toEqual([]);
});

test('a Segment that never answers is given up, and tried again', async () => {
  const { channel } = await segment(['hang'], {}, 100);
  expect(await failureOf(channel.deliver(INVITATION, soon()))).toMatchObject({
    retry: true,
    message: expect.stringContaining('did not answer within 0.1 s'),
  });
});

test.each(['ü', 'x'])('a call of more than 32 KB (of %s) is refused here, for ever: Segment would say yes and drop it', async (letter) => {
  const { receiver, channel } = await segment();
  const organization = { ...INVITATION.organization, name: letter.repeat(33_000) };
  expect(await failureOf(channel.deliver(anInvitationMessage({ organization }), soon()))).toMatchObject({
    retry: false,
    message: expect.stringContaining('32 KB'),
  });
  expect(receiver.received).toEqual([]);
});

const { url: _url, chunks: _chunks, ...FACTS } = INVITATION;

test('INV-37: forgetting sets every piece to null', async () => {
  const { receiver, channel } = await segment();
  await channel.forget?.({ ...FACTS, chunkCount: 10 }, soon());
  expect(callsOf(receiver)).toEqual([
    {
      type: 'identify',
      messageId: `${ID}:1:forget`,
      userId,
      timestamp: NOW.toISOString(),
      traits: Object.fromEntries(chunks.map((_piece, index) => [`invite_url_${index}`, null])),
      integrations: {},
    },
  ]);
});

test.each(['invite_claimed', 'invite_declined', 'invite_revoked', 'invite_expired'] as const)(
  '%s is told without the link',
  async (event) => {
    const { receiver, channel } = await segment();
    await channel.announce?.(event, { ...FACTS, at: NOW }, soon());
    const expected = { ...track, messageId: `${ID}:1:${event}`, event, timestamp: NOW.toISOString(), integrations: {} };
    expect(callsOf(receiver)).toEqual([expected]);
  },
);
