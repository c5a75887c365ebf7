import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, aSystem, asUser, HOUR, runJobs } from '../../../../test/harness.ts';
import type { Ticket } from '../../../plugin-sdk/capabilities.ts';
import type { Subject } from '../../../plugin-sdk/subject.ts';
import { retryStep } from '../../assembly/index.ts';
import { completeResources } from '../complete-resources.ts';
import { aRolePolicy, aServiceWith, flowOf, openIncident, peopleOf } from '../fixtures.ts';
import { getIncidentJson } from '../reads.ts';
import { updateIncident } from '../update-incident.ts';

type Row = { step: string; status: string; attempts: number; last_error: string | null; next_attempt_at: string | null };

/** A ticket system that is down until it is brought up, and keeps what it is shown. */
function aTicketSystem() {
  const state = { isDown: true, tickets: new Map<string, string>(), shown: [] as Subject[], lookUps: 0 };
  const guard = () => {
    if (state.isDown) throw new Error('The ticket system does not answer; check its address in the settings.');
  };
  const ticket: Partial<Ticket> = {
    find: async (key) => {
      state.lookUps += 1;
      guard();
      const id = state.tickets.get(key);
      return id ? { resource_id: id, resource_type: 'test-ticket', weblink: `https://tickets.test/${id}` } : undefined;
    },
    create: async (key, subject) => {
      guard();
      state.shown.push(subject);
      state.tickets.set(key, `T-${state.tickets.size + 1}`);
      return { resource_id: state.tickets.get(key) as string, resource_type: 'test-ticket', weblink: 'https://tickets.test/T-1' };
    },
    update: async (_ticket, subject) => {
      guard();
      state.shown.push(subject);
    },
    delete: async () => {
      guard();
      state.tickets.clear();
    },
  };
  return { state, ticket };
}

async function withTickets() {
  const { state, ticket } = aTicketSystem();
  const { plugins } = await aSystem();
  const system = await aSystem({ plugins: plugins.map((one) => (one.type === 'ticket' ? { ...one, create: () => ticket } : one)) });
  return { ...(await anOrganization(system)), state };
}

test('a dead ticket system delays the ticket and nothing else', async () => {
  const { ctx, project, clock, state } = await withTickets();
  const id = await openIncident(ctx, project);
  await runJobs(ctx);
  const flow = await flowOf(ctx, id);
  assert.match(flow['create-ticket'] ?? '', /^ready: The ticket system does not answer/);
  for (const step of ['create-conversation', 'create-storage', 'create-document', 'invite-people', 'notify', 'pin-links'])
    assert.equal(flow[step], 'done', step);
  const shown = (JSON.parse(await getIncidentJson(ctx, id)) as { flow: Row[] }).flow.find((row) => row.step === 'create-ticket');
  assert.equal(shown?.attempts, 1);
  assert.match(shown?.last_error ?? '', /does not answer/);
  assert.notEqual(shown?.next_attempt_at, null);
  state.isDown = false;
  clock.advance(HOUR);
  await runJobs(ctx);
  assert.equal((await flowOf(ctx, id))['create-ticket'], 'done');
  assert.equal((await flowOf(ctx, id))['update-ticket'], 'done');
  assert.equal(state.tickets.size, 1);
});

test('what failed is repeated by hand at once, and makes nothing twice', async () => {
  const { ctx, project, state } = await withTickets();
  const id = await openIncident(ctx, project);
  await runJobs(ctx);
  state.isDown = false;
  await retryStep(ctx, { kind: 'incident', id }, 'create-ticket');
  await runJobs(ctx);
  assert.equal((await flowOf(ctx, id))['create-ticket'], 'done');
  await assert.rejects(retryStep(ctx, { kind: 'incident', id }, 'create-ticket'), /nothing to repeat/);
  await completeResources(ctx, id);
  await runJobs(ctx);
  assert.equal(state.tickets.size, 1);
});

