import { sql } from 'kysely';
import Type from 'typebox';
import type { Context } from '../../../core/context.ts';
import { invalid, invalidInput } from '../../../core/errors.ts';
import { readInput } from '../../../core/input.ts';
import { allowed } from '../../../core/permissions.ts';
import { type ChangeIncident, createIncident, STATUSES, updateIncident } from '../../incidents/index.ts';
import { incidentView } from '../../participants/index.ts';
import { type Command, type Room, usage } from '../command.ts';
import { partsIn } from '../parse.ts';

const FIELDS = ['title', 'description', 'resolution', 'status', 'type', 'severity', 'priority', 'visibility'] as const;
const REFERENCES: Record<string, string> = { type: 'incident_type', severity: 'incident_severity', priority: 'incident_priority' };

const Changes = Type.Partial(
  Type.Object({
    title: Type.String({ minLength: 1, maxLength: 500 }),
    description: Type.String({ minLength: 1, maxLength: 100_000 }),
    resolution: Type.String({ maxLength: 100_000 }),
    status: Type.Enum([...STATUSES]),
    visibility: Type.Enum(['Open', 'Restricted']),
  }),
);

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

const update: Command = {
  name: 'update-incident',
  aliases: ['update'],
  usage: `${FIELDS.map((field) => `${field}: …`).join(' ')}`,
  help: 'Changes the incident; name only what changes.',
  isShown: true,
  run: async (ctx, room, text) => {
    const { lead, parts } = partsIn(text, FIELDS);
    if (lead || !parts.size) return usage(update, 'Say what changes.');
    const changes: Record<string, unknown> = {};
    for (const [field, value] of parts) {
      const reference = REFERENCES[field];
      if (reference) changes[reference] = { id: await dictionaryId(ctx, room, reference, value) };
      else changes[field] = field === 'status' || field === 'visibility' ? capitalised(value) : value;
    }
    const { value, problems } = readInput(Changes, changes, ['body'], { defaults: false });
    if (problems.length) throw invalidInput(problems);
    const references = Object.fromEntries(Object.values(REFERENCES).flatMap((key) => (key in changes ? [[key, changes[key]]] : [])));
    await updateIncident(ctx, room.incidentId, { ...(value as ChangeIncident), ...references });
    return { reply: `Changed: ${[...parts.keys()].join(', ')}.` };
  },
};

const PLURALS: Record<string, string> = {
  incident_type: 'incident_types',
  incident_severity: 'incident_severities',
  incident_priority: 'incident_priorities',
};

/** The contract takes an unknown name for the default; somebody who mistypes a severity must hear of it instead. */
async function dictionaryId(ctx: Context, { projectId }: Room, reference: string, name: string): Promise<number> {
  const { rows } = await sql<{ id: number; name: string }>`
    select id, name from ${sql.table(PLURALS[reference] as string)} where project_id = ${projectId} and organization_id = ${ctx.tenant.id} and enabled
    order by name limit 200`.execute(ctx.db);
  const found = rows.find((row) => row.name.toLowerCase() === name.toLowerCase());
  if (!found)
    throw invalid('body', `There is no ${reference.replace('_', ' ')} ${name}; there are ${rows.map((row) => row.name).join(', ')}.`);
  return found.id;
}

const report: Command = {
  name: 'report-incident',
  usage: 'title: … description: … project: … type: … severity: … priority: …',
  help: 'Opens another incident; title and description are enough.',
  isShown: true,
  run: async (ctx, room, text) => {
    const { lead, parts } = partsIn(text, ['title', 'description', 'project', 'type', 'severity', 'priority']);
    const title = parts.get('title') ?? lead;
    if (!title) return usage(report, 'Say what happened.');
    const named = (word: string) => (parts.has(word) ? { name: parts.get(word) } : undefined);
    const id = await createIncident(ctx, {
      title,
      description: parts.get('description') || title,
      project: named('project') ?? { id: room.projectId },
      incident_type: named('type'),
      incident_severity: named('severity'),
      incident_priority: named('priority'),
    });
    const { name } = await ctx.db.selectFrom('incidents').select('name').where('id', '=', id).executeTakeFirstOrThrow();
    return { reply: `Opened [${name}](${ctx.settings.uiUrl}/${ctx.tenant.slug}/incidents/${name}): ${title}` };
  },
};

const MOST_LISTED = 49;
const DAY_MS = 86_400_000;

type Listed = {
  name: string;
  title: string;
  status: string;
  severity: string;
  priority: string;
  commander: string | null;
  project: string;
};

const list: Command = {
  name: 'list-incidents',
  aliases: ['incidents'],
  usage: '[project]',
  help: 'Lists open incidents and those closed within a day.',
  run: async (ctx, _room, text) => {
    const inProject = text ? sql`and lower(p.name) = lower(${text})` : sql``;
    const { rows } = await sql<Listed>`
      select i.name, i.title, i.status, s.name as severity, r.name as priority, p.name as project, (
        select c.name from participants x join individual_contacts c on c.id = x.individual_contact_id where x.id = i.commander_id) as commander
      from incidents i join projects p on p.id = i.project_id join incident_severities s on s.id = i.incident_severity_id
      join incident_priorities r on r.id = i.incident_priority_id
      where i.organization_id = ${ctx.tenant.id} ${inProject}
        and (i.status <> 'Closed' or i.closed_at > ${new Date(ctx.now().getTime() - DAY_MS)}) and ${allowed(ctx, incidentView, 'i')}
      order by array_position(array['Active', 'Stable', 'Closed'], i.status), i.id desc limit ${sql.lit(MOST_LISTED)}`.execute(ctx.db);
    return {
      reply: rows.length ? rows.map((row) => incidentLine(ctx.settings.uiUrl, ctx.tenant.slug, row)).join('\n') : 'There are none.',
    };
  },
};

const incidentLine = (uiUrl: string, slug: string, { name, title, status, severity, priority, commander, project }: Listed) =>
  `- **[${name}](${uiUrl}/${slug}/incidents/${name})** ${title} — ${status}, severity ${severity}, priority ${priority}, ${project}, led by ${commander ?? 'nobody'}`;

export const incidents: Command[] = [update, report, list];
