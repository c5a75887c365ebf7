import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { AppError } from '../../core/errors.ts';
import { record } from '../../core/history.ts';
import { startFlow } from '../../core/jobs.ts';
import { member, requirePermission } from '../../core/permissions.ts';
import { type ProjectRow, resolveProject } from '../organizations/index.ts';
import { addParticipant, emailOf, inactivateAll, type ParticipantRole, requireEmail } from '../participants/index.ts';
import { ensureIndividual } from '../people/index.ts';
import { ensureTags, requireExclusive } from '../tags/index.ts';
import {
  type IncidentType,
  type Priority,
  requireFittingSeverity,
  resolvePriority,
  resolveSeverity,
  resolveType,
  type Severity,
} from './classification.ts';
import { creationFlow } from './flows/create.ts';
import { stableFlow } from './flows/review.ts';
import { type CreateIncident, type IncidentStatus, incidentName, NO_RESOLUTION, type Visibility } from './incident.ts';
import { wantedInRole } from './role-policies.ts';
import { incident, insertIncident, insertStatusChange, nextIncidentId, replaceLinks } from './store.ts';

/** What the request says, resolved. */
type Draft = {
  project: ProjectRow;
  type: IncidentType;
  priority: Priority;
  severity: Severity;
  status: IncidentStatus;
  visibility: Visibility;
  tagIds: number[];
  reporter: string;
  commander: string | undefined;
};

/**
 * Opens an incident: its row, people, history and the flow that makes everything else are one transaction. Nothing outside is asked.
 *
 * @param submission names one press of the button; pressed twice it is one incident
 * @returns the incident's id
 * @throws invalid  something it refers to does not exist, or the project has no default for it
 * @throws forbidden  the caller is no member
 */
export async function createIncident(ctx: Context, input: CreateIncident, { submission }: { submission?: string } = {}): Promise<number> {
  await requirePermission(ctx, member);
  const uuid = submission ? uuidOf(ctx, submission) : undefined;
  try {
    return (await incidentOf(ctx, uuid)) ?? (await transaction(ctx, (tx) => open(tx, input, uuid)));
  } catch (error) {
    const earlier = isRepeated(error) ? await incidentOf(ctx, uuid) : undefined;
    if (earlier === undefined) throw error;
    return earlier;
  }
}

async function open(tx: Context, input: CreateIncident, uuid: string | undefined): Promise<number> {
  const draft = await resolve(tx, input);
  const id = await nextIncidentId(tx);
  const name = incidentName({ organization: tx.tenant.slug, project: draft.project.name, id });
  await insertIncident(tx, {
    id,
    project_id: draft.project.id,
    name,
    title: input.title,
    description: input.description,
    resolution: input.resolution || NO_RESOLUTION,
    status: draft.status,
    visibility: draft.visibility,
    incident_type_id: draft.type.id,
    incident_priority_id: draft.priority.id,
    incident_severity_id: draft.severity.id,
  });
  await replaceLinks(tx, { table: 'incident_tags', column: 'tag_id', incidentId: id, ids: draft.tagIds });
  const change = await insertStatusChange(tx, id, draft.status);
  await meet(tx, draft);
  await recordOpening(tx, id, input, draft, uuid);
  const askLater = await fillRoles(tx, id, draft);
  await start(tx, id, draft.status, { change, askLater });
  announce(tx, incident(id), 'created', 'updated');
  return id;
}

async function resolve(tx: Context, input: CreateIncident): Promise<Draft> {
  const reporter = emailOf(input.reporter, 'reporter');
  if (!reporter && !input.project) throw missingProject();
  const project = await resolveProject(tx, input.project);
  const type = await resolveType(tx, project.id, input.incident_type);
  const priority = await resolvePriority(tx, project.id, input.incident_priority);
  const severity = await resolveSeverity(tx, project.id, input.incident_severity);
  const status = input.status ?? 'Active';
  requireFittingSeverity(severity, status);
  const tagIds = await ensureTags(tx, project.id, input.tags ?? []);
  await requireExclusive(tx, tagIds);
  return {
    project,
    type,
    priority,
    severity,
    status,
    visibility: input.visibility ?? type.visibility,
    tagIds,
    reporter: reporter ?? tx.actor.email,
    commander: input.commander_email ? requireEmail(input.commander_email, 'commander_email') : emailOf(input.commander, 'commander'),
  };
}