test('a late resource is shown by those that show what there is', async () => {
  const { ctx, project, clock, state } = await withTickets();
  const id = await openIncident(ctx, project);
  await runJobs(ctx);
  state.isDown = false;
  clock.advance(HOUR);
  await runJobs(ctx);
  const { rows } = await sql<{ body: string }>`
    select m.body from messages m join conversations c on c.id = m.conversation_id where c.incident_id = ${id} and m.pinned order by m.id desc limit 1`.execute(
    ctx.db,
  );
  assert.match(rows[0]?.body ?? '', /tickets\.test\/T-1/);
});

test('a ticket system is shown what kind a restricted incident is, not what happened', async () => {
  const { ctx, project, state } = await withTickets();
  state.isDown = false;
  const id = await openIncident(ctx, project, { visibility: 'Restricted', title: 'Secret', description: 'Very secret' });
  await runJobs(ctx);
  await updateIncident(ctx, id, { title: 'More secret' });
  await runJobs(ctx);
  assert.ok(state.shown.length >= 3);
  for (const subject of state.shown) assert.doesNotMatch(JSON.stringify(subject), /secret/i);
});

test('without a plug-in of a type its steps are left out, with the reason', async () => {
  const { ctx, project } = await anOrganization();
  await sql`
    update plugin_instances set enabled = false where project_id = ${project.id} and plugin_id in (select id from plugins where type = 'ticket')`.execute(
    ctx.db,
  );
  const id = await openIncident(ctx, project);
  await runJobs(ctx);
  assert.match((await flowOf(ctx, id))['create-ticket'] ?? '', /^skipped: No plug-in of type ticket/);
});

test('an outside on-call system is asked by a step, after the answer, and its person takes over', async () => {
  const { plugins } = await aSystem();
  const asked: string[] = [];
  const system = await aSystem({
    plugins: plugins.map((one) =>
      one.type === 'oncall'
        ? {
            ...one,
            builtIn: false,
            create: () => ({
              get: async (service: string) => {
                asked.push(service);
                return 'ada@example.com';
              },
              next: async () => undefined,
              page: async () => 'ada@example.com',
            }),
          }
        : one,
    ),
  });
  const { ctx, project } = await anOrganization(system);
  await sql`
    update plugin_instances set enabled = true where project_id = ${project.id} and plugin_id in (select id from plugins where type = 'oncall')`.execute(
    ctx.db,
  );
  await aRolePolicy(ctx, project.id, { role: 'Incident Commander', serviceId: await aServiceWith(ctx, project.id, 'ada@example.com') });
  const caller = await asUser(ctx, 'Member');
  const id = await openIncident(caller, project);
  assert.deepEqual(asked, []);
  assert.ok((await peopleOf(ctx, id)).includes(`${caller.actor.email}: Incident Commander`));
  await runJobs(ctx);
  assert.ok((await peopleOf(ctx, id)).includes('ada@example.com: Incident Commander'), (await peopleOf(ctx, id)).join());
  assert.equal((await flowOf(ctx, id))['assign-roles'], 'done');
});

test('whom saved filters want is brought in, but not to a restricted incident', async () => {
  const { ctx, project } = await anOrganization();
  await sql`
    with person as (
        insert into individual_contacts (organization_id, project_id, name, email, created_at, updated_at)
        values (${ctx.tenant.id}, ${project.id}, 'Grace', 'grace@example.com', ${ctx.now()}, ${ctx.now()}) returning id),
      filter as (
        insert into search_filters (organization_id, project_id, name, expression, created_at, updated_at)
        values (${ctx.tenant.id}, ${project.id}, 'All', '[]', ${ctx.now()}, ${ctx.now()}) returning id)
    insert into individual_contact_filters (individual_contact_id, search_filter_id) select person.id, filter.id from person, filter`.execute(
    ctx.db,
  );
  const open = await openIncident(ctx, project);
  const restricted = await openIncident(ctx, project, { visibility: 'Restricted' });
  await runJobs(ctx);
  assert.ok((await peopleOf(ctx, open)).includes('grace@example.com: Observer'));
  assert.ok(!(await peopleOf(ctx, restricted)).some((who) => who.startsWith('grace')));
});
