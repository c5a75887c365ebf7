import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { asUser, runJobs, type TestOrganization } from '../harness.ts';
import { type Caller, door, type Heard } from './callers.ts';

type Made = { id: number } & Record<string, unknown>;

/** What an organization holds after `furnish`: one id for each path parameter of the contract. */
export type Furniture = Record<string, number | string>;

type Furnishing = { marker?: string; visibility?: string; heard?: Heard };

/** One of everything the contract lets an Owner make, each with `marker` in whatever text it has. */
export async function furnish(
  organization: TestOrganization,
  { marker = 'furniture', visibility = 'Open', heard }: Furnishing = {},
): Promise<Furniture> {
  const Owner = await (await door(organization.ctx, heard))(organization.ctx);
  const project = { id: organization.project.id, name: organization.project.name };
  const make = maker(Owner);
  const tagType = await make('/tag_types', { name: `${marker} kind`, project });
  const tag = await make('/tags', { name: `${marker} tag`, tag_type: { id: tagType.id, name: tagType.name }, project, discoverable: true });
  const term = await make('/terms', { text: `${marker} term`, project });
  const definition = await make('/definitions', { text: `${marker} definition`, project, terms: [{ id: term.id, text: term.text }] });
  const team = await make('/teams', { name: `${marker} team`, email: `${slug(marker)}-team@example.com`, project });
  // Accounts are of the whole installation: whoever becomes one needs an address of their own.
  const email = `${slug(marker)}-${randomBytes(4).toString('hex')}@example.com`;
  const individual = await make('/individuals', { name: `${marker} person`, email, project });
  const service = await make('/services', {
    name: `${marker} on call`,
    external_id: `${slug(marker)}-oncall`,
    type: 'tocsin-oncall',
    is_active: true,
    project,
  });
  const document = await make('/documents', {
    name: `${marker} document`,
    resource_type: 'dispatch-incident-document-template',
    resource_id: slug(marker),
    weblink: 'https://docs.example.com/1',
    project,
  });
  const filter = await make('/search/filters', {
    name: `${marker} filter`,
    description: marker,
    expression: [{ model: 'Incident', field: 'status', op: '==', value: 'Active' }],
    subject: 'incident',
    project,
  });
  const notification = await make('/notifications', {
    name: `${marker} notice`,
    type: 'email',
    target: 'everybody@example.com',
    enabled: true,
    filters: [],
    project,
  });
  const type = await make('/incident_types', { name: `${marker} type`, visibility: 'Open', project });
  const priority = await make('/incident_priorities', {
    name: `${marker} priority`,
    tactical_report_reminder: 1,
    executive_report_reminder: 1,
    view_order: 7,
    project,
  });
  const severity = await make('/incident_severities', { name: `${marker} severity`, view_order: 7, project });
  const costType = await make('/incident_cost_types', { name: `${marker} cost type`, category: 'Other', project });
  const cost = await make('/incident_costs', { amount: 12.5, incident_cost_type: costType, project });
  const costModel = await make('/cost_models', { name: `${marker} model`, enabled: true, activities: [], project });
  const caseSettings = await furnishCaseSettings(make, marker, { project, costModel, incidentType: type, service });
  const instances = (await Owner.send('GET', '/{organization}/plugins/instances?itemsPerPage=1')).json<{ items: Made[] }>().items;
  const incident = await make('/incidents', {
    title: `${marker} title`,
    description: `${marker} description`,
    visibility,
    tags: [tag],
    project,
  });
  await runJobs(organization.ctx);
  const path = `/{organization}/incidents/${incident.id}`;
  const ok = asker(Owner);
  const task = await make('/tasks', { description: `${marker} task`, status: 'Open', incident: { id: incident.id }, assignees: [] });
  const message = (await ok('POST', `${path}/messages`, { body: `${marker} message` })).json<{ message: Made }>().message;
  await ok('POST', `${path}/report/tactical`, {
    conditions: `${marker} conditions`,
    actions: `${marker} actions`,
    needs: `${marker} needs`,
  });
  await ok('POST', `${path}/event`, { description: `${marker} event`, source: 'test', started_at: '2026-01-05T09:00:00Z', details: {} });
  await runJobs(organization.ctx);
  const read = (await ok('GET', path)).json<{ events: { uuid: string; description: string }[]; documents: Made[] }>();
  const file = (await ok('POST', `${path}/files?name=${slug(marker)}.txt`, Buffer.from(`${marker} file`))).json<Made>();
  const mails = (await ok('GET', '/{organization}/mail?itemsPerPage=1')).json<{ items: Made[] }>().items;
  const participant = organization.owner.email;
  const feedback = await make('/feedback', {
    rating: 'Very satisfied',
    feedback: `${marker} feedback`,
    incident: { id: incident.id, name: incident.name },
  });
  const person = await (await door(organization.ctx, heard))(await asUser(organization.ctx, 'Admin', email));
  const papers = await makePapers(person, { project, service, incident, marker });
  const workflow = await makeWorkflow(Owner, project, marker);
  const run = await make(`/workflows/${workflow.id}/run`, { incident, run_reason: `${marker} reason` });
  await runJobs(organization.ctx);
  const data = await furnishData(make, marker, { project, tags: [tag], incidents: [{ id: incident.id }] });
  const alerts = await furnishSignals(make, organization, marker, { project, workflow, tag });
  return {
    project_id: project.id,
    ...data,
    tag_type_id: tagType.id,
    tag_id: tag.id,
    term_id: term.id,
    definition_id: definition.id,
    team_contact_id: team.id,
    team_id: team.id,
    individual_contact_id: individual.id,
    service_id: service.id,
    document_id: read.documents[0]?.id ?? document.id,
    search_filter_id: filter.id,
    notification_id: notification.id,
    incident_type_id: type.id,
    incident_priority_id: priority.id,
    incident_severity_id: severity.id,
    incident_cost_type_id: costType.id,
    incident_cost_id: cost.id,
    cost_model_id: costModel.id,
    ...caseSettings,
    ...alerts,
    ...(await furnishCase(Owner, organization, marker, Number(alerts.case_id))),
    incident_id: incident.id,
    task_id: task.id,
    message_id: message.id,
    feedback_id: feedback.id,
    ...papers,
    plugin_instance_id: instances[0]?.id ?? 0,
    workflow_id: workflow.id,
    workflow_instance_id: run.id,
    organization_id: organization.tenant.id,
    user_id: organization.owner.id,
    session_id: 1,
    event_uuid: read.events.find(({ description }) => description === `${marker} event`)?.uuid ?? '',
    mail_id: mails[0]?.id ?? 0,
    file_id: file.id,
    projectName: project.name,
    email: participant,
    role: 'Incident Commander',
    step: 'create-ticket',
  };
}

