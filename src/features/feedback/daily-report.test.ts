import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asSystem, DAY } from '../../../test/harness.ts';
import { openIncident } from '../incidents/fixtures.ts';
import { reportFeedback } from './daily-report.ts';

test('commanders read once what people thought, also of days on which nothing ran; the project’s owner gets a copy', async () => {
  const { ctx, project, clock, owner } = await anOrganization();
  await sql`update projects set owner_email = 'head@example.com' where id = ${project.id}`.execute(ctx.db);
  const incident = await openIncident(ctx, project);
  const say = (rating: string, feedback: string) =>
    sql`insert into feedback (organization_id, project_id, incident_id, rating, feedback, created_at, updated_at)
      values (${ctx.tenant.id}, ${project.id}, ${incident}, ${rating}, ${feedback}, ${ctx.now()}, ${ctx.now()})`.execute(ctx.db);
  await say('Very satisfied', 'Quick and calm.');
  clock.advance(2 * DAY);
  await say('Somewhat dissatisfied', 'Too many rooms.');
  await reportFeedback(asSystem(ctx), ctx.now());
  clock.advance(DAY);
  await reportFeedback(asSystem(ctx), ctx.now());
  const mails = await ctx.db
    .selectFrom('mails')
    .select(['to', 'cc', 'text'])
    .where('organization_id', '=', ctx.tenant.id)
    .where('subject', 'like', 'What people thought%')
    .execute();
  const [mail, ...more] = mails;
  assert.equal(more.length, 0);
  assert.deepEqual([mail?.to, mail?.cc], [[owner.email], ['head@example.com']]);
  assert.match(mail?.text ?? '', /Quick and calm[\s\S]*Too many rooms/);
  assert.match(mail?.text ?? '', /Anonymous/);
});
