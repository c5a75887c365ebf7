import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization } from '../../../test/harness.ts';
import { transaction } from '../../core/db.ts';
import { explainCaseCost } from './explain-case.ts';
import { aCostedCase, type CaseStatus, type Tenure } from './fixtures.ts';
import { recalculateCases } from './recalculate-cases.ts';

type Story = {
  name: string;
  people: Tenure[][];
  /** default: New since the beginning */
  status?: [CaseStatus, number][];
  /** moments in hours and the classic figure at each, at 25 an hour */
  figures: [at: number, amount: number][];
};

const A = 'Assignee';
const always = (...roles: string[]): Tenure[][] => roles.map((role) => [[role, 0]]);

/** Numbers of the examples as the cost specification counts them; where the former product erred, the right figure. */
const STORIES: Story[] = [
  { name: 'C1 an assignee for an hour', people: always(A), figures: [[1, 25]] },
  { name: 'C1 who is silent counts too', people: [[[A, 0, undefined, 0]]], figures: [[1, 25]] },
  { name: 'C2 assignee and reporter, rounded up', people: always(A, 'Reporter'), figures: [[1, 38]] },
  { name: 'C3 an observer costs nothing', people: always('Observer'), figures: [[10, 0]] },
  { name: 'C4 nobody takes part', people: [], figures: [[10, 0]] },
  {
    name: 'C5 the figure never falls as time goes by: a day has eight hours',
    people: always(A),
    figures: [
      [8, 200],
      [24, 200],
      [25, 225],
      [30, 350],
      [48, 400],
    ],
  },
  {
    name: 'C6 nothing more after stable',
    people: always(A),
    status: [
      ['New', 0],
      ['Stable', 1],
    ],
    figures: [[5, 25]],
  },
  {
    name: 'C7 the earliest of escalated, stable and closed ends it',
    people: always(A),
    status: [
      ['New', 0],
      ['Escalated', 3],
      ['Stable', 4],
      ['Closed', 6],
    ],
    figures: [[9, 75]],
  },
  {
    name: 'C8 handed over',
    people: [
      [
        [A, 0, 0.5],
        ['Participant', 0.5],
      ],
      [
        ['Observer', 0.25],
        [A, 0.5],
      ],
    ],
    figures: [[2, 69]],
  },
  {
    name: 'C9 back in triage it goes on, without the time between',
    people: always(A),
    status: [
      ['New', 0],
      ['Stable', 1],
      ['Triage', 2],
    ],
    figures: [
      [2, 25],
      [3, 50],
    ],
  },
  { name: 'C10 a commander counts half', people: always('Incident Commander'), figures: [[1, 13]] },
  {
    name: 'C11 who joins after stable costs nothing',
    people: [[['Participant', 5]]],
    status: [
      ['New', 0],
      ['Stable', 4],
    ],
    figures: [[6, 0]],
  },
  { name: 'C12 a second is rounded up to one', people: always(A), figures: [[1 / 3600, 1]] },
  {
    name: 'one person with two roles counts for the higher',
    people: [
      [
        ['Reporter', 0],
        [A, 0],
      ],
    ],
    figures: [[2, 50]],
  },
  { name: 'who left counts until then', people: [[[A, 0, 0.5]], [['Participant', 0]]], figures: [[4, 63]] },
  {
    name: 'triage goes on with the day that began while new',
    people: always(A),
    status: [
      ['New', 0],
      ['Triage', 6],
    ],
    figures: [
      [6, 150],
      [7, 175],
      [12, 200],
      [26, 250],
    ],
  },
  {
    name: 'a whole number that is a sum of fractions is not rounded up',
    // Two hours; in binary fractions their sum is a hair more.
    people: [[[A, 0, 287.153 / 3600]], [[A, 0, 2132.568 / 3600]], [[A, 0, 4780.279 / 3600]]],
    figures: [[3, 50]],
  },
  { name: 'created as closed', people: [[[A, 0, 0]]], status: [['Closed', 0]], figures: [[5, 0]] },
];

test.each(STORIES)('$name', async ({ people, status = [['New', 0]], figures }) => {
  const { ctx, project } = await anOrganization();
  const facts = aCostedCase(ctx, project.id, ctx.now());
  const caseId = await facts.make();
  for (const tenures of people) await facts.person(caseId, tenures);
  const changes = [...status];
  for (const [at, amount] of figures) {
    while (changes[0] && changes[0][1] <= at) await facts.status(caseId, ...(changes.shift() as [CaseStatus, number]));
    assert.deepEqual(await facts.costAt(caseId, at), { classic: amount, new: 0 }, `after ${at} hours`);
  }
});

