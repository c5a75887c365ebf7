import assert from 'node:assert/strict';
import { test } from 'vitest';
import { anOrganization, asUser, DAY, inject } from './harness.ts';

test('an organization of a test has a project, an owner and a clock that moves', async () => {
  const { ctx, clock, project, owner } = await anOrganization();
  const before = ctx.now();
  clock.advance(DAY);
  assert.equal(ctx.now().getTime() - before.getTime(), DAY);
  assert.ok(project.id > 0);
  assert.equal(owner.id, ctx.actor.userId);
});

test('a request carries the token of its context, and organizations do not see each other', async () => {
  const [mine, theirs] = [await anOrganization(), await anOrganization()];
  const own = await inject(mine.ctx, { method: 'GET', path: '/{organization}/projects' });
  assert.equal(own.status, 200, own.text);
  assert.equal(own.json().total, 1);
  const other = await inject({ ...mine.ctx, tenant: theirs.tenant }, { method: 'GET', path: '/{organization}/projects' });
  assert.equal(other.status, 404);
});

test('a member is no administrator', async () => {
  const { ctx } = await anOrganization();
  const member = await asUser(ctx, 'Member');
  const answer = await inject(member, { method: 'POST', path: '/{organization}/projects', body: { name: 'Another project' } });
  assert.equal(answer.status, 403);
});
