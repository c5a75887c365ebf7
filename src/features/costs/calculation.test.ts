import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization } from '../../../test/harness.ts';
import { transaction } from '../../core/db.ts';
import { explainCost } from './explain.ts';
import { aCostedIncident, type Tenure } from './fixtures.ts';
import { recalculate } from './recalculate.ts';

type Change = ['Active' | 'Stable' | 'Closed', number];
type Story = {
  name: string;
  people: Tenure[][];
  /** default: active since the beginning */
  status?: Change[];
  review?: boolean;
  /** yearly cost of somebody; default 50,000 for 2,080 hours: 25 an hour */
  annual?: number;
  /** moments in hours and the figure at each: earlier calculations change nothing about later ones */
  figures: [at: number, amount: number][];
};

const C = 'Incident Commander';
const six: Tenure[][] = [[[C, 0]], [['Scribe', 0]], [['Liaison', 0]], [['Participant', 0]], [['Reporter', 0]], [['Observer', 0]]];
const observers: Tenure[][] = [[['Observer', 0]], [['Observer', 0]], [['Observer', 0]]];
const hourly = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

/** Numbers of the examples as the cost specification counts them; where the former product erred, the right figure. */
const STORIES: Story[] = [
  { name: 'I1 a commander for two hours', people: [[[C, 0]]], figures: [[2, 50]] },
  { name: 'I2 six people, six roles', people: six, figures: [[2, 175]] },
  {
    name: 'I3 command handed over, both go on writing',
    people: [
      [
        [C, 0, 1.5],
        ['Participant', 1.5],
      ],
      [
        ['Observer', 0.5],
        [C, 1.5],
      ],
    ],
    figures: [[3, 93.75]],
  },
  {
    name: 'I4 who is silent in a role is not billed for it',
    people: [
      [
        [C, 0, 1.5],
        ['Participant', 1.5, undefined, 0],
      ],
      [
        ['Observer', 0.5],
        [C, 1.5],
      ],
    ],
    figures: [[3, 75]],
  },
  {
    name: 'I5 one person with two roles counts for the higher',
    people: [
      [
        ['Reporter', 0],
        [C, 0],
      ],
    ],
    figures: [[2, 50]],
  },
  { name: 'I6 a participant who left', people: [[['Participant', 1, 1.75]], [[C, 0]]], figures: [[4, 109.38]] },
  { name: 'I7 nobody ever wrote', people: [[[C, 0, undefined, 0]]], figures: [[5, 0]] },
  { name: 'I8 nobody takes part', people: [], figures: [[2, 0]] },
  { name: 'I9 a review without participants', people: [], review: true, figures: [[2, 25]] },
  { name: 'I10 thirty hours are a day of eight and six more', people: [[[C, 0]]], figures: [[30, 350]] },
  {
    name: 'I11 the same, asked every hour',
    people: [[[C, 0]]],
    figures: [...hourly(8).map((h) => [h, h * 25] as [number, number]), [30, 350]],
  },
  {
    name: 'I12 stable at three with a review; I13 nothing more afterwards',
    people: [[[C, 0]], [['Scribe', 0]], ...observers],
    status: [
      ['Active', 0],
      ['Stable', 3],
      ['Closed', 29],
    ],
    review: true,
    figures: [
      [3, 218.75],
      [4, 218.75],
      [29, 218.75],
      [400, 218.75],
    ],
  },
  {
    name: 'I14 closed without a review',
    people: [[[C, 0, 2.5]], [['Scribe', 0, 2.5]]],
    status: [
      ['Active', 0],
      ['Closed', 2.5],
    ],
    figures: [
      [2, 87.5],
      [3, 109.38],
      [4, 109.38],
    ],
  },
  { name: 'I15 created as closed', people: [[[C, 0, 0]]], status: [['Closed', 0]], figures: [[5, 0]] },
  {
    name: 'I16 who joins after stable costs nothing',
    people: [[['Participant', 5]]],
    status: [
      ['Active', 0],
      ['Stable', 4],
    ],
    figures: [[6, 0]],
  },
  {
    name: 'I17 the first hour counts whenever the first calculation is',
    people: [[[C, 0]]],
    figures: [
      [0.9, 22.5],
      [1.9, 47.5],
      [2.9, 72.5],
    ],
  },
  {
    name: 'I18 cents do not add up from calculation to calculation',
    people: [[['Scribe', 0]]],
    figures: [
      [1 / 6, 3.13],
      [2 / 6, 6.25],
      [3 / 6, 9.38],
      [4 / 6, 12.5],
      [5 / 6, 15.63],
      [1, 18.75],
    ],
  },
  {
    name: 'I21 the time while stable is not billed after a reopening',
    people: [[[C, 0]]],
    status: [
      ['Active', 0],
      ['Stable', 2],
      ['Active', 3],
    ],
    figures: [
      [3, 50],
      [10, 225],
    ],
  },
  { name: 'I22 an assignee counts in full', people: [[['Assignee', 0]]], figures: [[2, 50]] },
  { name: 'I23 the hourly rate is what a year costs by its hours, rounded up', people: [[[C, 0]]], annual: 208_000, figures: [[1, 100]] },
  { name: 'a rate of 24.04 is 25', people: [[[C, 0]]], annual: 50_000, figures: [[1, 25]] },
  { name: 'a rate of 48.08 is 49', people: [[[C, 0]]], annual: 100_000, figures: [[1, 49]] },
  { name: 'a rate of 30 is 30', people: [[[C, 0]]], annual: 62_400, figures: [[1, 30]] },
  { name: 'a rate below one is 1', people: [[[C, 0]]], annual: 1, figures: [[1, 1]] },
  { name: 'no rate, no cost', people: [[[C, 0]]], annual: 0, figures: [[1, 0]] },
  {
    name: 'the figure never falls as time goes by (weakness 8)',
    people: [[[C, 0]]],
    figures: [
      [8, 200],
      [23, 200],
      [24, 200],
      [24.0001, 200],
      [25, 225],
      [48, 400],
      [50, 450],
      [72.5, 612.5],
    ],
  },
  {
    name: 'a day has eight hours for one person, however often their role changes in it',
    people: [
      [
        [C, 0, 6],
        ['Participant', 6],
      ],
    ],
    figures: [
      [7, 162.5],
      [8, 175],
      [20, 175],
      [25, 187.5],
    ],
  },
  {
    name: 'each active interval of a reopened incident begins its own day',
    people: [[[C, 0]]],
    status: [
      ['Active', 0],
      ['Stable', 10],
      ['Active', 12],
    ],
    figures: [
      [10, 200],
      [14, 250],
    ],
  },
  ...[
    [0, 25],
    [1, 37.5],
    [2, 50],
    [5, 87.5],
    [8, 125],
  ].map(([people, amount]) => ({
    name: `a review of ${people} participants`,
    people: Array.from({ length: people as number }, () => [['Observer', 0]] as Tenure[]),
    review: true,
    figures: [[1, amount]] as [number, number][],
  })),
];

