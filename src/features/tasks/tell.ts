import type { Context } from '../../core/context.ts';
import { postNotice } from '../conversations/index.ts';
import type { Engaged } from './people.ts';
import type { TaskIncident } from './store.ts';
import type { TaskStatus } from './task.ts';

type Told = { id: number; description: string };

/** The room hears of new work. */
export async function tellCreated(
  tx: Context,
  incident: TaskIncident,
  { id, description, creator, assignees }: Told & { creator: string; assignees: { name: string }[] },
) {
  await postNotice(
    tx,
    { kind: 'incident', id: incident.id },
    {
      key: `task-${id}-created`,
      text: `**New task #${id}** from ${creator} for ${assignees.map((one) => one.name).join(', ') || 'nobody yet'}\n\n${description}`,
    },
  );
}

/** Who did not take part before learns why they do now. */
export async function tellAssigned(tx: Context, incident: TaskIncident, { id, description }: Told, assignees: readonly Engaged[]) {
  for (const { email, participantId, isNew } of assignees) {
    if (!isNew) continue;
    await postNotice(
      tx,
      { kind: 'incident', id: incident.id },
      {
        key: `task-${id}-assigned-${participantId}`,
        onlyTo: email,
        text: `You have a task in ${incident.name}, so you take part in it now.\n\n**Task #${id}** ${description}\n\n[All tasks](${tx.settings.uiUrl}/${tx.tenant.slug}/tasks)`,
      },
    );
  }
}

export async function tellStatus(tx: Context, incident: TaskIncident, { id, description, status }: Told & { status: TaskStatus }) {
  await postNotice(
    tx,
    { kind: 'incident', id: incident.id },
    { text: `**Task #${id} ${status === 'Resolved' ? 'is resolved' : 'is open again'}**\n\n${description}` },
  );
}
