import assert from 'node:assert/strict';
import { test } from 'vitest';
import { anOrganization, aSystem, runJobs } from '../../../../test/harness.ts';
import { transaction } from '../../../core/db.ts';
import type { ChatMessage, Conversation, Room } from '../../../plugin-sdk/capabilities.ts';
import { flowOf, openIncident } from '../../incidents/fixtures.ts';
import { addParticipant, removeParticipant } from '../../participants/index.ts';
import { openCase, withTarget } from '../fixtures.ts';
import { openChannel } from '../own-channel.ts';
import { theCase } from '../store.ts';
import { updateCase } from '../update-case.ts';

type Said = ChatMessage & { channel: string };

/** A chat with channels and threads that keeps what it is asked. */
function aChat() {
  const state = {
    rooms: new Map<string, Room>(),
    said: [] as Said[],
    shown: [] as string[],
    members: [] as string[],
    topics: [] as string[],
    archived: [] as string[],
    removed: [] as string[],
  };
  const made = <R extends Room>(key: string, room: R): R => {
    state.rooms.set(key, room);
    return room;
  };
  const room = (id: string, channel: string) => ({
    resource_id: id,
    resource_type: 'test-chat',
    weblink: `https://chat.test/${id}`,
    channel_id: channel,
  });
  const chat: Conversation = {
    find: async (key) => state.rooms.get(key),
    create: async (key, subject) => made(key, room(`c-${subject.kind}-${subject.id}`, `C-${subject.kind}-${subject.id}`)),
    createThread: async (key, subject, target) => made(key, { ...room(`t-${subject.id}`, target), thread_id: `T-${subject.id}` }),
    updateThread: async ({ thread_id }, subject) => {
      state.shown.push(`${thread_id}: ${subject.status}`);
    },
    addMembers: async (channel) => {
      state.members.push(channel);
      return { unknown: [] };
    },
    removeMember: async (channel) => {
      state.removed.push(channel);
    },
    setTopic: async (channel) => {
      state.topics.push(channel);
    },
    send: async (channel, message) => {
      state.said.push({ channel, ...message });
    },
    sendTo: async (_email, { channelId = '', ...message }) => {
      state.said.push({ channel: channelId, ...message });
    },
    archive: async (channel) => {
      state.archived.push(channel);
    },
    unarchive: async () => {},
  };
  return { state, chat };
}

async function withChat() {
  const { state, chat } = aChat();
  const { plugins } = await aSystem();
  const system = await aSystem({ plugins: plugins.map((one) => (one.type === 'conversation' ? { ...one, create: () => chat } : one)) });
  const place = await anOrganization(system);
  await withTarget(place.ctx, place.project, 'C-security');
  const conversation = (id: number) =>
    place.ctx.db
      .selectFrom('conversations')
      .select(['channel_id', 'thread_id', 'weblink'])
      .where('case_id', '=', id)
      .executeTakeFirstOrThrow();
  return { ...place, state, conversation };
}

test('a case without a channel of its own is a thread in the channel of its type, and everything is said there', async () => {
  const { ctx, project, state, conversation } = await withChat();
  const id = await openCase(ctx, project, { dedicated_channel: false });
  await runJobs(ctx);
  assert.deepEqual(await conversation(id), { channel_id: 'C-security', thread_id: `T-${id}`, weblink: `https://chat.test/t-${id}` });
  assert.ok(state.said.length > 0);
  for (const message of state.said) assert.deepEqual([message.channel, message.threadId], ['C-security', `T-${id}`], message.text);
  assert.deepEqual([state.topics, state.members], [[], []]);
  const flow = await flowOf(ctx, id, 'case');
  assert.match(flow['set-topic'] ?? '', /^skipped: The room is a thread/);
  assert.match(flow['invite-people'] ?? '', /^skipped/);
});

test('the message a thread began with shows what the case is now; closing archives no channel of others, leaving removes nobody from it', async () => {
  const { ctx, project, state } = await withChat();
  const id = await openCase(ctx, project, { dedicated_channel: false });
  await runJobs(ctx);
  await transaction(ctx, (tx) => addParticipant(tx, theCase(id), { email: 'ada@example.com' }));
  await transaction(ctx, (tx) => removeParticipant(tx, theCase(id), 'ada@example.com'));
  await updateCase(ctx, id, { status: 'Closed' });
  await runJobs(ctx);
  assert.ok(state.shown.includes(`T-${id}: Closed`));
  assert.deepEqual([state.archived, state.removed], [[], []]);
});