test.each(STORIES)('$name', async ({ people, status = [['Active', 0]], review, annual, figures }) => {
  const { ctx, project } = await anOrganization();
  const facts = aCostedIncident(ctx, project.id, ctx.now());
  if (annual !== undefined) await facts.rate(annual);
  const incidentId = await facts.make();
  for (const tenures of people) await facts.person(incidentId, tenures);
  if (review) await facts.review(incidentId);
  const changes = [...status];
  for (const [at, amount] of figures) {
    while (changes[0] && changes[0][1] <= at) await facts.status(incidentId, ...(changes.shift() as Change));
    assert.equal(await facts.costAt(incidentId, at), amount, `after ${at} hours`);
  }
});

test('I19, I20 the first message of somebody counts for all the time they have been there', async () => {
  const { ctx, project } = await anOrganization();
  const facts = aCostedIncident(ctx, project.id, ctx.now());
  const alone = await facts.make();
  const accompanied = await facts.make();
  for (const incidentId of [alone, accompanied]) await facts.status(incidentId, 'Active', 0);
  await facts.person(accompanied, [[C, 0]]);
  const silent = [
    await facts.person(alone, [['Participant', 0, undefined, 0]]),
    await facts.person(accompanied, [['Participant', 0, undefined, 0]]),
  ];
  assert.equal(await facts.costAt(alone, 2), 0);
  assert.equal(await facts.costAt(accompanied, 2), 50);
  await sql`update participant_roles set activity = 1 where participant_id = any(${silent})`.execute(ctx.db);
  assert.equal(await facts.costAt(alone, 3), 37.5);
  assert.equal(await facts.costAt(accompanied, 3), 112.5);
});

