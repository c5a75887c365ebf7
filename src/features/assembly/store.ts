import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { SubjectRef } from '../../core/jobs.ts';

type Kind = SubjectRef['kind'];

const slugOfProject = (name: string) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'project';

/** The name never waits for anybody: it is made of what is known when the subject is. `Payments EU` → `dispatch-acme-payments-eu-17` */
export const subjectName = (names: { organization: string; project: string; id: number }) =>
  `dispatch-${names.organization}-${slugOfProject(names.project)}-${names.id}`;

/** The id is taken before the row is written: the name contains it. */
export async function nextSubjectId(tx: Context, kind: Kind): Promise<number> {
  const { rows } = await sql<{ id: number }>`select nextval(pg_get_serial_sequence(${`${kind}s`}, 'id'))::int as id`.execute(tx.db);
  return (rows[0] as { id: number }).id;
}

/** @param changes columns and their new values */
export async function updateSubject(tx: Context, { kind, id }: SubjectRef, changes: Record<string, unknown>) {
  const sets = Object.entries({ ...changes, updated_at: tx.now() }).map(([key, value]) => sql`${sql.ref(key)} = ${value}`);
  await sql`update ${sql.table(`${kind}s`)} set ${sql.join(sets)} where id = ${id}`.execute(tx.db);
}

/** Every status a subject ever had is kept. @returns what distinguishes this change from those before: the occasion of its flows */
export async function insertStatusChange(tx: Context, { kind, id }: SubjectRef, status: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into ${sql.table(`${kind}_status_changes`)} (organization_id, ${sql.ref(`${kind}_id`)}, status, changed_at, dispatch_user_id)
    values (${tx.tenant.id}, ${id}, ${status}, ${tx.now()}, ${tx.actor.userId || null}) returning id`.execute(tx.db);
  return (rows[0] as { id: number }).id;
}
