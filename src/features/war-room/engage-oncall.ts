import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import { requirePermission } from '../../core/permissions.ts';
import { talkRule } from '../conversations/index.ts';
import { onCallNow, pageService } from '../oncall/index.ts';
import { addParticipant, describeSubject, findParticipant, maskSubject } from '../participants/index.ts';
import { callerIndividual } from '../people/index.ts';
import type { Room } from './command.ts';

export type Engaged = { outcome: 'nobody' } | { outcome: 'engaged' | 'already'; email: string };

/**
 * Brings whoever is on call for a service in, and wakes them when `page` says so.
 * @throws forbidden the caller does not take part and may not join
 */
export async function engageOncall(ctx: Context, room: Room, service: { id: number; name: string }, page: boolean): Promise<Engaged> {
  await requirePermission(ctx, ...talkRule(room.subject));
  const onCall = await onCallNow(ctx, service.id);
  if (!onCall) return { outcome: 'nobody' };
  return transaction(ctx, async (tx) => {
    const { email } = onCall;
    const { subject } = room;
    const caller = await callerIndividual(tx, room.projectId);
    const added = await addParticipant(tx, subject, {
      email,
      serviceId: service.id,
      addedById: (await findParticipant(tx, subject, tx.actor.email))?.id,
      reason: `On call for ${service.name}.`,
    });
    if (added.outcome !== 'present') await record(tx, subject, { description: `${caller.name} engaged ${service.name}: ${email}.` });
    if (page)
      await pageService(tx, {
        key: `engage-${subject.kind}-${subject.id}-${service.id}-${randomUUID()}`,
        serviceId: service.id,
        subject,
        ...(await pageText(tx, room)),
      });
    return { outcome: added.outcome === 'present' ? 'already' : 'engaged', email };
  });
}

async function pageText(tx: Context, { subject, name }: Room) {
  const { title, description } = maskSubject(await describeSubject(tx, subject));
  return { title: `${name}: ${title}`, message: description || `You are needed in ${name}.` };
}

/** @returns active services of the project whose name or id contains the words; an exact name alone */
export async function findServices(ctx: Context, projectId: number, words: string): Promise<{ id: number; name: string }[]> {
  const { rows } = await sql<{ id: number; name: string; exact: boolean }>`
    select id, name, lower(name) = lower(${words}) or external_id = ${words} as exact from services
    where project_id = ${projectId} and organization_id = ${ctx.tenant.id} and is_active
      and (position(lower(${words}) in lower(name)) > 0 or external_id = ${words})
    order by exact desc, name, id limit 50`.execute(ctx.db);
  const exact = rows.filter((row) => row.exact);
  return exact.length ? exact : rows;
}
