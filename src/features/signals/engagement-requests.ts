import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import { type Context, SYSTEM_ACTOR } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { AppError, conflict, forbidden, notFound } from '../../core/errors.ts';
import { computed, id, nullable, oneOf, requiredText, text, theOne, time } from '../../core/field.ts';
import { record } from '../../core/history.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { admin, can } from '../../core/permissions.ts';
import { NO_SCOPES } from '../../core/scopes.ts';
import { shape } from '../../core/shape.ts';
import { updateCase } from '../cases/index.ts';
import { type Decided, withdrawChallenge } from '../challenges/index.ts';
import { postNotice } from '../conversations/index.ts';
import { sameAddress } from '../participants/index.ts';
import { askToConfirm, canConfirm, dropAnswer } from './confirm-engagement.ts';
import { SignalEngagementRead } from './signal-engagements.ts';

export const EngagementRequestRead = shape('SignalEngagementRequestRead', 'signal_engagement_requests', {
  id: id(),
  email: requiredText(),
  status: oneOf(['New', 'Approved', 'Denied']),
  context: text(),
  engagement: theOne(SignalEngagementRead, 'signal_engagement_id'),
  created_at: time(),
  answered_at: time(),
  challenge_id: computed(nullable(Type.String({ format: 'uuid' })), (alias) => `${alias}.challenge_id`),
});

export const AnswerEngagement = Type.Object({
  status: Type.Enum(['Approved', 'Denied'], { description: 'Approved: it was them. Denied: it was not' }),
  context: nullable(Type.String({ maxLength: 10_000, default: null, description: 'What they were doing; needed with Approved' })),
});

