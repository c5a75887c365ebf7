import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { appendAudit } from './audit.ts';
import { type Context, type LiveNote, noPendingWork, type PendingWork } from './context.ts';
import { AppError, unavailable } from './errors.ts';
import type { Database } from './tables.ts';

// int8 and numeric fit a JavaScript number in every column we have: ids of jobs, sizes of files, money in cents of a currency.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

/** Statements differ by their page size and their filters' shape; past this many the names are given up … */
const MAX_NAMES = 2000;
/** … and past this many a connection is replaced: PostgreSQL keeps the plan of each statement it was told to remember. */
const MAX_PLANS = 500;

type PoolOptions = {
  max?: number;
  /** how long a piece of work waits for a connection, ms; 0: as long as it takes */
  waitMs?: number;
  /** a connection is replaced at this age; 0: never */
  maxAgeSeconds?: number;
};

/** @param connectionString a PostgreSQL URL; sockets as `?host=` */
export function createDatabase(connectionString: string, { max = 10, waitMs = 0, maxAgeSeconds = 0 }: PoolOptions = {}) {
  const pool = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: waitMs,
    maxLifetimeSeconds: maxAgeSeconds,
    application_name: 'tocsin',
  });
  // An idle connection that breaks (database restart) must not end the process: the next statement opens another.
  pool.on('error', () => {});
  return { db: databaseOn(pool, 0), pool, close: () => pool.end() };
}

/**
 * The same connections for work that somebody waits for: a statement that takes longer is stopped.
 * @param timeoutMs 0: none is
 */
export const databaseOn = (pool: pg.Pool, timeoutMs: number) =>
  new Kysely<Database>({ dialect: new PostgresDialect({ pool: withNamedStatements(pool, timeoutMs) as unknown as pg.Pool }) });

/** What a person is, and is allowed, is written in these. */
const CHANGES_IDENTITY =
  /\b(insert\s+into|update|delete\s+from)\s+"?(users|user_identities|sessions|organizations|organization_members|project_members|api_keys)"?\b/i;
let identityChanges = 0;

/** Grows whenever this process has changed who somebody is or what they may: what was known of people before is worth nothing then. */
export const identityVersion = () => identityChanges;

type Known = { name: string; changesIdentity: boolean };

/**
 * Planning is more than half of the cost of a list; PostgreSQL skips it for a statement it knows by name.
 * @source https://www.postgresql.org/docs/18/sql-prepare.html
 */
function withNamedStatements(pool: pg.Pool, timeoutMs: number) {
  const known = new Map<string, Known>();
  const about = (text: string): Known => {
    const found = known.get(text);
    if (found) return found;
    if (known.size >= MAX_NAMES) known.clear();
    const name = `t${createHash('sha1').update(text).digest('base64url').slice(0, 20)}`;
    const made = { name, changesIdentity: CHANGES_IDENTITY.test(text) };
    known.set(text, made);
    return made;
  };
  return {
    connect: async () => {
      const client = await limitedClient(pool, timeoutMs);
      const plans = plansOf(client);
      let changesIdentity = false;
      return {
        query: (text: unknown, values?: unknown[]) => {
          if (typeof text !== 'string') return client.query(text as string, values);
          if (!values?.length) {
            changesIdentity ||= CHANGES_IDENTITY.test(text);
            return client.query(text);
          }
          const statement = about(text);
          changesIdentity ||= statement.changesIdentity;
          plans.add(statement.name);
          return client.query({ name: statement.name, text, values });
        },
        // After the commit: whoever looks from now on sees the change.
        release: (broken?: boolean) => {
          if (changesIdentity) identityChanges += 1;
          client.release(broken || plans.size > MAX_PLANS);
        },
      };
    },
    end: () => pool.end(),
  };
}

const PLANS = new WeakMap<pg.PoolClient, Set<string>>();

function plansOf(client: pg.PoolClient): Set<string> {
  const known = PLANS.get(client);
  if (known) return known;
  const plans = new Set<string>();
  PLANS.set(client, plans);
  return plans;
}

const TIMEOUTS = new WeakMap<pg.PoolClient, number>();

/** A connection is told its limit when it changes hands between those who wait and those who do not, which is seldom. */
async function limitedClient(pool: pg.Pool, timeoutMs: number): Promise<pg.PoolClient> {
  const client = await pool.connect();
  if ((TIMEOUTS.get(client) ?? 0) === timeoutMs) return client;
  try {
    await client.query(timeoutMs ? `set statement_timeout = ${timeoutMs}` : 'reset statement_timeout');
  } catch (error) {
    client.release(true);
    throw error;
  }
  TIMEOUTS.set(client, timeoutMs);
  return client;
}

