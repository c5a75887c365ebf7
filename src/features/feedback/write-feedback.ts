import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { forbidden, invalid } from '../../core/errors.ts';
import { Id, nullable, Time } from '../../core/field.ts';
import { admin, allowed, either, type Rule, requirePermission } from '../../core/permissions.ts';
import { named } from '../../core/shape.ts';
import { rowId } from '../../lib/row-id.ts';
import { SUBJECT_RULES } from '../participants/index.ts';
import { RATINGS } from './shapes.ts';

const Reference = Type.Unsafe<{ id?: unknown }>({ type: 'object', additionalProperties: true, description: 'Found by id.' });
const common = {
  created_at: Type.Optional(nullable(Time)),
  feedback: Type.Optional(nullable(Type.String({ maxLength: 20_000 }))),
  incident: Type.Optional(nullable(Reference)),
  case: Type.Optional(nullable(Reference)),
  participant: Type.Optional(nullable(Reference)),
};
const Rating = Type.Enum([...RATINGS], { default: 'Very satisfied' });

export const FeedbackCreate = named('FeedbackCreate', Type.Object({ ...common, rating: Type.Optional(Rating) }));
export const FeedbackUpdate = named('FeedbackUpdate', Type.Object({ ...common, id: Type.Optional(Id), rating: Type.Optional(Rating) }));
export type FeedbackCreate = Static<typeof FeedbackCreate>;
export type FeedbackUpdate = Static<typeof FeedbackUpdate>;

/** Whose feedback it is; what was said anonymously is nobody's. */
const ownFeedback: Rule = {
  where: (ctx, alias) => sql<boolean>`exists (
    select 1 from participants fp join individual_contacts fc on fc.id = fp.individual_contact_id
    where fp.id = ${sql.ref(`${alias}.participant_id`)} and lower(fc.email) = lower(${ctx.actor.email}))`,
};
export const feedbackEdit = either(admin, ownFeedback);

/**
 * Says how the work on an incident or case went: in the caller's name when `participant` is theirs, anonymously without it.
 *
 * @returns the id of the feedback
 * @throws invalid it is about nothing
 * @throws forbidden the caller may not see what it is about, or speaks for somebody else
 */
export async function createFeedback(ctx: Context, input: FeedbackCreate): Promise<number> {
  return transaction(ctx, async (tx) => {
    const subject = await subjectOf(tx, input);
    const participantId = await ownParticipant(tx, subject, idOf(input.participant));
    const { id } = await tx.db
      .insertInto('feedback')
      .values({
        organization_id: tx.tenant.id,
        project_id: subject.projectId,
        incident_id: subject.kind === 'incident' ? subject.id : null,
        case_id: subject.kind === 'case' ? subject.id : null,
        participant_id: participantId,
        rating: input.rating ?? 'Very satisfied',
        feedback: input.feedback ?? null,
        created_at: tx.now(),
        updated_at: tx.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    announce(tx, { kind: 'feedback', id }, 'created');
    return id;
  });
}

/** Changes rating and words; what it is about and whose it is stays. @throws forbidden it is not the caller's */
export async function updateFeedback(ctx: Context, id: number, { rating, feedback }: FeedbackUpdate): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, feedbackEdit, { table: 'feedback', id });
    await tx.db
      .updateTable('feedback')
      .set({ ...(rating && { rating }), ...(feedback !== undefined && { feedback }), updated_at: tx.now() })
      .where('id', '=', id)
      .execute();
    announce(tx, { kind: 'feedback', id }, 'updated');
  });
}

type Subject = { kind: 'incident' | 'case'; id: number; projectId: number };

const idOf = (reference: { id?: unknown } | null | undefined) => rowId(reference?.id);

async function subjectOf(tx: Context, input: FeedbackCreate): Promise<Subject> {
  const incidentId = idOf(input.incident);
  const id = incidentId ?? idOf(input.case);
  if (id === undefined) throw invalid('incident', 'Say which incident or case it is about, by id.');
  const kind = incidentId !== undefined ? 'incident' : 'case';
  const { rows } = await sql<{ projectId: number }>`
    select s.project_id as "projectId" from ${sql.table(`${kind}s`)} s
    where s.id = ${id} and s.organization_id = ${tx.tenant.id} and ${allowed(tx, SUBJECT_RULES[kind].view, 's')}`.execute(tx.db);
  if (!rows[0]) throw forbidden();
  return { kind, id, projectId: rows[0].projectId };
}

async function ownParticipant(tx: Context, { kind, id }: Subject, participantId: number | undefined): Promise<number | null> {
  if (participantId === undefined) return null;
  const { rows } = await sql`
    select 1 from participants p join individual_contacts c on c.id = p.individual_contact_id
    where p.id = ${participantId} and p.${sql.ref(`${kind}_id`)} = ${id} and lower(c.email) = lower(${tx.actor.email})`.execute(tx.db);
  if (!rows.length) throw forbidden('Give feedback in your own name, or leave the participant out to stay anonymous.');
  return participantId;
}