/** Whom the alerts of a case had asked, oldest first. @returns JSON text */
export async function listRequests(ctx: Context, caseId: number): Promise<string> {
  const { rows } = await sql<{ items: string }>`
    select coalesce(json_agg(${sql.raw(EngagementRequestRead.object({ alias: 't0', depth: 0 }, 'all'))} order by t0.id), '[]'::json)::text as items
    from signal_engagement_requests t0 where t0.case_id = ${caseId} and t0.organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  return (rows[0] as { items: string }).items;
}

type Asked = { id: number; email: string; name: string; status: string; require_mfa: boolean; challenge_id: string | null };

/**
 * Takes down whether it was them. When everybody who was asked says so, the case is closed with what they were doing; a denial leaves it
 * to whoever looks into it. Where a second factor is asked for, the answer counts when the person has confirmed it: until then the request
 * is as it was, with a `challenge_id`.
 *
 * @returns JSON text of the request
 * @throws not_found  nobody was asked that, in this case
 * @throws forbidden  neither the person asked nor an administrator; or a second factor is asked for and nothing here offers one
 * @throws conflict  it has been answered
 */
export const answerRequest = (ctx: Context, caseId: number, requestId: number, answer: Static<typeof AnswerEngagement>): Promise<string> =>
  transaction(ctx, async (tx) => {
    const asked = await findRequest(tx, caseId, requestId);
    if (!asked) throw notFound('engagement of this case');
    await requireMayAnswer(tx, asked, answer);
    if (asked.status !== 'New') throw conflict('This has been answered already.', 'status');
    if (await needsConfirmation(tx, caseId, asked, answer)) await askToConfirm(tx, caseId, asked, answer.context ?? '');
    else await takeDown(tx, caseId, asked, answer);
    const { rows } = await sql<{ item: string }>`
      select ${sql.raw(EngagementRequestRead.object({ alias: 't0', depth: 0 }, 'all'))}::text as item
      from signal_engagement_requests t0 where t0.id = ${requestId}`.execute(tx.db);
    return (rows[0] as { item: string }).item;
  });

/** Goes on where `answerRequest` asked for a second factor. An answer that was replaced meanwhile, or given by somebody else, is dropped. */
export async function confirmAnswer(tx: Context, { caseId, requestId, userId, context, challengeId, status }: Confirmation): Promise<void> {
  const asked = await findRequest(tx, caseId, requestId);
  if (asked?.status !== 'New' || asked.challenge_id !== challengeId) return;
  if (status !== 'approved') return dropAnswer(tx, caseId, asked, status);
  const user = await tx.db.selectFrom('users').select('email').where('id', '=', userId).executeTakeFirst();
  if (!user) return;
  const actor = { kind: 'user', userId, email: user.email, role: undefined, scopes: NO_SCOPES } as const;
  await takeDown({ ...tx, actor }, caseId, asked, { status: 'Approved', context });
}

export type Confirmation = Decided & { caseId: number; requestId: number; userId: number; context: string };

async function takeDown(tx: Context, caseId: number, asked: Asked, answer: Static<typeof AnswerEngagement>): Promise<void> {
  if (asked.challenge_id) await withdrawChallenge(tx, asked.challenge_id);
  await sql`
    update signal_engagement_requests set status = ${answer.status}, context = ${answer.context}, answered_at = ${tx.now()},
      answered_by_id = ${tx.actor.userId || null}, challenge_id = null where id = ${asked.id}`.execute(tx.db);
  await tell(tx, { kind: 'case', id: caseId }, asked, answer);
  if (await isSettled(tx, caseId)) await close(tx, caseId, asked, answer);
}

/** The case first: two people who answer at once must see each other's answer. */
async function findRequest(tx: Context, caseId: number, requestId: number): Promise<Asked | undefined> {
  await sql`select 1 from cases where id = ${caseId} and organization_id = ${tx.tenant.id} for no key update`.execute(tx.db);
  const { rows } = await sql<Asked>`
    select r.id, r.email, g.name, r.status, g.require_mfa, r.challenge_id from signal_engagement_requests r
    join signal_engagements g on g.id = r.signal_engagement_id
    where r.id = ${requestId} and r.case_id = ${caseId} and r.organization_id = ${tx.tenant.id} for no key update of r`.execute(tx.db);
  return rows[0];
}

async function requireMayAnswer(tx: Context, asked: Asked, { status, context }: Static<typeof AnswerEngagement>) {
  const isAdmin = await can(tx, admin);
  if (!isAdmin && !sameAddress(asked.email, tx.actor.email))
    throw forbidden('Only the person who was asked and administrators answer this.');
  if (status === 'Denied') return;
  if (!context) throw missingContext();
}

/** An administrator answers for others without it: they have spoken to them. */
async function needsConfirmation(tx: Context, caseId: number, asked: Asked, { status }: Static<typeof AnswerEngagement>): Promise<boolean> {
  if (status === 'Denied' || !asked.require_mfa || (await can(tx, admin))) return false;
  if (await canConfirm(tx, caseId)) return true;
  throw forbidden('A second factor has to confirm this, and no plug-in offers one: tell an administrator, who may answer for you.');
}

const missingContext = () =>
  new AppError('invalid', 'Say what you were doing.', {
    problems: [{ type: 'missing', loc: ['body', 'context'], msg: 'Say what you were doing.' }],
  });

async function tell(
  tx: Context,
  subject: SubjectRef,
  { id: requestId, email }: Asked,
  { status, context }: Static<typeof AnswerEngagement>,
) {
  const by = sameAddress(email, tx.actor.email) ? '' : ` (taken down by ${tx.actor.email})`;
  const said = status === 'Approved' ? `${email} says it was them${by}` : `${email} says it was not them${by}`;
  await postNotice(tx, subject, { key: `engagement-answer-${requestId}`, text: `**${said}.**${context ? `\n\n${context}` : ''}` });
  await record(tx, subject, { description: `${said}.`, details: { status, context }, owner: tx.actor.email || null });
  announce(tx, subject, 'updated');
}

async function isSettled(tx: Context, caseId: number): Promise<boolean> {
  const { rows } = await sql<{ settled: boolean }>`
    select not exists (select 1 from signal_engagement_requests r where r.case_id = c.id and r.status <> 'Approved') and c.status <> 'Closed' as settled
    from cases c where c.id = ${caseId}`.execute(tx.db);
  return rows[0]?.settled === true;
}

/** The answer closes it, not the person: they need not be allowed to change the case. */
const close = (tx: Context, caseId: number, { email }: Asked, { context }: Static<typeof AnswerEngagement>) =>
  updateCase({ ...tx, actor: SYSTEM_ACTOR }, caseId, {
    status: 'Closed',
    resolution: context,
    resolution_reason: 'User Acknowledged',
    resolved_by: { email },
  });
