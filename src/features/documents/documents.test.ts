import { expect, test } from 'vitest';
import { anOrganization, asSystem, asUser, inject } from '../../../test/harness.ts';
import { transaction } from '../../core/db.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { BARE, KINDS } from '../participants/fixtures.ts';
import { addParticipant } from '../participants/index.ts';
import { replaceContent } from './content.ts';
import { insertDocument } from './index.ts';

const DOCUMENTS = '/{organization}/documents';

async function aDocumentOf(kind: SubjectRef['kind'], visibility: 'Open' | 'Restricted') {
  const org = await anOrganization();
  const { ctx, project } = org;
  const subject = await BARE[kind](ctx, project.id, { visibility });
  const id = await transaction(asSystem(ctx), (tx) =>
    insertDocument(tx, {
      name: `${kind} document`,
      resource_id: null,
      resource_type: `dispatch-${kind}-document`,
      weblink: null,
      project_id: project.id,
      [`${kind}_id`]: subject.id,
    }),
  );
  return { ...org, subject, id, path: `${DOCUMENTS}/${id}` };
}

test('what is read can be written back', async () => {
  const { ctx, project } = await anOrganization();
  const body = { name: 'Runbook', weblink: 'https://wiki.example/runbook', resource_type: 'dispatch-incident-document-template', project };
  const made = await inject(ctx, { method: 'POST', path: DOCUMENTS, body });
  expect(made.json()).toMatchObject({ description: 'No Description', evergreen: false, project: { id: project.id } });
  const path = `${DOCUMENTS}/${made.json().id}`;
  const written = await inject(ctx, { method: 'PUT', path, body: made.json() });
  expect({ ...written.json(), updated_at: null, description: null }).toEqual({ ...made.json(), updated_at: null, description: null });
});

test('administrators set up templates and runbooks; members read them', async () => {
  const { ctx, project } = await anOrganization();
  const someone = await asUser(ctx, 'Member');
  expect((await inject(someone, { method: 'POST', path: DOCUMENTS, body: { name: 'Runbook', project } })).status).toBe(403);
  const made = await inject(ctx, { method: 'POST', path: DOCUMENTS, body: { name: 'Runbook', project } });
  const path = `${DOCUMENTS}/${made.json().id}`;
  expect((await inject(someone, { method: 'GET', path })).status).toBe(200);
  expect((await inject(someone, { method: 'PUT', path, body: { name: 'Mine' } })).status).toBe(403);
  expect((await inject(someone, { method: 'PUT', path: `${path}/content`, body: { content: 'mine', version: 0 } })).status).toBe(403);
});

test.each(['dispatch-incident-reference-faq-document', 'dispatch-forms-export-template'])('a project has one %s', async (resource_type) => {
  const { ctx, project } = await anOrganization();
  const body = { name: 'The first', resource_type, project };
  const first = await inject(ctx, { method: 'POST', path: DOCUMENTS, body });
  const second = await inject(ctx, { method: 'POST', path: DOCUMENTS, body });
  expect([second.status, second.text]).toEqual([409, expect.stringContaining('The first')]);
  expect((await inject(ctx, { method: 'PUT', path: `${DOCUMENTS}/${first.json().id}`, body: first.json() })).status).toBe(200);
});

test('two people who edit the same version: the second is told, nothing is lost', async () => {
  const { ctx, path } = await aDocumentOf('incident', 'Open');
  const someone = await asUser(ctx, 'Member');
  const put = (content: string, version: number) => inject(someone, { method: 'PUT', path: `${path}/content`, body: { content, version } });
  expect((await put('# One', 0)).json()).toMatchObject({ content: '# One', version: 1 });
  expect((await put('# Two', 1)).json()).toMatchObject({ content: '# Two', version: 2 });
  const late = await put('# Late', 1);
  expect([late.status, late.text]).toEqual([409, expect.stringContaining('Somebody else changed')]);
  const earlier = (await inject(someone, { method: 'GET', path: `${path}/content?version=1` })).json();
  expect(earlier).toMatchObject({
    content: '# One',
    version: 1,
    versions: [{ version: 2, author: { email: someone.actor.email } }, { version: 1 }],
  });
  expect((await inject(someone, { method: 'GET', path: `${path}/content?version=9` })).status).toBe(404);
});

test('many writers of one version: exactly one gets through', async () => {
  const { ctx, path } = await aDocumentOf('incident', 'Open');
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      inject(ctx, { method: 'PUT', path: `${path}/content`, body: { content: `from ${index}`, version: 0 } }),
    ),
  );
  expect(answers.map((one) => one.status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
});

test.each(KINDS)('%s: where it is restricted, documents are for those who take part', async (kind) => {
  const { ctx, subject, id, path } = await aDocumentOf(kind, 'Restricted');
  const [stranger, responder] = [await asUser(ctx, 'Member'), await asUser(ctx, 'Member')];
  await transaction(asSystem(ctx), (tx) => addParticipant(tx, subject, { email: responder.actor.email, quiet: true }));
  const listed = async (who: typeof ctx) =>
    (await inject(who, { method: 'GET', path: `${DOCUMENTS}?itemsPerPage=-1` }))
      .json<{ items: { id: number }[] }>()
      .items.map((one) => one.id);
  expect([await listed(stranger), await listed(responder), await listed(ctx)]).toEqual([[], [id], [id]]);
  expect((await inject(stranger, { method: 'GET', path })).status).toBe(404);
  expect((await inject(stranger, { method: 'GET', path: `${path}/content` })).status).toBe(403);
  const body = { content: 'notes', version: 0 };
  expect((await inject(stranger, { method: 'PUT', path: `${path}/content`, body })).status).toBe(403);
  expect((await inject(responder, { method: 'PUT', path: `${path}/content`, body })).status).toBe(200);
});

test.each(KINDS)('%s: browsers that show it hear that a document was written', async (kind) => {
  const { ctx, subject, id } = await aDocumentOf(kind, 'Open');
  await transaction(ctx, async (tx) => {
    await replaceContent(tx, id, '# One');
    expect(tx.transaction?.notes.get(`${ctx.tenant.id}:${kind}:${subject.id}`)?.topics).toContain('documents');
  });
});

test.each(KINDS)('%s: another organization sees nothing of a document', async (kind) => {
  const { path } = await aDocumentOf(kind, 'Open');
  const other = await anOrganization();
  expect((await inject(other.ctx, { method: 'GET', path })).status).toBe(404);
  expect((await inject(other.ctx, { method: 'GET', path: `${path}/content` })).status).toBe(403);
});
