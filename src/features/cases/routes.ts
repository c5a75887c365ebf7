import { sql } from 'kysely';
import Type from 'typebox';
import { Email, Id } from '../../core/field.ts';
import { listJson } from '../../core/list.ts';
import { member } from '../../core/permissions.ts';
import { includeTree, type Shape } from '../../core/shape.ts';
import { ListParameters, listQuery, PartsParameters, pageOf, pageOfParts } from '../../edges/http/resource-routes.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import { retryStep } from '../assembly/index.ts';
import { getIncidentJson, IncidentPage } from '../incidents/index.ts';
import { caseEdit, caseView, changeRole, ParticipantRead, ParticipantReadMinimal } from '../participants/index.ts';
import { CASE_ROLES, ChangeCase, CreateCase, EscalateCase, UpdateCase } from './case.ts';
import { completeResources } from './complete-resources.ts';
import { createCase } from './create-case.ts';
import { deleteCase } from './delete-case.ts';
import { escalateCase } from './escalate-case.ts';
import { openChannel } from './own-channel.ts';
import { participantsJson } from './participants.ts';
import { getCaseJson } from './reads.ts';
import { cases } from './resource.ts';
import { CasePage, CaseRead, CaseReadMinimal, CaseReadMinimalWithExtras } from './shapes.ts';
import { theCase } from './store.ts';
import { updateCase } from './update-case.ts';

const tag = 'cases';
const all = '/{organization}/cases' as const;
const one = '/{organization}/cases/{case_id}' as const;
const ById = Type.Object({ case_id: Id });
const ofOne = { tag, subject: { table: 'cases', param: 'case_id' }, params: ById } as const;

/** What people reported themselves: no alert led to it. */
const reportedByPeople = sql<boolean>`not exists (select 1 from signal_instances a where a.case_id = t0.id)`;
const onlyEvents = ({ security_event_only: only }: { security_event_only?: boolean }) => (only ? { where: reportedByPeople } : {});

const page = async (answer: Promise<string>) => new JsonText(await answer);

const list = route({
  method: 'get',
  path: all,
  tag,
  summary: 'Lists the cases the caller may see',
  access: member,
  query: Type.Object({
    ...ListParameters.properties,
    ...PartsParameters.properties,
  }),
  answer: pageOfParts(CaseReadMinimal, CaseRead),
  lists: cases,
  handle: (ctx, { query }) => {
    const include = query.expand ? [] : query['include[]'];
    const shape: Shape = query.expand || include.length ? CaseRead : CaseReadMinimal;
    return page(listJson(ctx, cases, { ...listQuery(query), ...onlyEvents(query), shape, include: includeTree(include) }));
  },
});

const minimal = route({
  method: 'get',
  path: `${all}/minimal`,
  tag,
  summary: 'Lists the cases the caller may see, with their people, tags and tickets',
  access: member,
  query: ListParameters,
  answer: pageOf(CaseReadMinimalWithExtras, 'CaseMinimal'),
  lists: cases,
  handle: (ctx, { query }) => page(listJson(ctx, cases, { ...listQuery(query), ...onlyEvents(query), shape: CaseReadMinimalWithExtras })),
});

const create = route({
  method: 'post',
  path: all,
  tag,
  summary: 'Opens a case; the header Idempotency-Key makes a repeated request the same case',
  access: member,
  body: CreateCase,
  answer: CasePage,
  handle: async (ctx, { body, raw }) => {
    const submission = raw.headers['idempotency-key'];
    const id = await createCase(ctx, body, typeof submission === 'string' && submission ? { submission } : {});
    // Whoever opens a restricted case for somebody else may not be one of those who see it.
    return page(getCaseJson(ctx, id, { afterWrite: true }));
  },
});

const get = route({
  ...ofOne,
  method: 'get',
  path: one,
  summary: 'Reads one case with everything on its page',
  access: caseView,
  answer: CasePage,
  handle: (ctx, { params }) => page(getCaseJson(ctx, params.case_id)),
});

