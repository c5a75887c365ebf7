import assert from 'node:assert/strict';
import { runJobs, type TestOrganization } from '../harness.ts';
import type { Caller } from './callers.ts';
import type { Furniture } from './furnish.ts';

/*
 * A restricted incident and a restricted case with everything that can belong to one, each with a marker in whatever text it has; and what
 * everybody sees that points to them.
 */

type Made = { id: number; name: string };
export type Hidden = { furniture: Furniture; words: string[] };
type Scene = { owner: Caller; organization: TestOrganization; plain: Furniture; marker: string };

function asking({ owner }: Scene) {
  const ask = async <T = Made>(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: unknown): Promise<T> => {
    const answer = await owner.send(method, `/{organization}${path}`, body);
    assert.equal(answer.status, 200, `${method} ${path} ${answer.text}`);
    return answer.json<T>();
  };
  return ask;
}

type Page = {
  name: string;
  documents: { id: number }[];
  events: { uuid: string; description: string }[];
  incident_costs?: { id: number }[];
  case_costs?: { id: number }[];
};

/** What incidents and cases have alike. */
async function fill(scene: Scene, at: string, subject: object): Promise<Furniture> {
  const { marker, plain, organization } = scene;
  const ask = asking(scene);
  await runJobs(organization.ctx);
  const { message } = await ask<{ message: { id: number } }>('POST', `${at}/messages`, { body: `${marker} message` });
  const event = { description: `${marker} event`, source: 'test', started_at: '2026-01-05T09:00:00Z', details: {} };
  await ask('POST', `${at}/event`, event);
  const file = await ask('POST', `${at}/files?name=${marker}.txt`, Buffer.from(`${marker} file`));
  const run = await ask('POST', `/workflows/${plain.workflow_id}/run`, { ...subject, run_reason: `${marker} reason` });
  const feedback = await ask('POST', '/feedback', { rating: 'Very satisfied', feedback: `${marker} feedback`, ...subject });
  await runJobs(organization.ctx);
  const read = await ask<Page>('GET', at);
  return {
    message_id: message.id,
    event_uuid: read.events.find(({ description }) => description === event.description)?.uuid ?? '',
    file_id: file.id,
    workflow_instance_id: run.id,
    feedback_id: feedback.id,
    ...(read.documents[0] && { document_id: read.documents[0].id }),
    ...(read.incident_costs?.[0] && { incident_cost_id: read.incident_costs[0].id }),
    ...(read.case_costs?.[0] && { case_cost_id: read.case_costs[0].id }),
  };
}

const restricted = ({ marker, organization }: Scene) => ({
  title: `${marker} title`,
  description: `${marker} description`,
  visibility: 'Restricted',
  project: organization.project,
});

export async function hiddenIncident(scene: Scene): Promise<Hidden> {
  const { marker, plain } = scene;
  const ask = asking(scene);
  const { id } = await ask('POST', '/incidents', restricted(scene));
  const at = `/incidents/${id}`;
  await runJobs(scene.organization.ctx);
  await ask('PATCH', at, { incident_costs: [{ amount: 77, incident_cost_type: { id: plain.incident_cost_type_id } }] });
  const belongings = await fill(scene, at, { incident: { id } });
  await ask('POST', `${at}/report/tactical`, { conditions: `${marker} conditions`, actions: marker, needs: marker });
  const task = await ask('POST', '/tasks', { description: `${marker} task`, status: 'Open', incident: { id }, assignees: [] });
  const form = await ask('POST', '/forms', {
    form_type_id: plain.forms_type_id,
    project_id: plain.project_id,
    incident_id: id,
    form_data: JSON.stringify({ cause: marker }),
  });
  await ask('PATCH', `/incidents/${plain.incident_id}`, { duplicates: [{ id }] });
  await ask('PATCH', `/cases/${plain.case_id}`, { incidents: [{ id }] });
  await ask('PUT', `/data/sources/${plain.source_id}`, { incidents: [{ id }] });
  await runJobs(scene.organization.ctx);
  const { name } = await ask<Page>('GET', at);
  return { furniture: { ...belongings, incident_id: id, task_id: task.id, form_id: form.id, forms_id: form.id }, words: [marker, name] };
}

/** Opened by an alert, whose raw words are hidden with it. */
export async function hiddenCase(scene: Scene): Promise<Hidden> {
  const { marker, plain, organization } = scene;
  const ask = asking(scene);
  const { project } = organization;
  const type = await ask('POST', '/case_types', { name: 'Quiet', visibility: 'Restricted', conversation_target: 'quiet', project });
  const definition = { name: 'Quiet signal', owner: 'nobody', external_id: 'quiet', description: 'plain', enabled: true };
  const engagements = [{ id: plain.signal_engagement_id }];
  const signal = await ask('POST', '/signals', { ...definition, case_type: type, engagements, project });
  const alert = await ask<{ id: string }>('POST', '/signals/instances', {
    raw: { user: plain.entity_value, words: marker },
    signal,
    project,
  });
  await runJobs(organization.ctx);
  const { case_id: id } = await organization.ctx.db
    .selectFrom('signal_instances')
    .select('case_id')
    .where('id', '=', alert.id)
    .executeTakeFirstOrThrow();
  const at = `/cases/${id}`;
  const { title, description } = restricted(scene);
  await ask('PATCH', at, { title, description, resolution: `${marker} resolution`, case_notes: { content: `${marker} notes` } });
  await ask('POST', `${at}/resources`);
  const belongings = await fill(scene, at, { case: { id } });
  await ask('PATCH', `/cases/${plain.case_id}`, { related: [{ id }], duplicates: [{ id }] });
  await ask('PATCH', `/incidents/${plain.incident_id}`, { cases: [{ id }] });
  await runJobs(organization.ctx);
  const { name } = await ask<Page>('GET', at);
  const { message_id = '', event_uuid = '', ...rest } = belongings;
  return {
    furniture: { ...rest, case_id: Number(id), signal_instance_id: alert.id, case_message_id: message_id, case_event_uuid: event_uuid },
    words: [marker, name],
  };
}
