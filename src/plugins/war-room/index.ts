import Type from 'typebox';
import type { Conversation, Room } from '../../plugin-sdk/capabilities.ts';
import { BUILT_IN, plugin } from '../../plugin-sdk/catalogue.ts';
import type { Host } from '../../plugin-sdk/host.ts';

/** The conversation on the subject's own page. It has no threads: a case that others would keep in one has a room all the same. */
export const warRoomPlugin = plugin({
  slug: 'tocsin-war-room',
  title: 'War room',
  type: 'conversation',
  description: 'The conversation on the page of an incident or case: messages, slash commands, pinned messages and decisions, live.',
  ...BUILT_IN,
  configuration: Type.Object({}),
  events: [
    {
      name: 'War room activity',
      slug: 'tocsin-war-room-activity',
      description: 'Somebody wrote a message or gave a command in the war room.',
    },
  ],
  create: (_configuration, host) => rooms(host),
});

const rooms = (host: Host): Conversation => ({
  find: (key) => host.made.find<Room>(key),
  create: (key, subject) =>
    host.made.keep<Room>(key, subject, {
      resource_id: `room-${subject.kind}-${subject.id}`,
      resource_type: 'tocsin-war-room-conversation',
      weblink: `${subject.url}/room`,
      channel_id: `room-${subject.kind}-${subject.id}`,
    }),
  // Whoever takes part in the subject is in its room; there is no list of members beside it.
  addMembers: async () => ({ unknown: [] }),
  removeMember: async () => {},
  setTopic: (channelId, topic) => host.rooms.setTopic(channelId, topic),
  send: (channelId, message) => host.rooms.post(channelId, message),
  sendTo: async (email, { channelId, ...message }) => {
    // There are no direct messages: what concerns one person outside a room reaches them by mail.
    if (channelId) await host.rooms.post(channelId, { ...message, onlyTo: email });
  },
  archive: (channelId) => host.rooms.setArchived(channelId, true),
  unarchive: (channelId) => host.rooms.setArchived(channelId, false),
});
