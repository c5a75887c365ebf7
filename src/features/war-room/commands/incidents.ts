import { sql } from 'kysely';
import Type from 'typebox';
import { allowed } from '../../../core/permissions.ts';
import { createIncident, STATUSES, updateIncident } from '../../incidents/index.ts';
import { resolveProject } from '../../organizations/index.ts';
import { incidentView } from '../../participants/index.ts';
import { changesIn } from '../changes.ts';
import { CLASSIFYING, classificationIn } from '../classification.ts';
import { type Command, usage } from '../command.ts';
import { linkOf } from '../link-of.ts';
import { partsIn } from '../parse.ts';

const Changes = Type.Partial(
  Type.Object({
    title: Type.String({ minLength: 1, maxLength: 500 }),
    description: Type.String({ minLength: 1, maxLength: 100_000 }),
    resolution: Type.String({ maxLength: 100_000 }),
    status: Type.Enum([...STATUSES]),
    visibility: Type.Enum(['Open', 'Restricted']),
  }),
);
const FIELDS = ['title', 'description', 'resolution', 'status', ...CLASSIFYING, 'visibility'];

const update: Command = {
  name: 'update-incident',
  aliases: ['update'],
  only: 'incident',
  usage: FIELDS.map((field) => `${field}: …`).join(' '),
  help: 'Changes the incident; name only what changes.',
  isShown: true,
  run: async (ctx, room, text) => {
    const { lead, parts } = partsIn(text, FIELDS);
    if (lead || !parts.size) return usage(update, 'Say what changes.');
    await updateIncident(ctx, room.subject.id, await changesIn(ctx, room, parts, Changes));
    return { reply: `Changed: ${[...parts.keys()].join(', ')}.` };
  },
};

const report: Command = {
  name: 'report-incident',
  usage: 'title: … description: … project: … type: … severity: … priority: …',
  help: 'Opens an incident; title and description are enough.',
  isShown: true,
  run: async (ctx, room, text) => {
    const { lead, parts } = partsIn(text, ['title', 'description', 'project', ...CLASSIFYING]);
    const title = parts.get('title') ?? lead;
    if (!title) return usage(report, 'Say what happened.');
    const project = await resolveProject(ctx, parts.has('project') ? { name: parts.get('project') } : { id: room.projectId });
    const id = await createIncident(ctx, {
      title,
      description: parts.get('description') || title,
      project: { id: project.id },
      ...(await classificationIn(ctx, 'incident', project.id, parts)),
    });
    return { reply: `Opened ${await linkOf(ctx, { kind: 'incident', id })}: ${title}` };
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
