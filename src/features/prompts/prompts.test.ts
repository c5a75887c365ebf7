import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { anOrganization, asUser, inject } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';

const PROMPTS = '/{organization}/ai';

type Prompt = { id: number; genai_type: number; genai_prompt: string; enabled: boolean; updated_at: string };

const send = (ctx: Context, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) =>
  inject(ctx, { method, path, ...(body && { body }) });
const aPrompt = async (ctx: Context, more: object = {}) => {
  const answer = await send(ctx, 'POST', PROMPTS, { genai_type: 2, genai_prompt: 'Be brief', ...more });
  assert.equal(answer.status, 200, answer.text);
  return answer.json<Prompt>();
};
const REFUSED = {
  detail: [
    {
      type: 'value_error',
      loc: 'genai_type',
      msg: 'Another prompt of this type is enabled in the project; disable that one first, or keep this one disabled.',
    },
  ],
};

test('is disabled unless asked for, in the default project, and can be written back as it is read', async () => {
  const { ctx, project } = await anOrganization();
  const prompt = await aPrompt(ctx);
  assert.deepEqual(
    { ...prompt, enabled: false, genai_system_message: null, project: { ...Object(prompt).project, id: project.id } },
    prompt,
  );
  const again = (await send(ctx, 'PUT', `${PROMPTS}/${prompt.id}`, prompt)).json<Prompt>();
  assert.deepEqual({ ...again, updated_at: prompt.updated_at }, prompt);
});

describe('of each type one is enabled', () => {
  test('a second one is refused with 400 when it is made and when it is enabled', async () => {
    const { ctx } = await anOrganization();
    await aPrompt(ctx, { enabled: true });
    const made = await send(ctx, 'POST', PROMPTS, { genai_type: 2, genai_prompt: 'Be long', enabled: true });
    assert.deepEqual([made.status, made.json()], [400, REFUSED]);
    const waiting = await aPrompt(ctx);
    const enabled = await send(ctx, 'PUT', `${PROMPTS}/${waiting.id}`, { enabled: true });
    assert.deepEqual([enabled.status, enabled.json()], [400, REFUSED]);
  });

  test('also when the type is what changes', async () => {
    const { ctx } = await anOrganization();
    await aPrompt(ctx, { enabled: true });
    const other = await aPrompt(ctx, { genai_type: 3, enabled: true });
    assert.equal((await send(ctx, 'PUT', `${PROMPTS}/${other.id}`, { genai_type: 2 })).status, 400);
  });

  test('several may wait, another takes its place, and other projects have their own', async () => {
    const { ctx } = await anOrganization();
    const first = await aPrompt(ctx, { enabled: true });
    const [second] = [await aPrompt(ctx), await aPrompt(ctx)];
    await send(ctx, 'PUT', `${PROMPTS}/${first.id}`, { enabled: false });
    assert.equal((await send(ctx, 'PUT', `${PROMPTS}/${second.id}`, { enabled: true })).json<Prompt>().enabled, true);
    const project = (await send(ctx, 'POST', '/{organization}/projects', { name: 'Elsewhere' })).json();
    await aPrompt(ctx, { enabled: true, project });
  });
});

test.each([
  ['no words', { genai_type: 1 }, 'genai_prompt'],
  ['empty words', { genai_type: 1, genai_prompt: ' ' }, 'genai_prompt'],
  ['no type', { genai_prompt: 'Be brief' }, 'genai_type'],
  ['a type that is none', { genai_type: 6, genai_prompt: 'Be brief' }, 'genai_type'],
])('%s is refused', async (_what, body, field) => {
  const { ctx } = await anOrganization();
  const answer = await send(ctx, 'POST', PROMPTS, body);
  assert.deepEqual([answer.status, answer.json<{ detail: { loc: string[] }[] }>().detail[0]?.loc], [422, ['body', field]]);
});

test('administrators write, members read and search their words', async () => {
  const { ctx } = await anOrganization();
  const prompt = await aPrompt(ctx);
  const member = await asUser(ctx, 'Member');
  assert.equal((await send(member, 'POST', PROMPTS, prompt)).status, 403);
  assert.equal((await send(member, 'DELETE', `${PROMPTS}/${prompt.id}`)).status, 403);
  assert.equal((await send(member, 'GET', `${PROMPTS}/${prompt.id}`)).status, 200);
  const found = async (q: string) =>
    (await send(member, 'GET', `${PROMPTS}?q=${q}&sortBy[]=genai_type&descending[]=true`)).json<{ total: number }>().total;
  assert.deepEqual([await found('brief'), await found('long')], [1, 0]);
  assert.equal((await send(ctx, 'DELETE', `${PROMPTS}/${prompt.id}`)).text, 'null');
  assert.equal((await send(ctx, 'GET', `${PROMPTS}/${prompt.id}`)).status, 404);
});

test('every type has built-in words', async () => {
  const { ctx } = await anOrganization();
  const member = await asUser(ctx, 'Member');
  const { types } = (await send(member, 'GET', `${PROMPTS}/genai-types`)).json<{ types: { id: number; name: string }[] }>();
  assert.deepEqual(types, [
    { id: 1, name: 'Tag Recommendation' },
    { id: 2, name: 'Incident Summary' },
    { id: 3, name: 'Signal Analysis' },
    { id: 4, name: 'Conversation Summary' },
    { id: 5, name: 'Tactical Report Summary' },
  ]);
  const words = (await send(member, 'GET', `${PROMPTS}/defaults`)).json<Record<'prompts' | 'system_messages', Record<string, string>>>();
  for (const texts of [words.prompts, words.system_messages]) {
    assert.deepEqual(Object.keys(texts), ['1', '2', '3', '4', '5']);
    for (const text of Object.values(texts)) assert.ok(text.length > 50);
  }
});
