import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { ensureIndividual } from '../people/index.ts';

type Kind = SubjectRef['kind'];

/**
 * Opens a subject, once for each press of the button.
 *
 * @param submission names the press; without one every call opens another
 * @param open writes the subject with a first entry of its timeline under the given uuid, which is impossible twice
 * @returns the subject's id
 */
export async function openOnce(
  ctx: Context,
  kind: Kind,
  submission: string | undefined,
  open: (tx: Context, uuid: string | undefined) => Promise<number>,
): Promise<number> {
  const uuid = submission ? uuidOf(ctx, kind, submission) : undefined;
  try {
    return (await openedBefore(ctx, kind, uuid)) ?? (await transaction(ctx, (tx) => open(tx, uuid)));
  } catch (error) {
    const earlier = isRepeated(error) ? await openedBefore(ctx, kind, uuid) : undefined;
    if (earlier === undefined) throw error;
    return earlier;
  }
}

function uuidOf(ctx: Context, kind: Kind, submission: string): string {
  const hex = createHash('sha256').update(`${ctx.tenant.id} ${ctx.actor.userId} ${kind} ${submission}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const isRepeated = (error: unknown) => error instanceof pg.DatabaseError && error.constraint === 'events_uuid_key';

async function openedBefore(ctx: Context, kind: Kind, uuid: string | undefined): Promise<number | undefined> {
  if (!uuid) return undefined;
  const { rows } = await sql<{ id: number | null }>`
    select ${sql.ref(`${kind}_id`)} as id from events where uuid = ${uuid} and organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  return rows[0]?.id ?? undefined;
}

type Opening = {
  uuid: string | undefined;
  projectId: number;
  /** e-mail address; undefined when no person reports it */
  reporter: string | undefined;
  details: Record<string, unknown>;
};

/** The first entry of a subject's timeline: who reported what, as it was then. */
export async function recordOpening(tx: Context, subject: SubjectRef, { uuid, projectId, reporter, details }: Opening): Promise<void> {
  const person = reporter === undefined ? undefined : await ensureIndividual(tx, projectId, reporter);
  await record(tx, subject, {
    ...(uuid && { uuid }),
    description: person ? `${person.name} reported the ${subject.kind}.` : `The ${subject.kind} was opened.`,
    details,
    owner: person?.name ?? null,
    individual_id: person?.id ?? null,
    pinned: true,
  });
}
