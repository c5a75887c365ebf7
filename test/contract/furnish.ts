import { expect } from 'vitest';
import { runJobs, type TestOrganization } from '../harness.ts';
import { type Caller, callers } from './callers.ts';

type Made = { id: number } & Record<string, unknown>;

/** What an organization holds after `furnish`: one id for each path parameter of the contract. */
export type Furniture = Record<string, number | string>;

/** One of everything the contract lets an Owner make, each with `marker` in whatever text it has. */
export async function furnish(organization: TestOrganization, { marker = 'furniture', visibility = 'Open' } = {}): Promise<Furniture> {
  const { Owner } = await callers(organization);
  const project = { id: organization.project.id, name: organization.project.name };
  const make = maker(Owner);
  const tagType = await make('/tag_types', { name: `${marker} kind`, project });
  const tag = await make('/tags', { name: `${marker} tag`, tag_type: { id: tagType.id, name: tagType.name }, project, discoverable: true });
  const term = await make('/terms', { text: `${marker} term`, project });
  const definition = await make('/definitions', { text: `${marker} definition`, project, terms: [{ id: term.id, text: term.text }] });
  const team = await make('/teams', { name: `${marker} team`, email: `${slug(marker)}-team@example.com`, project });
  const individual = await make('/individuals', { name: `${marker} person`, email: `${slug(marker)}@example.com`, project });
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
  const ok = async (method: 'POST' | 'PUT' | 'GET', at: string, body?: unknown) => {
    const answer = await Owner.send(method, at, body);
    expect(answer.status, `${method} ${at} ${answer.text}`).toBe(200);
    return answer;
  };
  const task = await make('/tasks', { description: `${marker} task`, status: 'Open', incident: { id: incident.id }, assignees: [] });
  const message = (await ok('POST', `${path}/messages`, { body: `${marker} message` })).json<{ message: Made }>().message;
  await ok('POST', `${path}/report/tactical`, {
    conditions: `${marker} conditions`,
    actions: `${marker} actions`,
    needs: `${marker} needs`,
  });
  await ok('POST', `${path}/event`, { description: `${marker} event`, source: 'test', started_at: '2026-01-05T09:00:00Z', details: {} });
  await runJobs(organization.ctx);
  const read = (await ok('GET', path)).json<{ events: { uuid: string }[]; documents: Made[] }>();
  const participant = organization.owner.email;
  const feedback = await make('/feedback', {
    rating: 'Very satisfied',
    feedback: `${marker} feedback`,
    incident: { id: incident.id, name: incident.name },
  });
  await runJobs(organization.ctx);
  return {
    project_id: project.id,
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
    incident_id: incident.id,
    task_id: task.id,
    message_id: message.id,
    feedback_id: feedback.id,
    plugin_instance_id: instances[0]?.id ?? 0,
    organization_id: organization.tenant.id,
    user_id: organization.owner.id,
    event_uuid: read.events[0]?.uuid ?? '',
    email: participant,
    role: 'Incident Commander',
    step: 'create-ticket',
  };
}

const slug = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');

const maker =
  (owner: Caller) =>
  async (path: string, body: unknown): Promise<Made> => {
    const answer = await owner.send('POST', `/{organization}${path}`, body);
    expect(answer.status, `POST ${path} ${answer.text}`).toBe(200);
    return answer.json<Made>();
  };

/** An id nothing has. */
export const ABSENT = 2_147_483_600;
/** Values of the path parameters that are no numbers and name nothing. */
const ABSENT_TEXTS: Furniture = {
  event_uuid: '00000000-0000-4000-8000-00000000dead',
  email: 'nobody@example.com',
  role: 'Incident Commander',
  step: 'no-such-step',
};

/** Fills the parameters of a path; those that `furniture` lacks become something that nothing has. */
export const filled = (path: string, furniture: Furniture = {}): string =>
  path.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = furniture[name] ?? ABSENT_TEXTS[name] ?? ABSENT;
    return name === 'organization' ? whole : encodeURIComponent(String(value));
  });
