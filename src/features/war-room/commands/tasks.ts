import { sql } from 'kysely';
import type { Context } from '../../../core/context.ts';
import { invalid, notFound } from '../../../core/errors.ts';
import { momentOf } from '../../../lib/zoned-time.ts';
import { createTask, resolveTask, type TaskStatus } from '../../tasks/index.ts';
import { type Command, type Outcome, type Room, usage } from '../command.ts';
import { findPeople } from '../find-person.ts';
import { dueIn, mentionsIn } from '../parse.ts';

const create: Command = {
  name: 'task',
  aliases: ['create-task'],
  only: 'incident',
  usage: '[@person …] what is to be done [by 2026-11-30 [14:00]]',
  help: 'Adds a task; without a person it is yours. Times are UTC.',
  run: async (ctx, room, text) => {
    const { mentions, rest } = mentionsIn(text);
    const { rest: description, date, time } = dueIn(rest);
    if (!description) return usage(create, 'Say what is to be done.');
    const due = date ? momentOf(date, time ?? '23:59', 'UTC') : undefined;
    if (date && !due) throw invalid('body', `There is no ${date} ${time ?? ''}`.trim());
    const emails = await findPeople(ctx, room, mentions);
    const id = await createTask(ctx, {
      incident: { id: room.subject.id },
      description,
      assignees: emails.map((email) => ({ individual: { email } })),
      resolve_by: due?.toISOString(),
    });
    return { reply: `Task #${id} for ${emails.join(', ') || 'you'}.` };
  },
};

const settle = (name: string, status: TaskStatus, aliases: string[]): Command => {
  const command: Command = {
    name,
    aliases,
    only: 'incident',
    usage: 'number',
    help: status === 'Resolved' ? 'Says that a task is done.' : 'Opens a resolved task again.',
    run: async (ctx, room, text) => {
      const id = Number(/^#?(\d{1,9})$/.exec(text)?.[1]);
      if (!id) return usage(command, 'Say which task, by its number.');
      await requireInRoom(ctx, room, id);
      const changed = await resolveTask(ctx, id, status);
      return { reply: changed ? `Task #${id} is ${status.toLowerCase()}.` : `Task #${id} was ${status.toLowerCase()} already.` };
    },
  };
  return command;
};

async function requireInRoom(ctx: Context, room: Room, id: number) {
  const row = await ctx.db
    .selectFrom('tasks')
    .select('id')
    .where('id', '=', id)
    .where('incident_id', '=', room.subject.id)
    .where('organization_id', '=', ctx.tenant.id)
    .executeTakeFirst();
  if (!row) throw notFound('task');
}

const list: Command = {
  name: 'list-tasks',
  aliases: ['tasks'],
  only: 'incident',
  usage: '',
  help: 'Lists the tasks of this incident.',
  run: (ctx, room) => listed(ctx, room, sql`true`),
};

const listMine: Command = {
  name: 'list-my-tasks',
  aliases: ['my-tasks'],
  only: 'incident',
  usage: '',
  help: 'Lists the tasks you created or were given.',
  run: (ctx, room) =>
    listed(
      ctx,
      room,
      sql`exists (select 1 from participants m join individual_contacts mc on mc.id = m.individual_contact_id
        where lower(mc.email) = lower(${ctx.actor.email}) and m.incident_id = t.incident_id
          and (m.id = t.creator_id or exists (select 1 from task_assignees ma where ma.task_id = t.id and ma.participant_id = m.id)))`,
    ),
};

type Row = { id: number; description: string; status: TaskStatus; resolve_by: string; assignees: string[]; creator: string | null };

async function listed(ctx: Context, room: Room, condition: ReturnType<typeof sql>): Promise<Outcome> {
  const { rows } = await sql<Row>`
    select t.id, t.description, t.status, to_char(t.resolve_by at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as resolve_by,
      (select c.name from participants p join individual_contacts c on c.id = p.individual_contact_id where p.id = t.creator_id) as creator,
      array(select c.name from task_assignees a join participants p on p.id = a.participant_id
        join individual_contacts c on c.id = p.individual_contact_id where a.task_id = t.id order by c.name) as assignees
    from tasks t where t.incident_id = ${room.subject.id} and t.organization_id = ${ctx.tenant.id} and ${condition}
    order by t.status, t.resolve_by, t.id limit 200`.execute(ctx.db);
  const groups = (['Open', 'Resolved'] as const).map((status) => ({ status, tasks: rows.filter((row) => row.status === status) }));
  const text = groups.filter(({ tasks }) => tasks.length).map(({ status, tasks }) => `**${status}**\n\n${tasks.map(taskLine).join('\n')}`);
  return { reply: text.join('\n\n') || 'There are no tasks.' };
}

const taskLine = ({ id, description, resolve_by, assignees, creator }: Row) =>
  `- **#${id}** ${description} — ${assignees.join(', ') || 'nobody'}, due ${resolve_by} UTC, from ${creator ?? 'nobody'}`;

export const tasks: Command[] = [create, settle('resolve-task', 'Resolved', ['done']), settle('reopen-task', 'Open', []), list, listMine];
