import { sql } from 'kysely';
import { type Context, SYSTEM_ACTOR, type Tenant } from '../../core/context.ts';
import { type JobDefinition, job } from '../../core/jobs.ts';
import type { Schedule } from '../../core/schedule.ts';
import { queueMail } from '../mail/index.ts';

const NAME = 'remind-overdue-tasks';
/** More than this at once waits for the next turn, an hour later. */
const MOST_TASKS = 2000;
const AGAIN_AFTER_MS = 86_400_000;

type Overdue = {
  id: number;
  description: string;
  priority: string;
  created_at: Date;
  resolve_by: Date;
  weblink: string | null;
  project_id: number;
  incident: string;
  title: string;
  creator: string | null;
  emails: string[];
  tenant: Tenant;
};

/**
 * Reminds whoever has tasks that should be done by now: one mail per person and project, each task at most once a day. The mails and
 * the note that they were written are one transaction.
 */
const remindOverdueTasks: JobDefinition = job({
  name: NAME,
  run: async () => async (tx) => {
    const tasks = await takeOverdue(tx);
    for (const [, theirs] of Map.groupBy(
      tasks.flatMap(perAssignee),
      ({ email, task }) => `${task.tenant.id} ${task.project_id} ${email}`,
    )) {
      const [first] = theirs;
      if (first)
        await remind(
          tx,
          first.email,
          theirs.map((one) => one.task),
        );
    }
  },
});

const perAssignee = (task: Overdue) => task.emails.map((email) => ({ email: email.toLowerCase(), task }));

/** Two processes never take the same task; who takes it has reminded of it. */
async function takeOverdue(tx: Context): Promise<Overdue[]> {
  const now = tx.now();
  const { rows } = await sql<Overdue>`
    with due as (
      select t.id from tasks t
      join incidents i on i.id = t.incident_id and i.status = 'Active'
      join incident_types y on y.id = i.incident_type_id and y.exclude_from_reminders is not true
      where t.status = 'Open' and t.reminders and t.resolve_by < ${now}
        and (t.last_reminder_at is null or t.last_reminder_at <= ${new Date(now.getTime() - AGAIN_AFTER_MS)})
      order by t.resolve_by limit ${sql.lit(MOST_TASKS)} for update of t skip locked),
    taken as (update tasks t set last_reminder_at = ${now} from due where t.id = due.id returning t.*)
    select t.id, t.description, t.priority, t.created_at, t.resolve_by, t.weblink, i.project_id, i.name as incident, i.title,
      (select c.name from participants p join individual_contacts c on c.id = p.individual_contact_id where p.id = t.creator_id) as creator,
      array(select c.email from task_assignees a join participants p on p.id = a.participant_id
        join individual_contacts c on c.id = p.individual_contact_id where a.task_id = t.id) as emails,
      json_build_object('id', o.id, 'slug', o.slug, 'name', o.name) as tenant
    from taken t join incidents i on i.id = t.incident_id join organizations o on o.id = t.organization_id
    order by t.resolve_by, t.id`.execute(tx.db);
  return rows;
}

async function remind(tx: Context, email: string, tasks: Overdue[]) {
  const [first] = tasks as [Overdue];
  const count = tasks.length === 1 ? 'One task' : `${tasks.length} tasks`;
  await queueMail(
    { ...tx, tenant: first.tenant, actor: SYSTEM_ACTOR },
    {
      key: `task-reminder-${email}-${first.project_id}-${tx.now().toISOString()}`,
      to: [email],
      subject: `${count} should be done by now`,
      projectId: first.project_id,
      markdown: tasks.map(asItem).join('\n\n'),
      actions: [{ label: 'All tasks', url: `${tx.settings.uiUrl}/${first.tenant.slug}/tasks` }],
    },
  );
}

const date = (at: Date) => at.toISOString().slice(0, 16).replace('T', ' ');

const asItem = ({ id, description, priority, created_at, resolve_by, incident, title, creator, weblink }: Overdue) =>
  [
    `**${weblink ? `[Task #${id}](${weblink})` : `Task #${id}`}** ${description}`,
    `${incident}: ${title}`,
    `Due ${date(resolve_by)} UTC · priority ${priority} · from ${creator ?? 'nobody'}, ${date(created_at)} UTC`,
  ].join('\n\n');

export const jobs: JobDefinition[] = [remindOverdueTasks];
export const schedules: Schedule[] = [{ name: NAME, cron: '0 * * * *', job: NAME }];
