import Type from 'typebox';
import { Id, nullable } from '../../core/field.ts';
import { named } from '../../core/shape.ts';
import { pageOf } from '../../edges/http/resource-routes.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import { changeMessage, incidentTalk, listMessages, MessageRead } from '../conversations/index.ts';
import { incidentView } from '../participants/index.ts';
import { COMMANDS } from './commands/index.ts';
import { say } from './say.ts';

const common = { tag: 'war-room', subject: { table: 'incidents', param: 'incident_id' } } as const;
const InIncident = Type.Object({ incident_id: Id });
const Body = Type.String({ minLength: 1, maxLength: 20_000 });

const list = route({
  ...common,
  method: 'get',
  path: '/{organization}/incidents/{incident_id}/messages',
  summary: 'Lists the messages of the room, newest first',
  access: incidentView,
  params: InIncident,
  query: Type.Object({
    page: Type.Integer({ default: 1, minimum: 1, maximum: 1_000_000 }),
    itemsPerPage: Type.Integer({ default: 50, minimum: -1, maximum: 500 }),
    after: Type.Optional(Type.Integer({ minimum: 0 })),
    pinned: Type.Optional(Type.Boolean()),
    decision: Type.Optional(Type.Boolean()),
  }),
  answer: pageOf(MessageRead),
  handle: async (ctx, { params, query }) => new JsonText(await listMessages(ctx, params.incident_id, query)),
});

const post = route({
  ...common,
  method: 'post',
  path: '/{organization}/incidents/{incident_id}/messages',
  summary: 'Says something in the room, or gives a command that begins with a slash',
  access: incidentTalk,
  params: InIncident,
  body: Type.Object({ body: Body }),
  answer: named('MessagePosted', Type.Object({ message: nullable(MessageRead.schema), reply: nullable(Type.String()) })),
  handle: async (ctx, { params, body }) => {
    const { message, reply } = await say(ctx, params.incident_id, body.body);
    return new JsonText(`{"message":${message ?? 'null'},"reply":${JSON.stringify(reply ?? null)}}`);
  },
});

const change = route({
  ...common,
  method: 'patch',
  path: '/{organization}/incidents/{incident_id}/messages/{message_id}',
  summary: 'Pins a message, marks it as a decision or corrects it',
  access: incidentTalk,
  params: Type.Object({ incident_id: Id, message_id: Id }),
  body: Type.Object({ pinned: Type.Optional(Type.Boolean()), decision: Type.Optional(Type.Boolean()), body: Type.Optional(Body) }),
  partial: true,
  answer: MessageRead.schema,
  handle: async (ctx, { params, body }) => new JsonText(await changeMessage(ctx, params.incident_id, params.message_id, body)),
});

const commands = route({
  ...common,
  method: 'get',
  path: '/{organization}/incidents/{incident_id}/commands',
  summary: 'Lists the commands of the room, for completing what is typed',
  access: incidentView,
  params: InIncident,
  answer: Type.Object({ items: Type.Array(Type.Object({ name: Type.String(), usage: Type.String(), help: Type.String() })) }),
  handle: async () => ({ items: COMMANDS.map(({ name, usage, help }) => ({ name: `/${name}`, usage, help })) }),
});

export const routes: Route[] = [list, post, change, commands];
