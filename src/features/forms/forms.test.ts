import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { anOrganization, asUser, HOUR, inject } from '../../../test/harness.ts';
import { aFormType, CAUSES, FORM_TYPES, FORMS, type Form, made } from '../../../test/scenarios/forms.ts';
import { aRoom } from '../../../test/scenarios/room.ts';
import type { Context } from '../../core/context.ts';

type Problem = { loc: (string | number)[]; msg: string };
type Page = { total: number; items: Form[] };

const send = (ctx: Context, method: 'GET' | 'PUT' | 'DELETE' | 'POST', path: string, body?: object) =>
  inject(ctx, { method, path, ...(body && { body }) });
const at = ({ id, creator }: Form, personId: number = creator.id) => `${FORMS}/${id}/${personId}`;
const listed = async (ctx: Context, query = '') => (await send(ctx, 'GET', `${FORMS}${query}`)).json<Page>();
const filter = (spec: object) => `filter=${encodeURIComponent(JSON.stringify(spec))}`;

async function aForm(more: object = {}) {
  const organization = await aFormType();
  const { author, type, project } = organization;
  const body = { form_type_id: type.id, project_id: project.id, form_data: JSON.stringify({ cause: ['human'] }), status: 'Draft', ...more };
  return { ...organization, form: await made<Form>(author, FORMS, body) };
}

/** A form on a restricted incident, filled in by its commander. */
async function aHiddenForm() {
  const room = await aRoom({ visibility: 'Restricted' });
  const form = await made<Form>(room.commander, FORMS, {
    project_id: room.project.id,
    incident_id: room.incidentId,
    form_data: '{"cause":"xylophone"}',
  });
  return { ...room, form };
}

describe('form types', () => {
  test('are made by administrators, in their name, and read by everybody', async () => {
    const { ctx, author, type, owner } = await aFormType({ description: 'Why did it happen?' });
    assert.equal((await send(author, 'POST', FORM_TYPES, { name: 'Mine' })).status, 403);
    const read = (await send(author, 'GET', `${FORM_TYPES}/${type.id}`)).json<{ creator: { email: string }; enabled: boolean }>();
    assert.deepEqual([read.creator.email, read.enabled], [owner.email, true]);
    assert.equal((await send(ctx, 'GET', `${FORM_TYPES}?q=caus`)).json<Page>().total, 1);
    assert.equal((await send(ctx, 'GET', `${FORM_TYPES}?q=why`)).json<Page>().total, 0);
  });

  test('what is read can be written back, and one key alone be changed', async () => {
    const { ctx, project } = await aFormType();
    const service = await made(ctx, '/{organization}/services', { name: 'Legal', project });
    const type = await made<Form>(ctx, FORM_TYPES, { name: 'Losses', project, service, ...CAUSES });
    const path = `${FORM_TYPES}/${type.id}/${type.creator.id}`;
    const again = (await send(ctx, 'PUT', path, type)).json<Form>();
    assert.deepEqual({ ...again, updated_at: type.updated_at }, type);
    const changed = (await send(ctx, 'PUT', path, { service: null })).json<Form>();
    assert.deepEqual([changed.service, changed.name, changed.form_schema], [null, 'Losses', CAUSES.form_schema]);
  });

  test('have a name of their own in the project', async () => {
    const { ctx, project } = await aFormType();
    const twice = await send(ctx, 'POST', FORM_TYPES, { name: 'Causes', project });
    assert.deepEqual([twice.status, twice.json<{ detail: Problem[] }>().detail[0]?.loc], [409, ['body', 'name']]);
  });

  test.each([
    ['no name', {}, 'name'],
    ['a schema that is no JSON', { name: 'Bad', form_schema: '[' }, 'form_schema'],
    ['a scoring that is no list', { name: 'Bad', scoring_schema: '{}' }, 'scoring_schema'],
    ['a service that is not there', { name: 'Bad', service: { id: 2_000_000_000 } }, 'service'],
  ])('%s is refused', async (_what, body, field) => {
    const { ctx } = await anOrganization();
    const answer = await send(ctx, 'POST', FORM_TYPES, body);
    assert.deepEqual([answer.status, answer.json<{ detail: Problem[] }>().detail[0]?.loc], [422, ['body', field]]);
  });

  test('one that forms are made of is not deleted; one that nobody used is', async () => {
    const { ctx, type, project } = await aForm();
    assert.equal((await send(ctx, 'DELETE', `${FORM_TYPES}/${type.id}/0`)).status, 409);
    const unused = await made(ctx, FORM_TYPES, { name: 'Unused', project });
    assert.equal((await send(ctx, 'DELETE', `${FORM_TYPES}/${unused.id}/0`)).text, 'null');
    assert.equal((await send(ctx, 'GET', `${FORM_TYPES}/${unused.id}`)).status, 404);
  });
});