const put = route({
  ...ofOne,
  method: 'put',
  path: one,
  summary: 'Changes a case; tags, related cases, duplicates, incidents and costs become exactly the lists sent',
  access: caseEdit,
  body: UpdateCase,
  partial: true,
  answer: CasePage,
  handle: async (ctx, { params, body }) => {
    await updateCase(ctx, params.case_id, body, { listsReplaced: true });
    return page(getCaseJson(ctx, params.case_id, { afterWrite: true }));
  },
});

const patch = route({
  ...ofOne,
  method: 'patch',
  path: one,
  summary: 'Changes only what is sent of a case',
  access: caseEdit,
  body: ChangeCase,
  partial: true,
  answer: CasePage,
  handle: async (ctx, { params, body }) => {
    await updateCase(ctx, params.case_id, body);
    return page(getCaseJson(ctx, params.case_id, { afterWrite: true }));
  },
});

const escalate = route({
  ...ofOne,
  method: 'put',
  path: `${one}/escalate`,
  summary: 'Makes an incident of a case; what is not said of it comes from the case. Asked again it answers with the same incident',
  access: caseEdit,
  body: EscalateCase,
  partial: true,
  answer: IncidentPage,
  handle: async (ctx, { params, body }) => page(getIncidentJson(ctx, await escalateCase(ctx, params.case_id, body), { afterWrite: true })),
});

const remove = route({
  ...ofOne,
  method: 'delete',
  path: one,
  summary: 'Deletes a case and, after the answer, what was made for it outside',
  access: caseEdit,
  handle: (ctx, { params }) => deleteCase(ctx, params.case_id),
});

const resources = route({
  ...ofOne,
  method: 'post',
  path: `${one}/resources`,
  summary: 'Makes what is still missing of the case: ticket, room, document and the rest',
  access: caseEdit,
  answer: CasePage,
  handle: async (ctx, { params }) => {
    await completeResources(ctx, params.case_id);
    return page(getCaseJson(ctx, params.case_id));
  },
});

const channel = route({
  ...ofOne,
  method: 'post',
  path: `${one}/resources/conversation`,
  summary: 'Gives the case a channel of its own; a thread that it had says where it goes on',
  access: caseEdit,
  answer: CasePage,
  handle: async (ctx, { params }) => {
    await openChannel(ctx, params.case_id);
    return page(getCaseJson(ctx, params.case_id));
  },
});

const roles = route({
  ...ofOne,
  method: 'put',
  path: `${one}/roles`,
  summary: 'Hands a role over',
  access: caseEdit,
  body: Type.Object({ role: Type.Enum([...CASE_ROLES]), email: Email }),
  answer: CasePage,
  handle: async (ctx, { params, body }) => {
    await changeRole(ctx, theCase(params.case_id), body);
    return page(getCaseJson(ctx, params.case_id, { afterWrite: true }));
  },
});

const retry = route({
  ...ofOne,
  method: 'post',
  path: `${one}/flow/{step}/retry`,
  summary: 'Runs a step that failed, waits or was left out now',
  access: caseEdit,
  errors: [409],
  params: Type.Object({ ...ById.properties, step: Type.String({ minLength: 1, maxLength: 100 }) }),
  handle: (ctx, { params }) => retryStep(ctx, theCase(params.case_id), params.step),
});

const participants = route({
  ...ofOne,
  method: 'get',
  path: `${one}/participants`,
  summary: 'Lists everybody who takes or took part in a case',
  access: caseView,
  query: Type.Object({ minimal: Type.Boolean({ default: false }) }),
  answer: Type.Array(ParticipantRead.schema),
  handle: (ctx, { params, query }) => page(participantsJson(ctx, params.case_id, query.minimal ? ParticipantReadMinimal : ParticipantRead)),
});

const participantsMinimal = route({
  ...ofOne,
  method: 'get',
  path: `${one}/participants/minimal`,
  summary: 'Lists everybody who takes or took part in a case, in short',
  access: caseView,
  answer: Type.Array(ParticipantReadMinimal.schema),
  handle: (ctx, { params }) => page(participantsJson(ctx, params.case_id, ParticipantReadMinimal)),
});

export const routes: Route[] = [
  list,
  minimal,
  create,
  get,
  put,
  patch,
  escalate,
  remove,
  resources,
  channel,
  roles,
  retry,
  participants,
  participantsMinimal,
];
