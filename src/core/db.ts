import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Context, LiveNote, PendingWork } from './context.ts';
import type { Database } from './tables.ts';

// int8 and numeric fit a JavaScript number in every column we have: ids of jobs, sizes of files, money in cents of a currency.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

/** Statements differ by their page size and their filters' shape; past this many the oldest name is given up. */
const MAX_NAMES = 2000;

/** @param connectionString a PostgreSQL URL; sockets as `?host=` */
export function createDatabase(connectionString: string, { max = 10 } = {}) {
  const pool = new pg.Pool({ connectionString, max, application_name: 'tocsin' });
  // An idle connection that breaks (database restart) must not end the process: the next statement opens another.
  pool.on('error', () => {});
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: withNamedStatements(pool) as unknown as pg.Pool }) });
  return { db, pool, close: () => pool.end() };
}

/**
 * Planning is more than half of the cost of a list; PostgreSQL skips it for a statement it knows by name.
 * @source https://www.postgresql.org/docs/18/sql-prepare.html
 */
function withNamedStatements(pool: pg.Pool) {
  const names = new Map<string, string>();
  const nameOf = (text: string) => {
    let name = names.get(text);
    if (!name) {
      if (names.size >= MAX_NAMES) names.clear();
      name = `t${createHash('sha1').update(text).digest('base64url').slice(0, 20)}`;
      names.set(text, name);
    }
    return name;
  };
  return {
    connect: async () => {
      const client = await pool.connect();
      return {
        query: (text: unknown, values?: unknown[]) =>
          typeof text === 'string' && values?.length
            ? client.query({ name: nameOf(text), text, values })
            : client.query(text as string, values),
        release: (broken?: boolean) => client.release(broken),
      };
    },
    end: () => pool.end(),
  };
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

const MOST_ATTEMPTS = 4;
/** @source https://www.postgresql.org/docs/18/errcodes-appendix.html deadlock_detected, serialization_failure */
const isDeadlock = (error: unknown) => error instanceof pg.DatabaseError && (error.code === '40P01' || error.code === '40001');

function transactOnce<T>(ctx: Context, work: (tx: Context) => Promise<T>): Promise<T> {
  return ctx.db.transaction().execute(async (db) => {
    const pending: PendingWork = { jobsQueued: false, notes: new Map() };
    const result = await work({ ...ctx, db, transaction: pending });
    await sendPending({ ...ctx, db }, pending);
    return result;
  });
}

/** NOTIFY takes a lock that serialises commits: it is said once, last, with nothing but a channel. */
async function sendPending(ctx: Context, pending: PendingWork) {
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
