import assert from 'node:assert/strict';
import { describe, expect, test } from 'vitest';
import { HOUR, inject, runJobs } from '../../../test/harness.ts';
import { aRoom, saying, timelineOf } from '../../../test/scenarios/room.ts';
import type { Context } from '../../core/context.ts';
import { openIncident } from '../incidents/fixtures.ts';

const report = (ctx: Context, id: number, kind: 'tactical' | 'executive', body: object) =>
  inject(ctx, { method: 'POST', path: `/{organization}/incidents/${id}/report/${kind}`, body });
const tactical = { conditions: 'The disk is full', actions: 'Deleting logs', needs: 'A bigger disk' };
const executive = { current_status: 'Improving', overview: 'A disk was full', next_steps: 'Buy a disk' };

const documentsOf = (ctx: Context, incidentId: number) =>
  ctx.db
    .selectFrom('documents as d')
    .innerJoin('document_versions as v', 'v.document_id', 'd.id')
    .select(['d.id', 'd.name', 'd.resource_type', 'v.content'])
    .where('d.incident_id', '=', incidentId)
    .where('d.report_id', 'is not', null)
    .orderBy('d.id')
    .orderBy('v.version', 'desc')
    .distinctOn('d.id')
    .execute();

const mailsOf = (ctx: Context, incidentId: number) =>
  ctx.db
    .selectFrom('mails')
    .select(['to', 'subject', 'text'])
    .where('incident_id', '=', incidentId)
    .where('subject', 'like', '%report%')
    .orderBy('id')
    .execute();

describe('a tactical report', () => {
  test('is kept, told in the timeline and mailed to whoever works on it', async () => {
    const { ctx, incidentId, commander } = await aRoom();
    const answer = await report(commander, incidentId, 'tactical', tactical);
    assert.deepEqual([answer.status, answer.text], [200, 'null']);
    const kept = await ctx.db
      .selectFrom('reports')
      .select(['type', 'details', 'details_raw'])
      .where('incident_id', '=', incidentId)
      .execute();
    assert.deepEqual(kept, [{ type: 'Tactical Report', details: tactical, details_raw: 'The disk is full Deleting logs A bigger disk' }]);
    assert.ok((await timelineOf(ctx, incidentId)).some((one) => one.endsWith('wrote a new tactical report.')));
    const [mail] = await mailsOf(ctx, incidentId);
    assert.deepEqual(mail?.to, [commander.actor.email]);
    expect(mail?.text).toContain('A bigger disk');
  });

  test('reaches those who take part while there is no group yet', async () => {
    const { ctx, project, commander } = await aRoom();
    const id = await openIncident(commander, project);
    await report(commander, id, 'tactical', tactical);
    assert.deepEqual(
      (await mailsOf(ctx, id)).map((mail) => mail.to),
      [[commander.actor.email]],
    );
  });

  test.each([
    ['without a part', { conditions: 'x', actions: 'y' }, 422],
    ['that says nothing', { conditions: ' ', actions: '', needs: '' }, 422],
  ])('%s is refused', async (_what, body, status) => {
    const { commander, incidentId } = await aRoom();
    assert.equal((await report(commander, incidentId, 'tactical', body)).status, status);
  });

  test('is written by who leads or reported it', async () => {
    const { incidentId, outsider, ctx } = await aRoom();
    assert.equal((await report(outsider, incidentId, 'tactical', tactical)).status, 403);
    assert.equal((await report(ctx, incidentId, 'tactical', tactical)).status, 200);
  });
});

describe('an executive report', () => {
  test('gets a document, numbered, and the second one links to the first', async () => {
    const { ctx, clock, incidentId, commander } = await aRoom();
    await report(commander, incidentId, 'executive', executive);
    await runJobs(ctx);
    clock.advance(HOUR);
    await report(commander, incidentId, 'executive', { ...executive, overview: 'The disk was replaced' });
    await runJobs(ctx);
    const documents = await documentsOf(ctx, incidentId);
    assert.deepEqual(
      documents.map((one) => [one.name.replace(/^\S+ - /, ''), one.resource_type]),
      [
        ['Executive Report 1 - January 05, 2026', 'dispatch-executive-report-document'],
        ['Executive Report 2 - January 05, 2026', 'dispatch-executive-report-document'],
      ],
    );
    expect(documents[1]?.content).toContain('The disk was replaced');
    expect(documents[1]?.content).toContain('Executive Report 1');
  });

  test('is made from the template of the incident’s type', async () => {
    const { ctx, project, incidentId, commander } = await aRoom();
    const template = await inject(ctx, {
      method: 'POST',
      path: '/{organization}/documents',
      body: {
        name: 'Our report',
        resource_type: 'dispatch-executive-report-document-template',
        project: { id: project.id, name: project.name },
      },
    });
    const { id } = template.json<{ id: number }>();
    const content = '# Ours: {{current_status}}, led by {{commander_fullname}}';
    await inject(ctx, { method: 'PUT', path: `/{organization}/documents/${id}/content`, body: { content, version: 0 } });
    await ctx.db.updateTable('incident_types').set({ executive_template_document_id: id }).where('project_id', '=', project.id).execute();
    await report(commander, incidentId, 'executive', executive);
    await runJobs(ctx);
    const [document] = await documentsOf(ctx, incidentId);
    expect(document?.content.replaceAll(/<!--.*?-->|\u200b/g, '')).toContain('# Ours: Improving, led by Member-');
  });

  test('is mailed at once and does not wait for its document', async () => {
    const { ctx, incidentId, commander } = await aRoom();
    await ctx.db.updateTable('plugin_instances').set({ enabled: false }).where('organization_id', '=', ctx.tenant.id).execute();
    assert.equal((await report(commander, incidentId, 'executive', executive)).status, 200);
    assert.equal((await mailsOf(ctx, incidentId)).length, 1);
    await runJobs(ctx);
    assert.deepEqual(await documentsOf(ctx, incidentId), []);
    const job = await ctx.db
      .selectFrom('jobs')
      .select(['status', 'last_error'])
      .where('incident_id', '=', incidentId)
      .where('step', '=', 'create-report-document')
      .executeTakeFirst();
    assert.deepEqual(job, { status: 'skipped', last_error: 'No document plug-in is enabled in this project.' });
  });

  test('is mailed to its group once somebody is in it', async () => {
    const { ctx, incidentId, commander } = await aRoom();
    await saying(commander, incidentId, '/notifications-group add boss@example.com');
    await report(commander, incidentId, 'executive', executive);
    assert.deepEqual(
      (await mailsOf(ctx, incidentId)).map((mail) => mail.to),
      [['boss@example.com']],
    );
  });

  test('is written by who leads or reported it', async () => {
    const { incidentId, outsider } = await aRoom();
    assert.equal((await report(outsider, incidentId, 'executive', executive)).status, 403);
  });
});
