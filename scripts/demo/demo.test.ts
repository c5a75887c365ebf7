import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aSystem } from '../../test/harness.ts';
import { ENQUIRIES } from './cases.ts';
import { playExample, removeExample } from './example.ts';
import { STORIES } from './stories.ts';

test('the example plays through every state, leaves no work behind, and goes away without a trace', async () => {
  const system = await aSystem();
  const stories = [STORIES[0], STORIES[6], STORIES[10], STORIES[35], STORIES[39]].filter((one) => one !== undefined);
  const name = `Example ${randomBytes(4).toString('hex')}`;
  const example = await playExample(system, {
    password: 'Passw0rd for an example',
    onProgress: () => {},
    season: { stories, open: ['Stable', 'Active'], enquiries: ENQUIRIES },
    name,
  });
  const { rows } = await sql<{ status: string; costs: number; messages: number }>`
    select i.status, (select coalesce(sum(amount), 0)::float8 from incident_costs c where c.incident_id = i.id) as costs,
      (select count(*)::int from messages m join conversations v on v.id = m.conversation_id where v.incident_id = i.id and m.kind = 'message') as messages
    from incidents i where i.organization_id = ${example.id} order by i.id`.execute(system.db);
  expect(rows.map(({ status }) => status)).toEqual(['Closed', 'Closed', 'Closed', 'Stable', 'Active', 'Active']);
  const cases = await sql<{ status: string }>`select status from cases where organization_id = ${example.id} order by id`.execute(
    system.db,
  );
  expect(cases.rows.map(({ status }) => status)).toEqual(ENQUIRIES.map(({ endsAs }) => endsAs));
  for (const { costs, messages } of rows.slice(0, 4)) {
    expect(costs).toBeGreaterThan(0);
    expect(messages).toBeGreaterThan(6);
  }
  const left =
    await sql`select step, name, status, last_error from jobs where organization_id = ${example.id} and status not in ('done', 'skipped')`.execute(
      system.db,
    );
  expect(left.rows).toEqual([]);
  await removeExample(system, example);
  expect((await sql`select 1 from incidents where organization_id = ${example.id}`.execute(system.db)).rows).toEqual([]);
});
