import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { anOrganization, asUser, inject } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { COMPONENTS } from './components.ts';
import { welcomeTemplate } from './index.ts';

const TEMPLATES = '/{organization}/email_template';
const TYPE = 'Incident Welcome Email';

type Template = { id: number; email_template_type: string; components: string | null; enabled: boolean; updated_at: string };
type Problem = { loc: string[]; msg: string };

const send = (ctx: Context, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) =>
  inject(ctx, { method, path, ...(body && { body }) });
const aTemplate = async (ctx: Context, more: object = {}) => {
  const answer = await send(ctx, 'POST', TEMPLATES, { email_template_type: TYPE, welcome_text: 'Welcome', ...more });
  assert.equal(answer.status, 200, answer.text);
  return answer.json<Template>();
};

test('is enabled unless told otherwise, and can be written back as it is read', async () => {
  const { ctx, project } = await anOrganization();
  const template = await aTemplate(ctx, { components: '["Title","Status"]', project });
  assert.deepEqual([template.enabled, template.components], [true, '["Title","Status"]']);
  const path = `${TEMPLATES}/${template.id}`;
  const again = (await send(ctx, 'PUT', path, template)).json<Template>();
  assert.deepEqual({ ...again, updated_at: template.updated_at }, template);
  assert.equal((await send(ctx, 'PUT', path, { enabled: false })).json<Template>().components, '["Title","Status"]');
});

test('a project has one of each type', async () => {
  const { ctx } = await anOrganization();
  await aTemplate(ctx);
  const second = await send(ctx, 'POST', TEMPLATES, { email_template_type: TYPE });
  assert.deepEqual([second.status, second.json<{ detail: Problem[] }>().detail[0]?.loc], [409, ['body', 'email_template_type']]);
  await aTemplate(ctx, { email_template_type: 'Case Welcome Email' });
  const project = (await send(ctx, 'POST', '/{organization}/projects', { name: 'Elsewhere' })).json();
  await aTemplate(ctx, { project });
});

test.each([
  ['no type', {}, 'email_template_type'],
  ['a type that is none', { email_template_type: 'Farewell' }, 'email_template_type'],
  ['components that are no list', { email_template_type: TYPE, components: 'Title' }, 'components'],
  ['a component that is none', { email_template_type: TYPE, components: '["Title","Weather"]' }, 'components'],
  ['a project that is not there', { email_template_type: TYPE, project: { name: 'nowhere' } }, 'project'],
])('%s is refused', async (_what, body, field) => {
  const { ctx } = await anOrganization();
  const answer = await send(ctx, 'POST', TEMPLATES, body);
  assert.deepEqual([answer.status, answer.json<{ detail: Problem[] }>().detail[0]?.loc], [422, ['body', field]]);
});

test('administrators write, members read and search by type', async () => {
  const { ctx } = await anOrganization();
  const template = await aTemplate(ctx);
  const member = await asUser(ctx, 'Member');
  assert.equal((await send(member, 'POST', TEMPLATES, {})).status, 403);
  assert.equal((await send(member, 'PUT', `${TEMPLATES}/${template.id}`, {})).status, 403);
  const found = async (q: string) => (await send(member, 'GET', `${TEMPLATES}?q=${q}`)).json<{ total: number }>().total;
  assert.deepEqual([await found('incident'), await found('case')], [1, 0]);
  assert.equal((await send(ctx, 'DELETE', `${TEMPLATES}/${template.id}`)).text, 'null');
  assert.equal((await send(ctx, 'GET', `${TEMPLATES}/${template.id}`)).status, 404);
});

describe('the template of a welcome', () => {
  test('is the enabled one of its kind and project', async () => {
    const { ctx, project } = await anOrganization();
    const { id } = await aTemplate(ctx, { welcome_body: 'Read {{title}}', components: '["Status", "Title"]' });
    assert.deepEqual(await welcomeTemplate(ctx, project.id, 'incident'), {
      text: 'Welcome',
      body: 'Read {{title}}',
      components: ['Title', 'Status'],
    });
    assert.equal(await welcomeTemplate(ctx, project.id, 'case'), undefined);
    assert.equal(await welcomeTemplate(ctx, project.id + 1, 'incident'), undefined);
    await send(ctx, 'PUT', `${TEMPLATES}/${id}`, { enabled: false });
    assert.equal(await welcomeTemplate(ctx, project.id, 'incident'), undefined);
  });

  test.each([
    [null, COMPONENTS],
    ['', COMPONENTS],
    ['[]', []],
  ])('with the components %j shows %j', async (components, shown) => {
    const { ctx, project } = await anOrganization();
    await aTemplate(ctx, { components });
    assert.deepEqual((await welcomeTemplate(ctx, project.id, 'incident'))?.components, shown);
  });
});
