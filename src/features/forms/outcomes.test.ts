import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { anOrganization, HOUR, inject, MINUTE, runJobs } from '../../../test/harness.ts';
import { CAUSES, FORM_TYPES, FORMS, type Form, made } from '../../../test/scenarios/forms.ts';
import { aRoom, timelineOf } from '../../../test/scenarios/room.ts';
import type { Context } from '../../core/context.ts';
import { aServiceWith } from '../incidents/fixtures.ts';

const complete = (ctx: Context, id: number) => inject(ctx, { method: 'POST', path: `${FORMS}/completed/${id}` });
const exported = (ctx: Context, ids: unknown) => inject(ctx, { method: 'POST', path: `${FORMS}/export`, body: ids });
const skippedOf = (answer: Awaited<ReturnType<typeof exported>>) =>
  JSON.parse(String(answer.headers['x-skipped-forms'] ?? '[]')) as { reason: string; form_ids: number[] }[];

async function mailsOf({ db, tenant }: Context) {
  const rows = await db
    .selectFrom('mails')
    .select(['to', 'subject', 'text'])
    .where('organization_id', '=', tenant.id)
    .orderBy('id')
    .execute();
  return rows.filter(({ subject }) => subject.includes('filled in'));
}

/** A form on an incident, of a type whose service somebody is on call for. */
async function aFiledForm({ onCall = true, ...more }: { onCall?: boolean; visibility?: 'Restricted' } = {}) {
  const room = await aRoom({ title: 'Payments are slow', description: 'since noon', ...more });
  const { ctx, project, commander, incidentId } = room;
  const serviceId = onCall ? await aServiceWith(ctx, project.id, 'legal@example.com') : undefined;
  const type = await made(ctx, FORM_TYPES, {
    name: 'Causes',
    description: 'Why did it happen?',
    project,
    ...CAUSES,
    ...(serviceId && { service: { id: serviceId } }),
  });
  const form = await made<Form>(commander, FORMS, {
    form_type_id: type.id,
    project_id: project.id,
    incident_id: incidentId,
    form_data: JSON.stringify({ cause: ['human', 'machine'], personal: true, remark: 'no {{status}} here' }),
  });
  return { ...room, type, form, serviceId };
}

describe('a completed form', () => {
  test('is shown to whoever asks for it in the answer', async () => {
    const { commander, form } = await aFiledForm();
    const path = `${FORMS}/completed/${form.id}`;
    const asked = await inject(commander, { method: 'POST', path, headers: { prefer: 'return=representation' } });
    assert.deepEqual([asked.status, asked.json<{ id: number }>().id], [200, form.id]);
  });

  test('is told to whoever is on call, once for each version, without its answers', async () => {
    const { ctx, clock, commander, form } = await aFiledForm();
    clock.advance(MINUTE);
    const answer = await complete(commander, form.id);
    assert.deepEqual([answer.status, answer.text], [204, '']);
    await complete(commander, form.id);
    await runJobs(ctx);
    const [mail, ...more] = await mailsOf(ctx);
    assert.deepEqual([mail?.to, more], [['legal@example.com'], []]);
    for (const words of ['Causes', 'Why did it happen?', 'Payments are slow', commander.actor.email, 'Confidential', '/incidents/'])
      assert.ok(mail?.text.includes(words), words);
    assert.ok(!mail?.text.includes('machine'));

    clock.advance(MINUTE);
    await inject(commander, { method: 'PUT', path: `${FORMS}/${form.id}/${form.creator.id}`, body: { status: 'Complete' } });
    await complete(commander, form.id);
    await runJobs(ctx);
    assert.equal((await mailsOf(ctx)).length, 2);
  });

  test('of a restricted incident is told without what happened', async () => {
    const { ctx, commander, form } = await aFiledForm({ visibility: 'Restricted' });
    await complete(commander, form.id);
    await runJobs(ctx);
    const [mail] = await mailsOf(ctx);
    assert.ok(mail && !mail.text.includes('Payments') && !mail.text.includes('noon'));
  });

  test('waits until somebody is on call', async () => {
    const { ctx, clock, commander, form, serviceId } = await aFiledForm();
    const members = await ctx.db
      .deleteFrom('rotation_members')
      .where('service_id', '=', Number(serviceId))
      .returningAll()
      .executeTakeFirstOrThrow();
    await complete(commander, form.id);
    await runJobs(ctx);
    assert.deepEqual(await mailsOf(ctx), []);
    await ctx.db.insertInto('rotation_members').values(members).execute();
    clock.advance(HOUR);
    await runJobs(ctx);
    assert.equal((await mailsOf(ctx)).length, 1);
  });

  test('of a type without a service is told to nobody', async () => {
    const { ctx, commander, form } = await aFiledForm({ onCall: false });
    assert.equal((await complete(commander, form.id)).status, 204);
    await runJobs(ctx);
    assert.deepEqual(await mailsOf(ctx), []);
  });

  test('that is not there is not found', async () => {
    const { ctx } = await anOrganization();
    assert.equal((await complete(ctx, 2_000_000_000)).status, 404);
  });
});