test('a line is written only when its figure changes, and lines people entered are never touched', async () => {
  const { ctx, project } = await anOrganization();
  const facts = aCostedCase(ctx, project.id, ctx.now());
  const caseId = await facts.make();
  await facts.status(caseId, 'New', 0);
  await facts.person(caseId, [[A, 0]]);
  await sql`insert into case_costs (organization_id, project_id, case_id, case_cost_type_id, amount, created_at, updated_at)
    select organization_id, project_id, ${caseId}, id, 1000, ${ctx.now()}, ${ctx.now()} from case_cost_types
    where project_id = ${project.id} and model_type = 'New'`.execute(ctx.db);
  await facts.costAt(caseId, 2);
  await facts.status(caseId, 'Stable', 2);
  await facts.costAt(caseId, 3);
  const lines = await facts.linesOf(caseId);
  assert.deepEqual(
    lines.map(({ amount, calculated, updated_at }) => ({ amount, calculated, updated_at })),
    [
      { amount: 1000, calculated: false, updated_at: ctx.now() },
      { amount: 50, calculated: true, updated_at: facts.timeOf(2) },
      { amount: 0, calculated: true, updated_at: facts.timeOf(2) },
    ],
  );
});

test('one statement brings all open cases up to date, escalated ones too, and leaves those closed long ago alone', async () => {
  const { ctx, project } = await anOrganization();
  const facts = aCostedCase(ctx, project.id, ctx.now());
  const open = await facts.make();
  const escalated = await facts.make();
  const closedNow = await facts.make();
  const closedLongAgo = await facts.make();
  for (const caseId of [open, escalated, closedNow, closedLongAgo]) {
    await facts.status(caseId, 'New', 0);
    await facts.person(caseId, [[A, 0]]);
  }
  await facts.status(escalated, 'Escalated', 2);
  await facts.status(closedLongAgo, 'Closed', 1);
  await facts.status(closedNow, 'Closed', 48);
  const changed = await transaction({ ...ctx, now: () => facts.timeOf(50) }, (tx) => recalculateCases(tx, 'open'));
  assert.equal(changed, 6);
  const classic = async (caseId: number) => (await facts.linesOf(caseId)).find((line) => line.model_type === 'Classic')?.amount;
  assert.deepEqual(await Promise.all([open, escalated, closedNow, closedLongAgo].map(classic)), [450, 50, 400, undefined]);
});

test('the cost types of the figures are made where a project lacks them', async () => {
  const { ctx, project } = await anOrganization();
  await sql`delete from case_cost_types where project_id = ${project.id}`.execute(ctx.db);
  const facts = aCostedCase(ctx, project.id, ctx.now());
  const caseId = await facts.make();
  await facts.status(caseId, 'New', 0);
  await facts.person(caseId, [[A, 0]]);
  assert.deepEqual(await facts.costAt(caseId, 1), { classic: 25, new: 0 });
  const types = await ctx.db
    .selectFrom('case_cost_types')
    .select(['name', 'model_type', 'editable'])
    .where('project_id', '=', project.id)
    .orderBy('model_type')
    .execute();
  assert.deepEqual(types, [
    { name: 'Response Cost', model_type: 'Classic', editable: false },
    { name: 'Response Cost', model_type: 'New', editable: false },
  ]);
});

test('the cost of this moment is explained person by person, without writing anything', async () => {
  const { ctx, project } = await anOrganization();
  const facts = aCostedCase(ctx, project.id, ctx.now());
  const caseId = await facts.make();
  await facts.status(caseId, 'New', 0);
  await facts.person(caseId, [
    [A, 0, 2],
    ['Participant', 0],
  ]);
  await facts.person(caseId, [['Reporter', 1]]);
  await facts.person(caseId, [['Observer', 0]]);
  const explained = await explainCaseCost({ ...ctx, now: () => facts.timeOf(4) }, caseId);
  const nothing = { hours: 0, amount: 0 };
  assert.deepEqual(
    explained.people.map((person) => ({ classic: person.classic, new: person.new })),
    [
      { classic: { hours: 3, amount: 75 }, new: nothing },
      { classic: { hours: 1.5, amount: 37.5 }, new: nothing },
    ],
  );
  assert.deepEqual(explained.classic, { total: 113, calculated: 113, entered: 0 });
  assert.deepEqual([explained.new, explained.hourly_rate], [{ total: 0, calculated: 0, entered: 0 }, 25]);
  assert.deepEqual(await facts.linesOf(caseId), []);
});
