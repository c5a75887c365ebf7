import type { components } from '../../../api/schema.d.ts';
import type { Incident, Task } from '../../../api/types.ts';

type Body = components['schemas']['TaskUpdate'];
type Change = { description?: string; status?: Task['status']; assignees?: string[]; owner?: string | null; resolve_by?: string | null };

const person = (email: string) => ({ individual: { email } });
const same = (one: Task['owner']) => (one?.individual ? person(one.individual.email) : undefined);

/** The body of a new or changed task; what is not named stays as the task has it. */
export function taskBody(incident: Pick<Incident, 'id' | 'name'>, task: Task | undefined, change: Change): Body {
  const owner = change.owner === undefined ? same(task?.owner) : change.owner ? person(change.owner) : undefined;
  const assignees = change.assignees ? change.assignees.map(person) : (task?.assignees ?? []).flatMap((one) => same(one) ?? []);
  const resolve_by = change.resolve_by === undefined ? task?.resolve_by : change.resolve_by;
  return {
    incident: { id: incident.id, name: incident.name },
    description: change.description ?? task?.description,
    status: change.status ?? task?.status ?? 'Open',
    assignees,
    ...(owner && { owner }),
    ...(resolve_by && { resolve_by }),
  } as Body;
}