describe('filling in', () => {
  test('makes the caller the creator, known or not, and computes the score', async () => {
    const { author, form, type, project } = await aForm();
    assert.deepEqual([form.creator.email, form.score, form.status, form.attorney_status], [author.actor.email, 5, 'Draft', 'Not reviewed']);
    assert.deepEqual([form.form_type?.id, form.project.id, form.incident], [type.id, project.id, null]);
  });

  test('takes objects in place of ids', async () => {
    const { commander, project, incidentId, ctx } = await aRoom();
    const type = await made(ctx, FORM_TYPES, { name: 'Causes', project });
    const form = await made<Form>(commander, FORMS, { form_type: type, project, incident: { id: incidentId } });
    assert.deepEqual([form.form_type?.id, form.incident?.id, form.score], [type.id, incidentId, 0]);
  });

  test.each([
    ['of no project', { project_id: undefined }, 'project'],
    ['of a type that is not there', { form_type_id: 2_000_000_000 }, 'form_type'],
    ['about an incident that is not there', { incident_id: 2_000_000_000 }, 'incident'],
    ['with answers that are no JSON', { form_data: 'human' }, 'form_data'],
    ['with a status of its own', { status: 'Perhaps' }, 'status'],
  ])('%s is refused', async (_what, more, field) => {
    const { author, project } = await aFormType();
    const answer = await send(author, 'POST', FORMS, { project_id: project.id, ...more });
    assert.deepEqual([answer.status, answer.json<{ detail: Problem[] }>().detail[0]?.loc], [422, ['body', field]]);
  });

  test('of a type that is switched off is refused', async () => {
    const { author, project, type } = await aFormType({ enabled: false });
    assert.equal((await send(author, 'POST', FORMS, { project_id: project.id, form_type_id: type.id })).status, 422);
  });
});

describe('changing', () => {
  test('new answers have a new score; without answers it is 0', async () => {
    const { author, form } = await aForm();
    const changed = (await send(author, 'PUT', at(form), { form_data: '{"personal":true,"cause":["unknown"]}' })).json<Form>();
    assert.deepEqual([changed.score, changed.status], [25, 'Draft']);
    assert.equal((await send(author, 'PUT', at(form), { form_data: null })).json<Form>().score, 0);
    assert.equal((await send(author, 'PUT', at(form), { score: 99 })).json<Form>().score, 0);
  });

  test('what is read can be written back', async () => {
    const { author, ctx, form, clock } = await aForm({ attorney_status: 'Reviewed: action required' });
    clock.advance(HOUR);
    for (const caller of [author, ctx]) {
      const read = (await send(caller, 'GET', `${FORMS}/${form.id}`)).json<Form>();
      const again = (await send(caller, 'PUT', at(form), read)).json<Form>();
      assert.deepEqual({ ...again, updated_at: read.updated_at }, read);
    }
  });

  test('is for whoever filled it in and administrators, whatever person the path names', async () => {
    const { ctx, author, other, form } = await aForm();
    const mine = await made<Form>(other, FORMS, { project_id: form.project.id });
    for (const personId of [form.creator.id, mine.creator.id, 0]) {
      assert.equal((await send(other, 'PUT', at(form, personId), { status: 'Complete' })).status, 403);
      assert.equal((await send(other, 'DELETE', at(form, personId))).status, 403);
    }
    assert.equal((await send(author, 'PUT', at(form, mine.creator.id), { status: 'Complete' })).status, 404);
    assert.equal((await send(author, 'PUT', at(form), { status: 'Complete' })).status, 200);
    assert.equal((await send(ctx, 'DELETE', at(form, 0))).text, 'null');
    assert.equal((await send(ctx, 'GET', `${FORMS}/${form.id}`)).status, 404);
  });
});