/** Forms and texts, and what the person says of a shift. */
async function makePapers(person: Caller, about: { project: Made; service: Made; incident: Made; marker: string }): Promise<Furniture> {
  const { project, service, incident, marker } = about;
  const make = maker(person);
  const formType = await make('/forms_type', {
    name: `${marker} form type`,
    form_schema: JSON.stringify([{ type: 'text', name: 'cause', title: marker }]),
    scoring_schema: JSON.stringify([{ var: 'cause', includes: [marker], score: 5 }]),
    service,
    project,
  });
  const form = await make('/forms', {
    form_type_id: formType.id,
    project_id: project.id,
    incident_id: incident.id,
    form_data: JSON.stringify({ cause: marker }),
  });
  const template = await make('/email_template', {
    email_template_type: 'Incident Welcome Email',
    welcome_text: `${marker} welcome`,
    components: '["Title"]',
    enabled: false,
    project,
  });
  const prompt = await make('/ai', { genai_type: 2, genai_prompt: `${marker} prompt`, enabled: false, project });
  const shift = await make('/service_feedback', { feedback: `${marker} shift`, hours: 2, individual: form.creator, project });
  return {
    forms_type_id: formType.id,
    form_id: form.id,
    forms_id: form.id,
    email_template_id: template.id,
    prompt_id: prompt.id,
    service_feedback_id: shift.id,
  };
}

