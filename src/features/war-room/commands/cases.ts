import { sql } from 'kysely';
import Type from 'typebox';
import type { Context } from '../../../core/context.ts';
import { invalid } from '../../../core/errors.ts';
import { allowed } from '../../../core/permissions.ts';
import { CASE_STATUSES, createCase, escalateCase, RESOLUTION_REASONS, updateCase } from '../../cases/index.ts';
import { resolveProject } from '../../organizations/index.ts';
import { incidentView } from '../../participants/index.ts';
import { changesIn } from '../changes.ts';
import { CLASSIFYING, classificationIn } from '../classification.ts';
import { type Command, type Room, usage } from '../command.ts';
import { findPerson } from '../find-person.ts';
import { linkOf } from '../link-of.ts';
import { nameIn, partsIn } from '../parse.ts';

const Changes = Type.Partial(
  Type.Object({
    title: Type.String({ minLength: 1, maxLength: 500 }),
    description: Type.String({ minLength: 1, maxLength: 100_000 }),
    resolution: Type.String({ maxLength: 100_000 }),
    status: Type.Enum(CASE_STATUSES.filter((status) => status !== 'Escalated')),
    visibility: Type.Enum(['Open', 'Restricted']),
  }),
);
const REASON = 'resolution reason';
const FIELDS = ['title', 'description', 'resolution', REASON, 'assignee', 'status', ...CLASSIFYING, 'visibility'];

const update: Command = {
  name: 'update-case',
  aliases: ['update'],
  only: 'case',
  usage: FIELDS.map((field) => `${field}: …`).join(' '),
  help: 'Changes the case; name only what changes.',
  isShown: true,
  run: async (ctx, room, text) => {
    const { lead, parts } = partsIn(text, FIELDS);
    if (lead || !parts.size) return usage(update, 'Say what changes.');
    if (parts.get('status')?.toLowerCase() === 'escalated')
      return { isIdle: true, reply: 'A case is escalated with `/escalate-case`, which opens the incident.' };
    const { [REASON]: reason, assignee, ...plain } = Object.fromEntries(parts);
    await updateCase(ctx, room.subject.id, {
      ...(await changesIn(ctx, room, new Map(Object.entries(plain)), Changes)),
      ...(reason !== undefined && { resolution_reason: reasonOf(reason) }),
      ...(assignee !== undefined && { assignee: await personOf(ctx, room, assignee) }),
    });
    return { reply: `Changed: ${[...parts.keys()].join(', ')}.` };
  },
};

function reasonOf(typed: string) {
  const found = RESOLUTION_REASONS.find((reason) => reason.toLowerCase() === typed.toLowerCase());
  if (!found) throw invalid('body', `There is no resolution reason ${typed}; there are ${RESOLUTION_REASONS.join(', ')}.`);
  return found;
}

const personOf = async (ctx: Context, room: Room, typed: string) => ({
  individual: { email: await findPerson(ctx, room, nameIn(typed)) },
});

const escalate: Command = {
  name: 'escalate-case',
  aliases: ['escalate'],
  only: 'case',
  usage: '[title: … description: … project: … type: … severity: … priority: …]',
  help: 'Opens an incident for the case; what is not named comes from the case.',
  isShown: true,
  run: async (ctx, room, text) => {
    const { lead, parts } = partsIn(text, ['title', 'description', 'project', ...CLASSIFYING]);
    if (lead) return usage(escalate, 'Name what is different from the case.');
    const known = await incidentOf(ctx, room);
    if (known !== undefined)
      return { isIdle: true, reply: `The case is escalated already: ${await linkOf(ctx, { kind: 'incident', id: known })}` };
    const project = parts.has('project') ? await resolveProject(ctx, { name: parts.get('project') }) : undefined;
    const id = await escalateCase(ctx, room.subject.id, {
      ...(parts.has('title') && { title: parts.get('title') as string }),
      ...(parts.has('description') && { description: parts.get('description') as string }),
      ...(project && { project: { id: project.id } }),
      ...(await classificationIn(ctx, 'incident', project?.id ?? room.projectId, parts)),
    });
    return { reply: `Escalated: ${await linkOf(ctx, { kind: 'incident', id })}` };
  },
};

/** @returns the incident the case has become, where the caller may see it */
async function incidentOf(ctx: Context, { subject }: Room): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select i.id from case_incidents l join incidents i on i.id = l.incident_id
    where l.case_id = ${subject.id} and i.organization_id = ${ctx.tenant.id} and ${allowed(ctx, incidentView, 'i')}
    order by i.id limit 1`.execute(ctx.db);
  return rows[0]?.id;
}

const create: Command = {
  name: 'create-case',
  aliases: ['report-case'],
  usage: 'title: … description: … project: … type: … severity: … priority: … assignee: …',
  help: 'Opens a case with a room of its own; a title is enough.',
  isShown: true,
  run: async (ctx, room, text) => {
    const { lead, parts } = partsIn(text, ['title', 'description', 'project', ...CLASSIFYING, 'assignee']);
    const title = parts.get('title') ?? lead;
    if (!title) return usage(create, 'Say what it is about.');
    const project = await resolveProject(ctx, parts.has('project') ? { name: parts.get('project') } : { id: room.projectId });
    const assignee = parts.get('assignee');
    const id = await createCase(ctx, {
      title,
      description: parts.get('description') || title,
      project: { id: project.id },
      dedicated_channel: true,
      ...(await classificationIn(ctx, 'case', project.id, parts)),
      ...(assignee !== undefined && { assignee: await personOf(ctx, room, assignee) }),
    });
    return { reply: `Opened ${await linkOf(ctx, { kind: 'case', id })}: ${title}` };
  },
};

export const cases: Command[] = [update, escalate, create];