describe('what attorneys write', () => {
  const review = {
    attorney_status: 'Reviewed: action required',
    attorney_questions: 'Why at night?',
    attorney_analysis: 'A liability of ours',
    attorney_form_data: '{"notify":"yes"}',
  };

  test('is for administrators alone; that there was a review is for everybody', async () => {
    const { ctx, author, other, form } = await aForm();
    const reviewed = (await send(ctx, 'PUT', at(form), review)).json<Form>();
    assert.deepEqual({ ...reviewed, ...review }, reviewed);
    const hidden = { attorney_questions: null, attorney_analysis: null, attorney_form_data: null };
    for (const caller of [author, other]) {
      const read = (await send(caller, 'GET', `${FORMS}/${form.id}`)).json<Form>();
      assert.deepEqual({ ...read, ...hidden, attorney_status: review.attorney_status }, read);
      assert.deepEqual((await listed(caller)).items, [read]);
    }
    assert.equal((await listed(await asUser(ctx, 'Admin'))).items[0]?.attorney_analysis, review.attorney_analysis);
  });

  test('survives what its author changes, who neither reads nor writes it', async () => {
    const { ctx, author, form } = await aForm();
    await send(ctx, 'PUT', at(form), review);
    const read = (await send(author, 'GET', `${FORMS}/${form.id}`)).json<Form>();
    const answer = await send(author, 'PUT', at(form), {
      ...read,
      attorney_analysis: 'None at all',
      attorney_status: 'Not reviewed',
      status: 'Complete',
    });
    assert.equal(answer.json<Form>().attorney_analysis, null);
    const kept = (await send(ctx, 'GET', `${FORMS}/${form.id}`)).json<Form>();
    assert.deepEqual({ ...kept, ...review, status: 'Complete' }, kept);
  });

  test('cannot be guessed at by filters and sorts, from wherever', async () => {
    const { ctx, author, form } = await aForm();
    await send(ctx, 'PUT', at(form), review);
    const condition = [{ model: 'Forms', field: 'attorney_analysis', op: 'like', value: '%liability%' }];
    for (const path of [FORMS, '/{organization}/incidents'])
      assert.equal((await send(author, 'GET', `${path}?${filter(condition)}`)).status, 422);
    assert.equal((await send(author, 'GET', `${FORMS}?sortBy[]=attorney_questions&descending[]=true`)).status, 422);
    assert.equal((await listed(author, '?q=liability')).total, 0);
  });
});

test('lists are found by answers, type, incident and statuses', async () => {
  const { author, form, type } = await aForm();
  assert.equal((await listed(author, '?q=human')).total, 1);
  assert.equal((await listed(author, '?q=machine')).total, 0);
  const typeOf = (id: number) => filter({ and: [{ or: [{ model: 'FormsType', field: 'id', op: '==', value: id }] }] });
  assert.equal((await listed(author, `?${typeOf(type.id)}`)).total, 1);
  assert.equal((await listed(author, `?${typeOf(2_000_000_000)}`)).total, 0);
  const status = filter([{ field: 'attorney_status', op: '==', value: 'Not reviewed' }]);
  assert.deepEqual(
    (await listed(author, `?${status}&sortBy[]=incident.name&descending[]=true`)).items.map(({ id }) => id),
    [form.id],
  );
});

describe('a form of a restricted incident', () => {
  test('is hidden with it: from lists, by its id, when it is completed', async () => {
    const { commander, outsider, form, ctx } = await aHiddenForm();
    assert.equal((await listed(outsider)).total, 0);
    assert.equal((await listed(outsider, '?q=xylophone')).total, 0);
    assert.equal((await send(outsider, 'GET', `${FORMS}/${form.id}`)).status, 404);
    assert.equal((await send(outsider, 'POST', `${FORMS}/completed/${form.id}`)).status, 404);
    assert.equal((await listed(commander)).total, 1);
    assert.equal((await listed(ctx)).total, 1);
  });

  test('cannot be made by those who do not see it', async () => {
    const { outsider, incidentId, project } = await aHiddenForm();
    const refused = await send(outsider, 'POST', FORMS, { project_id: project.id, incident_id: incidentId });
    const nowhere = await send(outsider, 'POST', FORMS, { project_id: project.id, incident_id: 2_000_000_000 });
    assert.deepEqual([refused.status, refused.text], [nowhere.status, nowhere.text]);
  });

  test('is no longer its author’s once they have left', async () => {
    const { ctx, commander, form, incidentId } = await aHiddenForm();
    const someone = await asUser(ctx, 'Member');
    const role = { role: 'Incident Commander', email: someone.actor.email };
    assert.equal((await send(ctx, 'PUT', `/{organization}/incidents/${incidentId}/roles`, role)).status, 200);
    assert.equal((await send(ctx, 'DELETE', `/{organization}/incidents/${incidentId}/remove/${commander.actor.email}`)).status, 200);
    assert.equal((await send(commander, 'PUT', at(form), { status: 'Complete' })).status, 403);
  });
});

test('another organization finds none of it', async () => {
  const { form, type } = await aForm();
  const { ctx: other } = await anOrganization();
  assert.equal((await send(other, 'GET', `${FORMS}/${form.id}`)).status, 404);
  assert.equal((await send(other, 'PUT', at(form), {})).status, 404);
  assert.equal((await send(other, 'GET', `${FORM_TYPES}/${type.id}`)).status, 404);
  assert.equal((await send(other, 'POST', `${FORMS}/completed/${form.id}`)).status, 404);
  assert.equal((await listed(other)).total, 0);
});