describe('an export', () => {
  const CONTENT = '# {{form_type}} of {{name}}\n\nScore {{form_score}}: {{answer_cause}}\n\n{{form_data}}\n\n{{attorney_analysis}}\n';

  async function withTemplate(more: Parameters<typeof aFiledForm>[0] = {}) {
    const filed = await aFiledForm(more);
    const { ctx, project } = filed;
    const template = { name: 'Forms', resource_type: 'dispatch-forms-export-template', project };
    const { id } = await made(ctx, '/{organization}/documents', template);
    const path = `/{organization}/documents/${id}/content`;
    assert.equal((await inject(ctx, { method: 'PUT', path, body: { content: CONTENT, version: 0 } })).status, 200);
    return filed;
  }

  async function documentsOf(ctx: Context, incidentId: number) {
    const read = await inject(ctx, { method: 'GET', path: `/{organization}/incidents/${incidentId}` });
    const { documents } = read.json<{ documents: { id: number; name: string; resource_type: string }[] }>();
    return documents.filter(({ resource_type }) => resource_type === 'dispatch-forms-export-document');
  }

  test('makes a document of the form with its incident, and says where', async () => {
    const { ctx, form, incidentId, subject } = await withTemplate();
    await inject(ctx, { method: 'PUT', path: `${FORMS}/${form.id}/0`, body: { attorney_analysis: 'A liability of ours' } });
    const answer = await exported(ctx, [form.id]);
    assert.deepEqual([answer.status, skippedOf(answer)], [200, []]);
    const [link, ...more] = answer.json<string[]>();
    assert.match(String(link), /^https:\/\/tocsin\.test\/.+\/incidents\/.+\/documents$/);
    assert.deepEqual(more, []);
    const [document] = await documentsOf(ctx, incidentId);
    const read = await inject(ctx, { method: 'GET', path: `/{organization}/documents/${document?.id}/content` });
    const { content } = read.json<{ content: string }>();
    const seen = content.replace(/<!--.*?-->|\u200b|\u2060/g, '');
    for (const words of [
      '# Causes of dispatch-',
      'Score 25: human, machine',
      '**What caused it?**',
      '**Were personal data touched?**',
      'yes',
      'no {{status}} here',
    ])
      assert.ok(seen.includes(words), `${words} in ${seen}`);
    assert.ok(!seen.includes('liability'));
    assert.ok((await timelineOf(ctx, subject.id)).some((line) => line.startsWith('A form was exported')));
  });

  test('of one version is one document; a new version has another', async () => {
    const { ctx, clock, form, incidentId } = await withTemplate();
    const first = (await exported(ctx, [form.id, form.id])).json();
    assert.deepEqual((await exported(ctx, [form.id])).json(), first);
    assert.equal((await documentsOf(ctx, incidentId)).length, 1);
    clock.advance(MINUTE);
    await inject(ctx, { method: 'PUT', path: `${FORMS}/${form.id}/0`, body: { status: 'Complete' } });
    await exported(ctx, [form.id]);
    assert.equal((await documentsOf(ctx, incidentId)).length, 2);
  });

  test('of a restricted incident is for those who see the incident', async () => {
    const { ctx, outsider, form, incidentId } = await withTemplate({ visibility: 'Restricted' });
    await exported(ctx, [form.id]);
    const [document] = await documentsOf(ctx, incidentId);
    assert.equal((await inject(ctx, { method: 'GET', path: `/{organization}/documents/${document?.id}` })).status, 200);
    assert.equal((await inject(outsider, { method: 'GET', path: `/{organization}/documents/${document?.id}` })).status, 404);
  });

  test('leaves out what it cannot make, says why, and makes the rest', async () => {
    const { ctx, project, form, commander, incidentId } = await withTemplate();
    const loose = await made<Form>(commander, FORMS, { project_id: project.id });
    const elsewhere = await made(ctx, '/{organization}/projects', { name: 'Überall' });
    const other = await made<Form>(commander, FORMS, { project_id: elsewhere.id, incident_id: incidentId });
    const answer = await exported(ctx, [form.id, loose.id, other.id, 2_000_000_000]);
    assert.equal(answer.json<string[]>().length, 1);
    const reasons = skippedOf(answer).map(({ reason, form_ids }) => [form_ids, reason.slice(0, 45)]);
    assert.deepEqual(reasons, [
      [[2_000_000_000], 'There is no such form, or you may not see it.'],
      [[loose.id], 'The form belongs to no incident that its docu'],
      [[other.id], 'The project Überall has no template for the e'],
    ]);
  });

  test('without a document plug-in makes nothing and says so', async () => {
    const { ctx, project, form } = await withTemplate();
    const instances = '/{organization}/plugins/instances';
    const { items } = (await inject(ctx, { method: 'GET', path: `${instances}?itemsPerPage=-1` })).json<{
      items: { id: number; plugin: { type: string }; project: { id: number } }[];
    }>();
    const documents = items.find((one) => one.plugin.type === 'document' && one.project.id === project.id);
    assert.equal((await inject(ctx, { method: 'PUT', path: `${instances}/${documents?.id}`, body: { enabled: false } })).status, 200);
    const answer = await exported(ctx, [form.id]);
    assert.deepEqual([answer.status, answer.json()], [200, []]);
    assert.match(skippedOf(answer)[0]?.reason ?? '', /^No document plug-in is enabled/);
  });

  test('is for administrators, of a hundred forms at most', async () => {
    const { ctx, commander, form } = await withTemplate();
    assert.equal((await exported(commander, [form.id])).status, 403);
    assert.equal((await exported(ctx, Array(101).fill(form.id))).status, 422);
    assert.equal((await exported(ctx, ['x'])).status, 422);
    assert.deepEqual((await exported(ctx, [])).json(), []);
  });
});
