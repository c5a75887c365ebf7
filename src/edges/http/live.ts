import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Context } from '../../core/context.ts';
import { ACCESS_CHANGED, type Live, type Note } from '../../core/live.ts';
import { member } from '../../core/permissions.ts';
import { reachesAlike } from '../../core/scopes.ts';
import { type Declaration, type Route, route } from './route.ts';
import { type Authenticate, SECURITY_HEADERS } from './server.ts';

/** Proxies cut connections that say nothing; each beat is also the moment to look whether the caller may still listen. */
const HEARTBEAT_MS = 15_000;
/** A reader this far behind is cut off: it comes back and asks for what it missed. */
const MOST_UNSENT_BYTES = 1_000_000;
const RETRY_MS = 1000;
/** As long as `authenticate` may answer from what it knows. */
const FORGOTTEN_MS = 1500;

export const liveDeclaration = {
  method: 'get',
  path: '/{organization}/live',
  tag: 'live',
  summary: 'Tells what changes, as server-sent events; each note names a subject, never its content',
  access: member,
  scopes: ['read:organization'],
  headers: Type.Object({
    'Last-Event-ID': Type.Optional(Type.String({ description: 'The last note that was heard: what came after it follows' })),
  }),
  produces: ['text/event-stream'],
} satisfies Declaration;

/**
 * Live updates of one organization as server-sent events. `Last-Event-ID` resumes; `event: resync` means that the gap is too wide.
 * @source https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export const liveRoute = (live: Live, authenticate: Authenticate): Route =>
  route({
    ...liveDeclaration,
    handle: (ctx, { raw }, reply) => stream(ctx, live, () => mayStillListen(ctx, authenticate, raw), raw, reply),
  });

async function mayStillListen(ctx: Context, authenticate: Authenticate, request: FastifyRequest): Promise<boolean> {
  const identity = await authenticate(ctx, request, ctx.tenant.slug);
  return identity?.role !== undefined && identity.role === ctx.actor.role && reachesAlike(identity.scopes, ctx.actor.scopes);
}

async function stream(ctx: Context, live: Live, mayListen: () => Promise<boolean>, request: FastifyRequest, reply: FastifyReply) {
  const { raw } = reply.hijack();
  raw.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  const end = () => raw.end();
  const write = (text: string) => {
    if (raw.writableEnded) return;
    raw.write(text);
    if (raw.writableLength > MOST_UNSENT_BYTES) raw.destroy();
  };
  const heartbeat = setInterval(() => {
    write(': beat\n\n');
    askAgain();
  }, HEARTBEAT_MS);
  // Notes that arrive while the missed ones are read wait their turn.
  let waiting: Note[] | undefined = [];
  const askAgain = () => void mayListen().then((allowed) => allowed || end(), end);
  const send = (note: Note) => {
    // Now, and once more when no process can remember the old answer any longer.
    if (note.kind === ACCESS_CHANGED) for (const ms of [0, FORGOTTEN_MS]) setTimeout(askAgain, ms);
    return waiting ? void waiting.push(note) : write(asEvent(note));
  };
  const position = live.position();
  const unsubscribe = live.subscribe(ctx, { send, end });
  raw.on('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
  write(`retry: ${RETRY_MS}\nevent: open\ndata: {}\n\n`);
  const since = request.headers['last-event-id'];
  const missed = typeof since === 'string' ? await live.missed(ctx, since).catch(() => undefined) : [];
  for (const note of missed ?? []) write(asEvent(note));
  // Only now: a reader that is cut off before has lost nothing when it resumes from where it was.
  if (!missed?.length) write(`id: ${position}\nevent: ${missed ? 'ready' : 'resync'}\ndata: {}\n\n`);
  const told = new Set(missed?.map((note) => note.position));
  for (const note of waiting) if (!told.has(note.position)) write(asEvent(note));
  waiting = undefined;
  return reply;
}

const asEvent = ({ position, kind, id, topics }: Note) => `id: ${position}\nevent: note\ndata: ${JSON.stringify({ kind, id, topics })}\n\n`;