test('a line is written only when its figure changes, and lines people entered are never touched', async () => {
  const { ctx, project } = await anOrganization();
  const facts = aCostedIncident(ctx, project.id, ctx.now());
  const incidentId = await facts.make();
  await facts.status(incidentId, 'Active', 0);
  await facts.person(incidentId, [[C, 0]]);
  await sql`insert into incident_costs (organization_id, project_id, incident_id, incident_cost_type_id, amount, created_at, updated_at)
    select organization_id, project_id, ${incidentId}, id, 1000, ${ctx.now()}, ${ctx.now()} from incident_cost_types where project_id = ${project.id}`.execute(
    ctx.db,
  );
  await facts.costAt(incidentId, 2);
  await facts.status(incidentId, 'Stable', 2);
  await facts.costAt(incidentId, 3);
  const lines = await facts.linesOf(incidentId);
  assert.deepEqual(
    lines.map(({ amount, calculated }) => ({ amount, calculated })),
    [
      { amount: 1000, calculated: false },
      { amount: 50, calculated: true },
    ],
  );
  assert.deepEqual(lines[1]?.updated_at, facts.timeOf(2));
});

test('one statement brings all open incidents up to date and leaves those closed long ago alone', async () => {
  const { ctx, project } = await anOrganization();
  const facts = aCostedIncident(ctx, project.id, ctx.now());
  const [open, closedNow, closedLongAgo] = [await facts.make(), await facts.make(), await facts.make()];
  for (const incidentId of [open, closedNow, closedLongAgo]) {
    await facts.status(incidentId, 'Active', 0);
    await facts.person(incidentId, [[C, 0]]);
  }
  await facts.status(closedLongAgo, 'Closed', 1);
  await facts.status(closedNow, 'Closed', 48);
  const changed = await transaction({ ...ctx, now: () => facts.timeOf(50) }, (tx) => recalculate(tx, 'open'));
  assert.equal(changed, 2);
  assert.deepEqual(await Promise.all([open, closedNow, closedLongAgo].map(async (id) => (await facts.linesOf(id))[0]?.amount)), [
    450,
    400,
    undefined,
  ]);
});

test('the cost of this moment is explained person by person, without writing anything', async () => {
  const { ctx, project } = await anOrganization();
  const facts = aCostedIncident(ctx, project.id, ctx.now());
  const incidentId = await facts.make();
  await facts.status(incidentId, 'Active', 0);
  await facts.person(incidentId, [
    [C, 0, 2],
    ['Participant', 0],
  ]);
  await facts.person(incidentId, [['Scribe', 1]]);
  await facts.person(incidentId, [['Observer', 0]]);
  await facts.review(incidentId);
  const explained = await explainCost({ ...ctx, now: () => facts.timeOf(4) }, incidentId);
  assert.deepEqual(
    explained.people.map(({ hours, amount }) => ({ hours, amount })),
    [
      { hours: 3, amount: 75 },
      { hours: 2.25, amount: 56.25 },
    ],
  );
  const { people: _people, ...sums } = explained;
  assert.deepEqual(sums, { total: 193.75, calculated: 193.75, entered: 0, hourly_rate: 25, review_hours: 2.5 });
  assert.deepEqual(await facts.linesOf(incidentId), []);
});