const missingProject = () =>
  new AppError('invalid', 'Say in which project.', {
    problems: [{ type: 'missing', loc: ['body', 'project'], msg: 'Say in which project: it is needed when no reporter is named.' }],
  });

/** Two reports that name the same new people must meet them in the same order, or each waits for the other. */
async function meet(tx: Context, { project, reporter, commander = reporter }: Draft) {
  for (const email of [reporter, commander].sort()) await ensureIndividual(tx, project.id, email);
}

async function recordOpening(tx: Context, id: number, input: CreateIncident, draft: Draft, uuid: string | undefined) {
  const reporter = await ensureIndividual(tx, draft.project.id, draft.reporter);
  await record(tx, incident(id), {
    ...(uuid && { uuid }),
    description: `${reporter.name} reported the incident.`,
    details: {
      title: input.title,
      description: input.description,
      type: draft.type.name,
      severity: draft.severity.name,
      priority: draft.priority.name,
      status: draft.status,
      visibility: draft.visibility,
    },
    owner: reporter.name,
    individual_id: reporter.id,
    pinned: true,
  });
}

/** @returns whether an outside on-call system has to be asked for somebody */
async function fillRoles(tx: Context, id: number, draft: Draft): Promise<boolean> {
  const circumstances = { projectId: draft.project.id, typeId: draft.type.id, priorityId: draft.priority.id, tagIds: draft.tagIds };
  const add = (role: ParticipantRole, email: string, serviceId?: number) =>
    addParticipant(tx, incident(id), { email, role, quiet: 'creation', ...(serviceId && { serviceId }) });
  const want = (role: ParticipantRole) => wantedInRole(tx, role, circumstances, { outside: false });
  await add('Reporter', draft.reporter);
  const command = draft.commander ? { email: draft.commander, askLater: false } : await want('Incident Commander');
  await add('Incident Commander', command.email ?? draft.reporter, command.email ? command.serviceId : undefined);
  const liaison = await want('Liaison');
  if (liaison.email) await add('Liaison', liaison.email, liaison.serviceId);
  const scribe = await want('Scribe');
  if (scribe.email) await add('Scribe', scribe.email, scribe.serviceId);
  if (command.next) await add('Observer', command.next, command.serviceId);
  return command.askLater || liaison.askLater || scribe.askLater;
}

async function start(tx: Context, id: number, status: IncidentStatus, { change, askLater }: { change: number; askLater: boolean }) {
  if (status === 'Closed') await inactivateAll(tx, incident(id), tx.now());
  await startFlow(tx, creationFlow({ status, askLater }), incident(id));
  if (status === 'Stable') await startFlow(tx, stableFlow, incident(id), change);
}

/** The same press of the button makes the same first entry of a timeline, and no second one. */
function uuidOf(ctx: Context, submission: string): string {
  const hex = createHash('sha256').update(`${ctx.tenant.id} ${ctx.actor.userId} ${submission}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const isRepeated = (error: unknown) => error instanceof pg.DatabaseError && error.constraint === 'events_uuid_key';

async function incidentOf(ctx: Context, uuid: string | undefined): Promise<number | undefined> {
  if (!uuid) return undefined;
  const event = await ctx.db
    .selectFrom('events')
    .select('incident_id')
    .where('uuid', '=', uuid)
    .where('organization_id', '=', ctx.tenant.id)
    .executeTakeFirst();
  return event?.incident_id ?? undefined;
}
