import type { Context } from '../../core/context.ts';
import { type EventType, record } from '../../core/history.ts';
import { incident } from './store.ts';

/** One thing about an incident that became another. */
export type Change = { what: string; from?: string | null; to?: string | null; type?: EventType; details?: Record<string, unknown> };

const SOURCE = 'Incident Participant';

/** Writes what somebody changed, one entry for each, in their name. */
export async function recordChanges(tx: Context, incidentId: number, changes: Change[], by: { name: string; individualId: number | null }) {
  for (const change of changes) {
    await record(tx, incident(incidentId), {
      source: SOURCE,
      description: sentence(by.name, change),
      type: change.type ?? 'Field updated',
      details: change.details ?? {},
      owner: by.name,
      individual_id: by.individualId,
    });
  }
}

function sentence(name: string, { what, from, to }: Change) {
  if (from !== undefined && to !== undefined) return `${name} changed the ${what} from ${from ?? 'none'} to ${to ?? 'none'}.`;
  return `${name} changed the ${what}.`;
}
