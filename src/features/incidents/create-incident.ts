import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { startFlow } from '../../core/jobs.ts';
import { replaceLinks } from '../../core/links.ts';
import { member, requirePermission } from '../../core/permissions.ts';
import {
  insertStatusChange,
  missingProject,
  nextSubjectId,
  openOnce,
  recordOpening,
  subjectName,
  type Visibility,
} from '../assembly/index.ts';
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
import { type CreateIncident, type IncidentStatus, NO_RESOLUTION } from './incident.ts';
import { wantedInRole } from './role-policies.ts';
import { incident, insertIncident } from './store.ts';

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
  return openOnce(ctx, 'incident', submission, (tx, uuid) => open(tx, input, uuid));
}

async function open(tx: Context, input: CreateIncident, uuid: string | undefined): Promise<number> {
  const draft = await resolve(tx, input);
  const id = await nextSubjectId(tx, 'incident');
  const name = subjectName({ organization: tx.tenant.slug, project: draft.project.name, id });
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
  await replaceLinks(tx, { links: 'incident_tags', from: 'incident_id', target: 'tag_id' }, id, draft.tagIds);
  const change = await insertStatusChange(tx, incident(id), draft.status);
  await meet(tx, draft);
  await recordOpening(tx, incident(id), {
    uuid,
    projectId: draft.project.id,
    reporter: draft.reporter,
    details: { title: input.title, description: input.description, ...inWords(draft) },
  });
  const askLater = await fillRoles(tx, id, draft);
  await start(tx, id, draft.status, { change, askLater });
  announce(tx, incident(id), 'created', 'updated');
  return id;
}

const inWords = ({ type, severity, priority, status, visibility }: Draft) => ({
  type: type.name,
  severity: severity.name,
  priority: priority.name,
  status,
  visibility,
});

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

/** Two reports that name the same new people must meet them in the same order, or each waits for the other. */
async function meet(tx: Context, { project, reporter, commander = reporter }: Draft) {
  for (const email of [reporter, commander].sort()) await ensureIndividual(tx, project.id, email);
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