test('a thread becomes a channel once, each says where the other is, and the case has the channel', async () => {
  const { ctx, project, state, conversation } = await withChat();
  const id = await openCase(ctx, project, { dedicated_channel: false });
  await runJobs(ctx);
  state.said.length = 0;
  await openChannel(ctx, id);
  await openChannel(ctx, id);
  await runJobs(ctx);
  assert.deepEqual(await conversation(id), { channel_id: `C-case-${id}`, thread_id: null, weblink: `https://chat.test/c-case-${id}` });
  const moved = state.said.filter(({ text }) => /goes on|began/.test(text));
  assert.deepEqual(
    moved.map(({ channel, threadId }) => [channel, threadId]),
    [
      ['C-security', `T-${id}`],
      [`C-case-${id}`, undefined],
    ],
  );
  assert.deepEqual([state.members, state.topics], [[`C-case-${id}`], [`C-case-${id}`]]);
  const { dedicated_channel } = await ctx.db.selectFrom('cases').select('dedicated_channel').where('id', '=', id).executeTakeFirstOrThrow();
  assert.equal(dedicated_channel, true);
});

test('asked for a channel before there is a thread, a case gets the channel alone', async () => {
  const { ctx, project, state, conversation } = await withChat();
  const id = await openCase(ctx, project, { dedicated_channel: false });
  await openChannel(ctx, id);
  await runJobs(ctx);
  assert.equal((await conversation(id)).channel_id, `C-case-${id}`);
  assert.equal(state.rooms.size, 1);
});

test('a case with a channel of its own has it from the beginning', async () => {
  const { ctx, project, conversation } = await withChat();
  const id = await openCase(ctx, project);
  await runJobs(ctx);
  assert.deepEqual(await conversation(id), { channel_id: `C-case-${id}`, thread_id: null, weblink: `https://chat.test/c-case-${id}` });
});

test('the built-in war room has no threads: the case has a room, whether its type names a channel that exists or not', async () => {
  const { ctx, project } = await anOrganization();
  await withTarget(ctx, project, 'no-such-channel');
  const id = await openCase(ctx, project, { dedicated_channel: false });
  await runJobs(ctx);
  const flow = await flowOf(ctx, id, 'case');
  assert.deepEqual([flow['create-conversation'], flow['set-topic'], flow['pin-links']], ['done', 'done', 'done']);
  assert.match(flow['tell-channel'] ?? '', /^skipped: War room has no channel no-such-channel/);
});

test('the channel of the type hears of a case, and nothing of a restricted one', async () => {
  const { ctx, project } = await anOrganization();
  const headquarters = await openIncident(ctx, project);
  await runJobs(ctx);
  const room = await ctx.db
    .selectFrom('conversations')
    .select(['id', 'channel_id'])
    .where('incident_id', '=', headquarters)
    .executeTakeFirstOrThrow();
  await withTarget(ctx, project, room.channel_id);
  const restricted = await openCase(ctx, project, { dedicated_channel: false, visibility: 'Restricted' });
  const open = await openCase(ctx, project, { dedicated_channel: false });
  await runJobs(ctx);
  const bodies = (await ctx.db.selectFrom('messages').select('body').where('conversation_id', '=', room.id).execute()).map(
    ({ body }) => body,
  );
  const names = await ctx.db.selectFrom('cases').select(['id', 'name']).where('id', 'in', [restricted, open]).execute();
  const heard = names.filter(({ name }) => bodies.some((body) => body.includes(`[${name}]`)));
  assert.deepEqual(
    heard.map(({ id }) => id),
    [open],
  );
  assert.equal((await flowOf(ctx, open, 'case'))['tell-channel'], 'done');
});

test('what is restricted is no thread where others read, and leaves one when it becomes restricted', async () => {
  const { ctx, project, conversation } = await withChat();
  const born = await openCase(ctx, project, { dedicated_channel: false, visibility: 'Restricted' });
  const grown = await openCase(ctx, project, { dedicated_channel: false });
  await runJobs(ctx);
  assert.deepEqual([(await conversation(born)).channel_id, (await conversation(grown)).channel_id], [`C-case-${born}`, 'C-security']);
  await updateCase(ctx, grown, { visibility: 'Restricted' });
  await runJobs(ctx);
  assert.deepEqual(await conversation(grown), {
    channel_id: `C-case-${grown}`,
    thread_id: null,
    weblink: `https://chat.test/c-case-${grown}`,
  });
});
