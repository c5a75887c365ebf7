import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { conflict } from '../../core/errors.ts';
import { record } from '../../core/history.ts';
import { enqueue, job, retrySteps, Skip, type SubjectRef, startFlow } from '../../core/jobs.ts';
import { requirePermission } from '../../core/permissions.ts';
import {
  addParticipant,
  assignRole,
  groupOf,
  incidentEdit,
  incidentJoin,
  incidentView,
  joinGroup,
  type ParticipantRole,
  removeParticipant,
  requireEmail,
} from '../participants/index.ts';
import { createFlow, creationFlow } from './flows/create.ts';
import { getIncident, incident } from './store.ts';

/** The caller takes part. @throws forbidden a restricted incident, or a project where nobody joins by themselves */
export async function joinIncident(ctx: Context, id: number): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, incidentJoin, { table: 'incidents', id });
    await addParticipant(tx, incident(id), { email: tx.actor.email });
  });
}

/** The caller is written to with those who take part, without taking part. */
export async function subscribeToIncident(ctx: Context, id: number): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, incidentJoin, { table: 'incidents', id });
    const subject = incident(id);
    const key = `incident-${id}-subscribe-${tx.actor.email.toLowerCase()}`;
    await enqueue(tx, 'subscribe', { subject, email: tx.actor.email }, { subject, key });
  });
}

/** The group may not be there yet: then this is tried again when it is. */
export const subscribeJob = job<{ subject: SubjectRef; email: string }>({
  name: 'subscribe',
  maxAttempts: 12,
  run: async (ctx, { subject, email }) => {
    const group = await groupOf(ctx, subject, 'tactical');
    if (!group) throw new Error('The group of participants does not exist yet.');
    if (group.members.includes(email.toLowerCase())) return new Skip('They are in the group already.');
    return async (tx) => {
      await joinGroup(tx, group.email, [email]);
      await enqueue(tx, 'sync-group', { subject }, { subject });
      await record(tx, subject, { description: `${email} subscribed.`, type: 'Participant updated' });
    };
  },
});

/** @throws forbidden the caller neither leads nor reported it; invalid no e-mail address */
export async function addToIncident(ctx: Context, id: number, email: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, incidentEdit, { table: 'incidents', id });
    await addParticipant(tx, incident(id), { email: requireEmail(email, 'email') });
  });
}

export async function removeFromIncident(ctx: Context, id: number, email: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, incidentEdit, { table: 'incidents', id });
    await removeParticipant(tx, incident(id), email);
  });
}

/** Hands a role over. */
export async function changeRole(ctx: Context, id: number, { role, email }: { role: ParticipantRole; email: string }): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, incidentEdit, { table: 'incidents', id });
    await assignRole(tx, incident(id), { role, email: requireEmail(email, 'email') });
  });
}

/** Makes whatever is still missing: steps that failed or were left out run again, those that never were run now. */
export async function completeResources(ctx: Context, id: number): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, incidentView, { table: 'incidents', id });
    const row = await getIncident(tx, id);
    const flow = creationFlow({ status: row.status, askLater: false });
    await startFlow(tx, { ...createFlow, steps: flow.steps.filter(({ name }) => REPEATABLE.has(name)) }, incident(id));
    for (const step of REPEATABLE) await retrySteps(tx, incident(id), step);
  });
}

/** What makes something, and what shows it; nobody is paged, welcomed or notified a second time. */
const REPEATABLE = new Set([
  'create-conversation',
  'create-ticket',
  'create-tactical-group',
  'create-notifications-group',
  'create-storage',
  'create-document',
  'create-conference',
  'set-topic',
  'update-ticket',
  'fill-document',
  'pin-links',
]);

/** @throws conflict the step is not one that failed, was left out or waits for its next attempt */
export async function retryStep(ctx: Context, id: number, step: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, incidentEdit, { table: 'incidents', id });
    const started = await retrySteps(tx, incident(id), step);
    if (!started) throw conflict('There is nothing to repeat: this step is done, is running or waits for others.');
  });
}
