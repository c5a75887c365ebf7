import type { Context } from '../../core/context.ts';
import { type EventType, record } from '../../core/history.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { callerIndividual } from '../people/index.ts';

/** One thing about a subject that became another. */
export type Change = { what: string; from?: string | null; to?: string | null; type?: EventType; details?: Record<string, unknown> };

type Editor = { name: string; individualId: number | null };

/** Writes what somebody changed, one entry for each, in their name. @param source default: the core application */
export async function recordChanges(tx: Context, subject: SubjectRef, changes: Change[], projectId: number, source?: string) {
  if (!changes.length) return;
  const by = await editor(tx, projectId);
  for (const change of changes) {
    await record(tx, subject, {
      ...(source && { source }),
      description: sentence(by.name, change),
      type: change.type ?? 'Field updated',
      details: change.details ?? {},
      owner: by.name,
      individual_id: by.individualId,
    });
  }
}

async function editor(tx: Context, projectId: number): Promise<Editor> {
  if (tx.actor.kind === 'system') return { name: 'Tocsin', individualId: null };
  const individual = await callerIndividual(tx, projectId);
  return { name: individual.name, individualId: individual.id };
}

function sentence(name: string, { what, from, to }: Change) {
  if (from !== undefined && to !== undefined) return `${name} changed the ${what} from ${from ?? 'none'} to ${to ?? 'none'}.`;
  return `${name} changed the ${what}.`;
}