/**
 * What the database refused because it is more than it may do for one request.
 * @source https://www.postgresql.org/docs/18/errcodes-appendix.html query_canceled, program_limit_exceeded
 */
export function limitReached(error: unknown): AppError | undefined {
  // The pool has no class or code for it.
  if (
    error instanceof Error &&
    /^timeout exceeded when trying to connect|^Connection terminated due to connection timeout/.test(error.message)
  )
    return unavailable('Too much is asked of the database at this moment. Try again in a little while.', error);
  if (!(error instanceof pg.DatabaseError)) return undefined;
  if (error.code === '57014') return unavailable('This took too long and was stopped. Narrow the filter, or ask for smaller pages.', error);
  if (error.code === '54000')
    return new AppError('invalid', 'The answer would be too large. Ask for smaller pages, or for less of each item.', { cause: error });
  return undefined;
}

/**
 * Runs `work` in one transaction: its rows, timeline events, jobs and live notes happen together or not at all.
 * Inside, use only the context it is given; a transaction within a transaction is the same one. Whom PostgreSQL sacrifices to end a
 * deadlock begins again: nothing of it has happened.
 */
export async function transaction<T>(ctx: Context, work: (tx: Context) => Promise<T>): Promise<T> {
  if (ctx.transaction) return work(ctx);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transactOnce(ctx, work);
    } catch (error) {
      if (attempt >= MOST_ATTEMPTS || !isDeadlock(error)) throw error;
    }
  }
}

/** Does the work and takes all of it back: what it answers is what would become of it. */
export async function rehearse<T>(ctx: Context, work: (tx: Context) => Promise<T>): Promise<T> {
  const done = await transaction(ctx, async (tx) => {
    throw new Rehearsed(await work(tx));
  }).catch((error) => {
    if (error instanceof Rehearsed) return error;
    throw error;
  });
  return done.result as T;
}

class Rehearsed extends Error {
  readonly result: unknown;
  constructor(result: unknown) {
    super('taken back');
    this.result = result;
  }
}

const MOST_ATTEMPTS = 4;
/** @source https://www.postgresql.org/docs/18/errcodes-appendix.html deadlock_detected, serialization_failure */
const isDeadlock = (error: unknown) => error instanceof pg.DatabaseError && (error.code === '40P01' || error.code === '40001');

function transactOnce<T>(ctx: Context, work: (tx: Context) => Promise<T>): Promise<T> {
  return ctx.db.transaction().execute(async (db) => {
    const pending = noPendingWork();
    const result = await work({ ...ctx, db, transaction: pending });
    await sendPending({ ...ctx, db }, pending);
    return result;
  });
}

/** NOTIFY takes a lock that serialises commits: it is said once, last, with nothing but a channel. */
async function sendPending(ctx: Context, pending: PendingWork) {
  if (pending.audit.length) await appendAudit(ctx, pending.audit);
  if (pending.notes.size) await insertNotes(ctx, [...pending.notes.values()]);
  if (pending.notes.size && pending.jobsQueued)
    await sql`select pg_notify('tocsin_live', ''), pg_notify('tocsin_jobs', '')`.execute(ctx.db);
  else if (pending.notes.size) await sql`select pg_notify('tocsin_live', '')`.execute(ctx.db);
  else if (pending.jobsQueued) await sql`select pg_notify('tocsin_jobs', '')`.execute(ctx.db);
}

/** One parameter however many there are: recalculating costs may touch every incident of an organization. */
async function insertNotes(ctx: Context, notes: LiveNote[]) {
  const rows = notes.map((note) => ({
    organization_id: note.organizationId,
    kind: note.kind,
    subject_id: note.id,
    topics: [...note.topics].sort(),
  }));
  await sql`
    insert into live_notes (organization_id, kind, subject_id, topics, created_at)
    select n.organization_id, n.kind, n.subject_id, n.topics, ${ctx.now()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (organization_id int, kind text, subject_id int, topics text[])`.execute(
    ctx.db,
  );
}

/** Remembers, until the commit, that browsers showing this subject should look again. */
export function announce(tx: Context, subject: { kind: string; id: number }, ...topics: string[]) {
  if (!tx.transaction) throw new Error('announce() belongs inside transaction()');
  // The installation's own rows have no organization whose browsers could be told.
  const organizationId = tx.tenant.id;
  if (!organizationId) return;
  const key = `${organizationId}:${subject.kind}:${subject.id}`;
  const note = tx.transaction.notes.get(key) ?? { organizationId, kind: subject.kind, id: subject.id, topics: new Set<string>() };
  for (const topic of topics) note.topics.add(topic);
  tx.transaction.notes.set(key, note);
}
