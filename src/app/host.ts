import type { Context } from '../core/context.ts';
import { postToRoom, setRoomArchived, setRoomTopic } from '../features/conversations/index.ts';
import { documentsOf } from '../features/documents/index.ts';
import { participantsOf, rotationsOf } from '../features/oncall/index.ts';
import { describePerson } from '../features/people/index.ts';
import { findMade, groupsOf, keepMade } from '../features/plugins/index.ts';
import type { Host } from '../plugin-sdk/host.ts';

/** What the plug-ins of one project may ask of Tocsin; everything they ask is asked in the name of the given context. */
export const hostFor = (ctx: Context, projectId: number): Host => ({
  organization: { id: ctx.tenant.id, slug: ctx.tenant.slug },
  projectId,
  uiUrl: ctx.settings.uiUrl,
  dataDir: ctx.settings.dataDir,
  now: () => ctx.now(),
  fetch: globalThis.fetch,
  made: {
    find: (key) => findMade(ctx, key),
    keep: (key, { kind, id }, resource) => keepMade(ctx, key, { kind, id }, resource),
  },
  rooms: {
    post: (channelId, message) => postToRoom(ctx, channelId, message),
    setTopic: (channelId, topic) => setRoomTopic(ctx, channelId, topic),
    setArchived: (channelId, archived) => setRoomArchived(ctx, channelId, archived),
  },
  documents: documentsOf(ctx, projectId),
  groups: groupsOf(ctx),
  rotations: rotationsOf(ctx, projectId),
  participants: participantsOf(ctx, projectId),
  people: { get: (email) => describePerson(ctx, projectId, email) },
  mail: { smtpUrl: ctx.settings.smtpUrl, from: ctx.settings.mailFrom },
});
