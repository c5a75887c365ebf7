import { sql } from 'kysely';
import type pg from 'pg';
import { type Context, NOBODY, type System } from './context.ts';
import { can, decidedByRole, type Rule } from './permissions.ts';
import { scopesOf } from './scopes.ts';

/** What a browser hears: something about a subject changed; it asks for the rest itself, with its own rights. */
export type Note = { position: string; kind: string; id: number; topics: string[] };

/** Who may know that a kind of subject changed. Kinds without an entry are open to every member. */
export type Audiences = Record<string, { table: string; rule: Rule }>;

/** The kind of note that tells of a change of somebody's access: every open stream asks again whether it may go on. */
export const ACCESS_CHANGED = 'member';

type Row = { position: string; organization_id: number; kind: string; subject_id: number; topics: string[] };
/** Somebody who listens; `end` is called when the process stops, so that a stream does not hold it up. */
export type Listener = { send(note: Note): void; end(): void };
type Subscriber = Listener & { ctx: Context };

const REREAD_MS = [0, 100, 1000];
/** A transaction that runs for longer than the re-reads hides younger notes: they are found by this look without a word. */
const LOOK_MS = 5000;
const RECONNECT_MS = 1000;
/** A reader that missed more than this starts afresh. */
export const MOST_MISSED = 500;
const KEEP_MS = 3_600_000;

/**
 * One listener per process that hands notes to its subscribers. Notes are read in the order of their transactions and only below the
 * oldest one still running, so none is ever passed over.
 */
export function createLive(system: System, pool: pg.Pool, audiences: Audiences) {
  const subscribers = new Set<Subscriber>();
  let position = '0-0';
  let session: pg.PoolClient | undefined;
  let reading: Promise<void> = Promise.resolve();
  const timers = new Set<NodeJS.Timeout>();
  const due = new Set<number>();
  let stopped = false;

  async function connect() {
    const client = await pool.connect();
    session = client;
    client.on('notification', wake);
    // A connection that breaks may say so more than once.
    client.on('error', () => {
      if (session !== client) return;
      session = undefined;
      client.release(true);
      reconnect();
    });
    await client.query('listen tocsin_live');
  }

  function reconnect() {
    if (!stopped) later(RECONNECT_MS, () => void connect().then(wake, reconnect));
  }

  function look() {
    later(LOOK_MS, () => {
      if (subscribers.size) wake();
      look();
    });
  }

  function later(ms: number, act: () => void) {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  }

  /** A slower transaction may commit after the one that woke us without a word of its own: look again a little later. */
  function wake() {
    for (const ms of REREAD_MS) {
      // A burst of notes is one look, not one look a note.
      if (due.has(ms)) continue;
      due.add(ms);
      later(ms, () => {
        due.delete(ms);
        reading = reading.then(read).catch((error) => system.log.warn({ err: error }, 'live updates could not be read'));
      });
    }
  }

  async function read() {
    if (stopped) return;
    const rows = await notesAfter(system, position);
    const last = rows.at(-1);
    if (last) position = last.position;
    for (const row of rows) await deliver(row);
    if (rows.length === MOST_MISSED) await read();
  }

  async function deliver(row: Row) {
    const interested = [...subscribers].filter((one) => one.ctx.tenant.id === row.organization_id);
    const allowed = await audienceOf(interested, row, audiences);
    for (const one of allowed) one.send(asNote(row));
  }

  return {
    async start() {
      position = await currentPosition(system);
      await connect();
      look();
    },
    /** @returns an end to the subscription */
    subscribe(ctx: Context, listener: Listener) {
      const subscriber = { ...listener, ctx };
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    /** @returns what the caller missed since a position; undefined when it is too much or too long ago */
    async missed(ctx: Context, since: string): Promise<Note[] | undefined> {
      const rows = await notesAfter(system, since, ctx.tenant.id);
      if (rows.length >= MOST_MISSED || (await isForgotten(system, since))) return undefined;
      const notes: Note[] = [];
      for (const row of rows)
        if ((await audienceOf([{ ctx, send: () => {}, end: () => {} }], row, audiences)).length) notes.push(asNote(row));
      return notes;
    },
    position: () => position,
    async stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      for (const { end } of subscribers) end();
      await reading;
      const client = session;
      session = undefined;
      client?.release(true);
    },
  };
}

export type Live = ReturnType<typeof createLive>;

const asNote = (row: Row): Note => ({ position: row.position, kind: row.kind, id: row.subject_id, topics: row.topics });

async function notesAfter({ db }: Pick<System, 'db'>, since: string, organizationId?: number): Promise<Row[]> {
  const [transactionId, id] = parsePosition(since);
  const mine = organizationId === undefined ? sql`` : sql`and organization_id = ${organizationId}`;
  const { rows } = await sql<Row>`
    select transaction_id || '-' || id as position, organization_id, kind, subject_id, topics from live_notes
    where (transaction_id, id) > (${transactionId}::text::xid8, ${id}::bigint) and transaction_id < pg_snapshot_xmin(pg_current_snapshot()) ${mine}
    order by transaction_id, id limit ${sql.lit(MOST_MISSED)}`.execute(db);
  return rows;
}

const parsePosition = (position: string): [string, string] => {
  const match = /^(\d{1,19})-(\d{1,18})$/.exec(position);
  return match ? [match[1] as string, match[2] as string] : ['0', '0'];
};

async function currentPosition({ db }: System): Promise<string> {
  const { rows } = await sql<{
    position: string;
  }>`select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1) || '-999999999999' as position`.execute(db);
  return rows[0]?.position ?? '0-0';
}

async function isForgotten({ db }: System, since: string): Promise<boolean> {
  const { rows } = await sql<{ oldest: string | null }>`select min(transaction_id)::text as oldest from live_notes`.execute(db);
  const oldest = rows[0]?.oldest;
  return oldest !== null && oldest !== undefined && BigInt(parsePosition(since)[0]) + 1n < BigInt(oldest);
}

/** Most subjects are open to every member: that is asked once per note, then only of those whose role does not decide. */
async function audienceOf(interested: Subscriber[], row: Row, audiences: Audiences): Promise<Subscriber[]> {
  const audience = audiences[row.kind];
  const [someone] = interested;
  if (!audience || !someone) return interested;
  const subject = { table: audience.table, id: row.subject_id };
  const anyMember: Context = {
    ...someone.ctx,
    actor: { ...NOBODY, role: 'Member', scopes: scopesOf({ role: 'Member', isReadOnly: true }) },
  };
  if (row.topics.includes('deleted') || (await can(anyMember, audience.rule, subject))) return interested;
  const answers = new Map<string, boolean>();
  for (const { ctx } of interested) {
    const known = answers.get(ctx.actor.email);
    if (known === undefined) answers.set(ctx.actor.email, decidedByRole(ctx, audience.rule) ?? (await can(ctx, audience.rule, subject)));
  }
  return interested.filter(({ ctx }) => answers.get(ctx.actor.email));
}

/** Notes older than an hour help nobody: a reader that was away that long loads afresh. */
export async function forgetOldNotes(system: System): Promise<void> {
  await system.db
    .deleteFrom('live_notes')
    .where('created_at', '<', new Date(system.now().getTime() - KEEP_MS))
    .execute();
}
