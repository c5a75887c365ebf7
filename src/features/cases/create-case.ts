import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { invalid } from '../../core/errors.ts';
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
import { addParticipant, emailOf } from '../participants/index.ts';
import { ensureIndividual } from '../people/index.ts';
import { ensureTags, requireExclusive } from '../tags/index.ts';
import { type CaseStatus, type CreateCase, NO_RESOLUTION, timesOfTransition } from './case.ts';
import { type CaseType, type Named, resolvePriority, resolveSeverity, resolveType } from './classification.ts';
import { creationFlow } from './flows/create.ts';
import { ensureIncident } from './incident-of-case.ts';
import { type Wanted, wantedFromService } from './on-call.ts';
import { findResolver } from './resolver.ts';
import { getCase, insertCase, theCase } from './store.ts';

/** What an alert wants of the case that is opened for it, before what the type of the case wants. */
export type AlertWishes = { oncallServiceId?: number | null; conversationTarget?: string | null };

type Options = {
  /** names one press of the button; pressed twice it is one case */
  submission?: string;
  /** given when an alert opens the case: no group, files and document are made, and a missing channel refuses nothing */
  alert?: AlertWishes;
};

/** What the request says, resolved. */
type Draft = {
  project: ProjectRow;
  type: CaseType;
  priority: Named;
  severity: Named;
  status: CaseStatus;
  visibility: Visibility;
  isDedicated: boolean;
  tagIds: number[];
  resolvedBy: number | null;
  /** e-mail addresses; nobody reports what an alert opens */
  reporter: string | undefined;
  assignee: string | undefined;
  onCall: Wanted;
  serviceId: number | null;
};

/**
 * Opens a case: its row, people, history and the flow that makes everything else are one transaction. Nothing outside is asked.
 *
 * @returns the case's id
 * @throws invalid  something it refers to does not exist, the project has no default for it, or there is no channel to talk about it
 * @throws forbidden  the caller is no member
 */
export async function createCase(ctx: Context, input: CreateCase, { submission, alert }: Options = {}): Promise<number> {
  await requirePermission(ctx, member);
  return openOnce(ctx, 'case', submission, (tx, uuid) => open(tx, input, { uuid, alert }));
}

type Opened = { uuid: string | undefined; alert: AlertWishes | undefined };

async function open(tx: Context, input: CreateCase, { uuid, alert }: Opened): Promise<number> {
  const draft = await resolve(tx, input, alert);
  const id = await nextSubjectId(tx, 'case');
  const subject = theCase(id);
  await insertCase(tx, rowOf(tx, id, input, draft));
  await replaceLinks(tx, { links: 'case_tags', from: 'case_id', target: 'tag_id' }, id, draft.tagIds);
  await insertStatusChange(tx, subject, draft.status);
  await meet(tx, draft);
  const { type, severity, priority, status, visibility, reporter, project } = draft;
  const words = { type: type.name, severity: severity.name, priority: priority.name, status, visibility };
  const details = { title: input.title, description: input.description ?? '', ...words };
  await recordOpening(tx, subject, { uuid, projectId: project.id, reporter, details });
  await fillRoles(tx, id, draft);
  const circumstances = { status, isAlert: alert !== undefined, isEvent: input.event === true, isDedicated: draft.isDedicated };
  await startFlow(tx, creationFlow({ ...circumstances, askLater: draft.onCall.askLater, closesItself: type.auto_close }), subject);
  if (status === 'Escalated') await ensureIncident(tx, await getCase(tx, id), {});
  announce(tx, subject, 'created', 'updated');
  return id;
}

async function resolve(tx: Context, input: CreateCase, alert: AlertWishes | undefined): Promise<Draft> {
  const named = emailOf(input.reporter, 'reporter');
  if (!named && !input.project) throw missingProject();
  const project = await resolveProject(tx, input.project);
  const type = await resolveType(tx, project.id, input.case_type);
  const tagIds = await ensureTags(tx, project.id, input.tags ?? []);
  await requireExclusive(tx, tagIds);
  const assignee = emailOf(input.assignee, 'assignee');
  const serviceId = alert?.oncallServiceId ?? type.oncall_service_id;
  const visibility = input.visibility ?? type.visibility;
  return {
    project,
    type,
    priority: await resolvePriority(tx, project.id, input.case_priority),
    severity: await resolveSeverity(tx, project.id, input.case_severity),
    status: input.status ?? 'New',
    visibility,
    isDedicated: isDedicated(input, { type, visibility, alert }),
    tagIds,
    resolvedBy: input.resolved_by ? await findResolver(tx, project.id, input.resolved_by) : null,
    reporter: named ?? (tx.actor.email || undefined),
    assignee,
    serviceId,
    onCall: assignee ? { askLater: false } : await wantedFromService(tx, serviceId, { outside: false }),
  };
}

type Place = { type: CaseType; visibility: Visibility; alert: AlertWishes | undefined };

/**
 * Whether the case has a channel of its own, or a thread in the channel of its type. What is restricted is not talked about where others
 * read. A type without such a channel is refused when somebody chose it or asked for a thread; what the request leaves open is made to
 * work.
 */
function isDedicated(input: CreateCase, { type, visibility, alert }: Place): boolean {
  if (input.dedicated_channel || visibility === 'Restricted') return true;
  if (alert?.conversationTarget || type.conversation_target) return false;
  if (alert || (input.dedicated_channel !== false && !input.case_type)) return true;
  throw invalid(
    'case_type',
    `Cases of type ${type.name} have no channel to be talked about in: ask for a channel of its own (dedicated_channel), or give the type a conversation target.`,
  );
}

function rowOf(tx: Context, id: number, input: CreateCase, draft: Draft) {
  const times = { triage_at: null, escalated_at: null, stable_at: null, closed_at: null };
  return {
    id,
    project_id: draft.project.id,
    name: subjectName({ organization: tx.tenant.slug, project: draft.project.name, id }),
    title: input.title,
    description: input.description ?? '',
    resolution: input.resolution || NO_RESOLUTION,
    resolution_reason: input.resolution_reason ?? null,
    resolved_by_id: draft.resolvedBy,
    status: draft.status,
    visibility: draft.visibility,
    dedicated_channel: draft.isDedicated,
    event: input.event ?? false,
    case_type_id: draft.type.id,
    case_priority_id: draft.priority.id,
    case_severity_id: draft.severity.id,
    ...times,
    ...timesOfTransition(draft.status, tx.now(), times),
  };
}

/** Two reports that name the same new people must meet them in the same order, or each waits for the other. */
async function meet(tx: Context, { project, reporter, assignee, onCall }: Draft) {
  const people = [reporter, assignee ?? onCall.email].filter((email) => email !== undefined);
  for (const email of people.sort()) await ensureIndividual(tx, project.id, email);
}

/** Without anybody named and nobody on call, whoever opens the case has it. */
async function fillRoles(tx: Context, id: number, { reporter, assignee, onCall, serviceId }: Draft) {
  const subject = theCase(id);
  if (reporter) await addParticipant(tx, subject, { email: reporter, role: 'Reporter', quiet: 'creation' });
  const email = assignee ?? onCall.email ?? tx.actor.email;
  if (!email) return;
  const isOnCall = !assignee && onCall.email !== undefined && serviceId !== null;
  await addParticipant(tx, subject, { email, role: 'Assignee', quiet: 'creation', ...(isOnCall && { serviceId }) });
}