/** A workflow of an engine that nobody can reach. */
async function makeWorkflow(owner: Caller, project: unknown, marker: string): Promise<Made> {
  const instances = '/{organization}/plugins/instances';
  const { items } = (await owner.send('GET', `${instances}?itemsPerPage=-1`)).json<{ items: (Made & { plugin: { slug: string } })[] }>();
  const engine = items.find((one) => one.plugin.slug === 'generic-workflow');
  const configuration = { api_url: 'http://127.0.0.1:1/run', auth_header: 'Bearer nobody' };
  assert.equal((await owner.send('PUT', `${instances}/${engine?.id}`, { enabled: true, configuration })).status, 200);
  const description = `${marker} description`;
  return maker(owner)('/workflows', { name: `${marker} workflow`, resource_id: 'nothing', description, plugin_instance: engine, project });
}

/** A source of data with its dictionaries, a query to it and an alert on it. */
async function furnishData(
  make: ReturnType<typeof maker>,
  marker: string,
  given: { project: object; tags: object[]; incidents: object[] },
): Promise<Furniture> {
  const { project, tags } = given;
  const word = async (path: string) => make(`/data/sources/${path}`, { name: `${marker} word`, description: marker, project });
  const relations = {
    source_type: await word('types'),
    source_status: await word('statuses'),
    source_environment: await word('environments'),
    source_data_format: await word('dataFormats'),
    source_transport: await word('transports'),
  };
  const links = [{ name: `${marker} link`, href: 'https://example.com/' }];
  const source = await make('/data/sources', { name: `${marker} source`, description: marker, links, ...relations, ...given });
  const query = await make('/data/queries', { name: `${marker} query`, text: marker, source, tags, project });
  const alert = await make('/data/alerts', { name: `${marker} alert`, originator: marker, source });
  return {
    ...Object.fromEntries(Object.entries(relations).map(([key, { id }]) => [`${key}_id`, id])),
    source_id: source.id,
    query_id: query.id,
    alert_id: alert.id,
  };
}

type CaseNeeds = { project: object; costModel: Made; incidentType: Made; service: Made };

/** How cases are classified and costed. */
async function furnishCaseSettings(
  make: ReturnType<typeof maker>,
  marker: string,
  { project, costModel, incidentType, service }: CaseNeeds,
) {
  const type = await make('/case_types', {
    name: `${marker} case type`,
    conversation_target: slug(marker),
    incident_type: incidentType,
    oncall_service: service,
    cost_model: costModel,
    plugin_metadata: [{ slug: 'tocsin-ticket', metadata: [{ key: 'labels', value: [marker] }] }],
    project,
  });
  const priority = await make('/case_priorities', { name: `${marker} case priority`, view_order: 7, project });
  const severity = await make('/case_severities', { name: `${marker} case severity`, view_order: 7, project });
  const costType = await make('/case_cost_types', { name: `${marker} case cost type`, category: 'Other', project });
  const cost = await make('/case_costs', { amount: 12.5, case_cost_type: costType, project });
  return {
    case_type_id: type.id,
    case_priority_id: priority.id,
    case_severity_id: severity.id,
    case_cost_type_id: costType.id,
    case_cost_id: cost.id,
  };
}

