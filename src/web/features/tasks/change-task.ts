import { answer, client } from '../../api/client.ts';
import type { TaskRow } from '../../api/types.ts';

/** Resolves a task or opens it again. What the body does not name stays as it is; no assignees means the same ones. */
export const setTaskStatus = (organization: string, { id, incident }: TaskRow, status: TaskRow['status']) =>
  answer(
    client.PUT('/{organization}/tasks/{task_id}', {
      params: { path: { organization, task_id: id } },
      body: { incident: { id: incident.id, name: incident.name }, status, assignees: [] } as never,
    }),
  );
