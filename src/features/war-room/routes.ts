import Type from 'typebox';
import { Id, nullable } from '../../core/field.ts';
import { named } from '../../core/shape.ts';
import { pageOf } from '../../edges/http/resource-routes.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import { withArticle } from '../../lib/text.ts';
import { changeMessage, listMessages, MessageRead, TALK_RULES } from '../conversations/index.ts';
import { ofBothSubjects, SUBJECT_RULES, type SubjectPath } from '../participants/index.ts';
import { commandsIn } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { say } from './say.ts';

const readBy = ({ kind, row }: SubjectPath) => ({ tag: 'war-room', subject: row, access: SUBJECT_RULES[kind].view });
const writtenBy = ({ kind, row }: SubjectPath) => ({ tag: 'war-room', subject: row, access: TALK_RULES[kind] });
const Body = Type.String({ minLength: 1, maxLength: 20_000 });
const MessagePosted = named('MessagePosted', Type.Object({ message: nullable(MessageRead.schema), reply: nullable(Type.String()) }));

const list = (at: SubjectPath) =>
  route({
    ...readBy(at),
    method: 'get',
    path: `${at.path}/messages`,
    summary: `Lists the messages in the room of ${withArticle(at.kind)}, newest first`,
    query: Type.Object({
      page: Type.Integer({ default: 1, minimum: 1, maximum: 1_000_000 }),
      itemsPerPage: Type.Integer({ default: 50, minimum: -1, maximum: 500 }),
      after: Type.Optional(Type.Integer({ minimum: 0 })),
      pinned: Type.Optional(Type.Boolean()),
      decision: Type.Optional(Type.Boolean()),
    }),
    answer: pageOf(MessageRead),
    handle: async (ctx, { params, query }) => new JsonText(await listMessages(ctx, at.of(params), query)),
  });

const post = (at: SubjectPath) =>
  route({
    ...writtenBy(at),
    method: 'post',
    path: `${at.path}/messages`,
    summary: `Says something in the room of ${withArticle(at.kind)}, or gives a command that begins with a slash`,
    body: Type.Object({ body: Body }),
    answer: MessagePosted,
    handle: async (ctx, { params, body }) => {
      const { message, reply } = await say(ctx, at.of(params), body.body);
      return new JsonText(`{"message":${message ?? 'null'},"reply":${JSON.stringify(reply ?? null)}}`);
    },
  });

const change = (at: SubjectPath) =>
  route({
    ...writtenBy(at),
    method: 'patch',
    path: `${at.path}/messages/{message_id}`,
    summary: `Pins a message of ${withArticle(at.kind)}, marks it as a decision or corrects it`,
    params: Type.Object({ message_id: Id }),
    body: Type.Object({ pinned: Type.Optional(Type.Boolean()), decision: Type.Optional(Type.Boolean()), body: Type.Optional(Body) }),
    partial: true,
    answer: MessageRead.schema,
    handle: async (ctx, { params, body }) => new JsonText(await changeMessage(ctx, at.of(params), params.message_id, body)),
  });

const commands = (at: SubjectPath) =>
  route({
    ...readBy(at),
    method: 'get',
    path: `${at.path}/commands`,
    summary: `Lists the commands of the room of ${withArticle(at.kind)}, for completing what is typed`,
    answer: Type.Object({ items: Type.Array(Type.Object({ name: Type.String(), usage: Type.String(), help: Type.String() })) }),
    handle: async () => ({
      items: commandsIn(COMMANDS, at.kind).map(({ name, usage, help }) => ({ name: `/${name}`, usage, help })),
    }),
  });

export const routes: Route[] = ofBothSubjects((at) => [list(at), post(at), change(at), commands(at)]);