/** A signal with all it can have, and one instance of it that has opened a case and asked somebody. */
async function furnishSignals(
  make: ReturnType<typeof maker>,
  organization: TestOrganization,
  marker: string,
  { project, workflow, tag }: { project: object; workflow: Made; tag: Made },
): Promise<Furniture> {
  const description = `${marker} description`;
  const kind = { name: `${marker} entity type`, description, jpath: '$.user', enabled: true, scope: 'single', project };
  const type = await make('/entity_type', kind);
  const value = `${slug(marker)}-asked@example.com`;
  const entity = await make('/entity', { name: `${marker} entity`, value, description, entity_type: type, project });
  const snooze = { name: `${marker} snooze`, description, expiration: '2026-01-01T00:00:00Z' };
  const filter = await make('/signals/filters', {
    ...snooze,
    expression: [{ model: 'Entity', field: 'id', op: '==', value: entity.id }],
    project,
  });
  const question = { name: `${marker} engagement`, description, message: `${marker} question`, entity_type: type, project };
  const engagement = await make('/signals/engagements', question);
  const signal = await make('/signals', {
    name: `${marker} signal`,
    owner: `${marker} owner`,
    description,
    external_id: `${slug(marker)}-signal`,
    enabled: true,
    entity_types: [type],
    filters: [filter],
    engagements: [engagement],
    workflows: [workflow],
    tags: [tag],
    project,
  });
  const instance = await make('/signals/instances', { raw: { user: value, words: marker }, signal, project });
  await runJobs(organization.ctx);
  const { case_id } = await organization.ctx.db
    .selectFrom('signal_instances')
    .select('case_id')
    .where('id', '=', String(instance.id))
    .executeTakeFirstOrThrow();
  const request = await organization.ctx.db
    .selectFrom('signal_engagement_requests')
    .select('id')
    .where('case_id', '=', case_id)
    .executeTakeFirstOrThrow();
  return {
    entity_type_id: type.id,
    entity_id: entity.id,
    entity_value: value,
    days_back: 30,
    signal_filter_id: filter.id,
    signal_engagement_id: engagement.id,
    signal_id: signal.id,
    signal_instance_id: String(instance.id),
    signal_engagement_request_id: request.id,
    case_id: Number(case_id),
  };
}

/** What people add to the case that an alert has opened, and what is made for it when they ask. */
async function furnishCase(owner: Caller, { ctx, project }: TestOrganization, marker: string, caseId: number): Promise<Furniture> {
  const path = `/{organization}/cases/${caseId}`;
  const ok = asker(owner);
  const said = { title: `${marker} case`, description: `${marker} description` };
  const other = (await ok('POST', '/{organization}/cases', { ...said, project: { id: project.id } })).json<Made>();
  await ok('PATCH', path, { case_notes: { content: `${marker} notes` }, related: [{ id: other.id }], duplicates: [{ id: other.id }] });
  await ok('POST', `${path}/resources`);
  await runJobs(ctx);
  const { message } = (await ok('POST', `${path}/messages`, { body: `${marker} message` })).json<{ message: Made }>();
  const event = { description: `${marker} event`, source: 'test', started_at: '2026-01-05T09:00:00Z', details: {} };
  await ok('POST', `${path}/event`, event);
  await ok('POST', `${path}/files?name=${slug(marker)}.txt`, Buffer.from(`${marker} file`));
  await runJobs(ctx);
  const { events } = (await ok('GET', path)).json<{ events: { uuid: string; description: string }[] }>();
  return {
    case_message_id: message.id,
    case_event_uuid: events.find(({ description }) => description === event.description)?.uuid ?? '',
  };
}

const slug = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');

const asker = (owner: Caller) => async (method: 'GET' | 'POST' | 'PATCH', at: string, body?: unknown) => {
  const answer = await owner.send(method, at, body);
  assert.equal(answer.status, 200, `${method} ${at} ${answer.text}`);
  return answer;
};

const maker =
  (owner: Caller) =>
  async (path: string, body: unknown): Promise<Made> => {
    const answer = await owner.send('POST', `/{organization}${path}`, body);
    assert.equal(answer.status, 200, `POST ${path} ${answer.text}`);
    return answer.json<Made>();
  };

/** An id nothing has. */
export const ABSENT = 2_147_483_600;
/** Values of the path parameters that are no numbers and name nothing. */
const ABSENT_TEXTS: Furniture = {
  signal_instance_id: '00000000-0000-4000-8000-00000000dead',
  event_uuid: '00000000-0000-4000-8000-00000000dead',
  challenge_id: '00000000-0000-4000-8000-00000000dead',
  email: 'nobody@example.com',
  role: 'Incident Commander',
  step: 'no-such-step',
};

/**
 * Fills the parameters of a path; those that `furniture` lacks become something that nothing has. What belongs to a case is found under
 * `case_…`: `case_message_id`.
 */
export const filled = (path: string, furniture: Furniture = {}): string =>
  path.replace(/\{(\w+)\}/g, (whole, name) => {
    const ofCase = path.includes('{case_id}') ? furniture[`case_${name}`] : undefined;
    const value = ofCase ?? furniture[name] ?? ABSENT_TEXTS[name] ?? ABSENT;
    return name === 'organization' ? whole : encodeURIComponent(String(value));
  });
