import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Context, type System, systemContext } from '../../src/core/context.ts';
import { listJson } from '../../src/core/list.ts';
import { getIncidentJson, incidents } from '../../src/features/incidents/index.ts';
import { aSystem } from '../../test/harness.ts';
import { fill } from './fill.ts';

const INCIDENTS = 100;

async function filled(system: System, name: string, seed = 1): Promise<Context> {
  return systemContext(system, await fill(system, { incidents: INCIDENTS, seed, name }));
}

/** What the rows say, without the ids that differ from one database to the next. */
async function contentOf({ db, tenant }: Context) {
  const { rows } = await sql<{ title: string }>`
    select i.title, i.status, i.visibility, i.reported_at, p.name as project, c.name as commander,
      (select sum(amount) from incident_costs where incident_id = i.id) as cost, (select count(*) from tasks where incident_id = i.id) as tasks
    from incidents i join projects p on p.id = i.project_id join participants h on h.id = i.commander_id
    join individual_contacts c on c.id = h.individual_contact_id where i.organization_id = ${tenant.id} order by i.id`.execute(db);
  return rows;
}

const countsOf = async ({ db, tenant }: Context) => {
  const { rows } = await sql<Record<string, number>>`
    select (select count(*) from incidents where organization_id = ${tenant.id}) as incidents,
      (select count(*) from incidents where organization_id = ${tenant.id} and status = 'Closed') as closed,
      (select count(*) from participants where organization_id = ${tenant.id}) as participants,
      (select count(*) from incident_costs where organization_id = ${tenant.id} and calculated and amount > 0) as costed,
      (select count(*) from participants p left join individual_contacts c on c.id = p.individual_contact_id
        where p.organization_id = ${tenant.id} and c.id is null) as strangers`.execute(db);
  return rows[0];
};

test('measuring data are what was asked for, with four people and a calculated cost each', async () => {
  const ctx = await filled(await aSystem(), 'bench counts');
  expect(await countsOf(ctx)).toEqual({ incidents: 100, closed: 96, participants: 400, costed: expect.any(Number), strangers: 0 });
  expect((await countsOf(ctx))?.costed).toBeGreaterThan(50);
});

test('the same numbers make the same data, another seed makes others', async () => {
  const system = await aSystem();
  const [first, second, other] = [
    await filled(system, 'bench one'),
    await filled(system, 'bench two'),
    await filled(system, 'bench three', 2),
  ];
  expect(await contentOf(second)).toEqual(await contentOf(first));
  expect(await contentOf(other)).not.toEqual(await contentOf(first));
});

test('the application reads them: a list, and an incident that has everything', async () => {
  const ctx = await filled(await aSystem(), 'bench read');
  const list = JSON.parse(await listJson(ctx, incidents, { page: 2, itemsPerPage: 25, sortBy: ['reported_at'], descending: [true] }));
  expect(list).toMatchObject({ total: INCIDENTS, page: 2 });
  const { id } = await ctx.db
    .selectFrom('conversations')
    .select((select) => select.fn.max('incident_id').as('id'))
    .where('organization_id', '=', ctx.tenant.id)
    .executeTakeFirstOrThrow();
  const page = JSON.parse(await getIncidentJson(ctx, id as number));
  expect(page).toMatchObject({ participants: { length: 4 }, events: { length: 7 }, flow: { length: 16 }, reports: { length: 2 } });
});
