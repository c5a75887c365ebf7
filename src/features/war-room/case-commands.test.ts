import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { asUser, inject, runJobs } from '../../../test/harness.ts';
import { aCaseRoom, aRoom, aRoomOf, reading, saying, timelineOf } from '../../../test/scenarios/room.ts';
import type { Context } from '../../core/context.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { aServiceWith, openIncident, peopleOf } from '../incidents/fixtures.ts';
import { KINDS } from '../participants/fixtures.ts';

const kindOf = (kind: string) => (error: unknown) => (error as { kind?: string }).kind === kind;

async function theCase(ctx: Context, id: number) {
  const { rows } = await sql<Record<string, unknown>>`
    select c.title, c.status, c.visibility, c.resolution, c.resolution_reason, p.name as priority, r.email as resolved_by
    from cases c join case_priorities p on p.id = c.case_priority_id left join individual_contacts r on r.id = c.resolved_by_id
    where c.id = ${id}`.execute(ctx.db);
  return rows[0];
}

async function incidentsOf(ctx: Context, caseId: number) {
  const { rows } = await sql<{ id: number; title: string; description: string; severity: string }>`
    select i.id, i.title, i.description, s.name as severity from case_incidents l join incidents i on i.id = l.incident_id
    join incident_severities s on s.id = i.incident_severity_id where l.case_id = ${caseId}`.execute(ctx.db);
  return rows;
}

describe('the language', () => {
  test.each(KINDS)('help in the room of this kind lists every command the browser completes: %s', async (kind) => {
    const { lead, subject, path } = await aRoomOf(kind);
    const { reply } = await saying(lead, subject, '/help');
    const { items } = (await inject(lead, { method: 'GET', path: `${path}/commands` })).json<{ items: { name: string; help: string }[] }>();
    for (const { name, help } of items) assert.ok(reply.includes(`\`${name}`) && reply.includes(help), name);
    assert.equal(reply.split('\n').length, items.length);
  });

  test.each([
    'tactical-report',
    'dispatch-report-executive',
    'task',
    'list-tasks',
    'done',
    'notifications-group',
    'subscribe',
    'update-incident',
  ])('/%s says in a case that it belongs to an incident, and does nothing', async (name) => {
    const { lead, subject } = await aRoomOf('case');
    const { reply, message } = await saying(lead, subject, `/${name} something`);
    expect(reply).toContain(`\`/${name}\` is a command of an incident; this is the room of a case.`);
    assert.equal(message, undefined);
  });

  test.each(['update-case', 'dispatch-escalate-case'])('/%s says in an incident that it belongs to a case', async (name) => {
    const { lead, subject } = await aRoomOf('incident');
    expect((await saying(lead, subject, `/${name}`)).reply).toContain('is a command of a case; this is the room of an incident.');
  });

  test.each([
    'update-case',
    'escalate-case wrong',
    'create-case',
    'assign-role',
    'engage-oncall',
    'list-participants',
    'update-participant',
    'add-timeline-event',
    'list-incidents',
    'report-incident',
  ])('the reference’s /dispatch-%s is understood', async (command) => {
    const { lead, subject } = await aRoomOf('case');
    const { reply } = await saying(lead, subject, `/dispatch-${command}`);
    expect(reply).not.toContain('There is no command');
    expect(reply).not.toContain('is a command of');
  });

  test('a slip of the finger is answered with what a case has', async () => {
    const { lead, subject } = await aRoomOf('case');
    const { reply } = await saying(lead, subject, '/updat-case');
    expect(reply).toContain('Did you mean `/update-case`');
    expect(reply).not.toContain('update-incident');
  });
});

describe('people', () => {
  test('the case is handed over, and the room sees by whom', async () => {
    const { ctx, caseId, assignee, subject } = await aCaseRoom();
    await saying(assignee, subject, '/assign-role Assignee to ada@example.com');
    assert.ok((await peopleOf(ctx, caseId, 'case')).includes('ada@example.com: Assignee'));
    const shown = (await reading(ctx, subject)).find((one) => one.kind === 'command');
    assert.deepEqual([shown?.body, shown?.author?.email], ['/assign-role Assignee to ada@example.com', assignee.actor.email]);
  });

  test.each(['Incident Commander', 'Scribe', 'Liaison'])('nobody is %s of a case', async (role) => {
    const { lead, subject } = await aRoomOf('case');
    expect((await saying(lead, subject, `/assign-role ${role} @me`)).reply).toContain('Say which role');
  });

  test('who neither has nor reported it changes nothing, hands out no roles and invites nobody', async () => {
    const { outsider, subject } = await aRoomOf('case');
    for (const body of [
      '/assign-role Assignee @me',
      '/invite ada@example.com',
      '/update-case status: Closed',
      '/escalate-case',
      '/timeline Something',
    ])
      await assert.rejects(saying(outsider, subject, body), kindOf('forbidden'), body);
  });

  test('people join, are invited, listed and explained', async () => {
    const { lead, outsider, subject } = await aRoomOf('case');
    await saying(outsider, subject, '/join');
    await saying(lead, subject, '/invite ada@example.com');
    await saying(lead, subject, '/update-participant @ada knows the database');
    const { reply } = await saying(lead, subject, '/list-participants');
    expect(reply).toMatch(/^- \*\*.*Assignee/);
    expect(reply).toContain('Ada** (ada@example.com, example.com): Observer — knows the database');
    expect(reply).toContain(outsider.actor.email);
  });

  test('whoever is on call is brought in, and woken when asked', async () => {
    const { ctx, project, caseId, outsider, subject } = await aCaseRoom();
    await aServiceWith(ctx, project.id, 'ada@example.com');
    expect((await saying(outsider, subject, '/engage-oncall ada@example.com --page')).reply).toContain('They are being paged.');
    await runJobs(ctx);
    assert.ok((await peopleOf(ctx, caseId, 'case')).includes('ada@example.com: Observer'));
    const pages = await ctx.db.selectFrom('pages').select('email').where('case_id', '=', caseId).execute();
    assert.deepEqual(pages, [{ email: 'ada@example.com' }]);
  });
});

describe('the case', () => {
  test('is looked at from the first message on', async () => {
    const { ctx, caseId, assignee, subject } = await aCaseRoom();
    await saying(assignee, subject, '/help');
    await runJobs(ctx);
    assert.equal((await theCase(ctx, caseId))?.status, 'New');
    await saying(assignee, subject, 'I am looking at it');
    await runJobs(ctx);
    assert.equal((await theCase(ctx, caseId))?.status, 'Triage');
  });

  test('what is named changes, the rest stays', async () => {
    const { ctx, caseId, assignee, subject } = await aCaseRoom();
    const { reply } = await saying(assignee, subject, '/update-case status: triage priority: high title: Sign-in from Mars');
    assert.equal(reply, 'Changed: status, priority, title.');
    expect(await theCase(ctx, caseId)).toMatchObject({
      status: 'Triage',
      priority: 'High',
      title: 'Sign-in from Mars',
      visibility: 'Open',
    });
  });

  test('is resolved with its reason by whoever says so, and handed over in the same breath', async () => {
    const { ctx, caseId, assignee, subject } = await aCaseRoom();
    await saying(
      assignee,
      subject,
      '/update resolution reason: false positive resolution: It was Ada status: Closed assignee: ada@example.com',
    );
    expect(await theCase(ctx, caseId)).toMatchObject({
      status: 'Closed',
      resolution_reason: 'False Positive',
      resolution: 'It was Ada',
      resolved_by: assignee.actor.email,
    });
    assert.ok((await peopleOf(ctx, caseId, 'case')).includes('ada@example.com: Assignee'));
  });

  test.each(['status: finished', 'severity: Unheard-of', 'resolution reason: Because', 'visibility: secret', 'assignee: nobody'])(
    '%s is refused',
    async (change) => {
      const { assignee, subject } = await aCaseRoom();
      await assert.rejects(saying(assignee, subject, `/update-case ${change}`), kindOf('invalid'));
    },
  );

  test('is not escalated by its status', async () => {
    const { ctx, caseId, assignee, subject } = await aCaseRoom();
    expect((await saying(assignee, subject, '/update-case status: Escalated')).reply).toContain('`/escalate-case`');
    assert.equal((await theCase(ctx, caseId))?.status, 'New');
  });

  test('is opened from anywhere, with a room of its own', async () => {
    const { ctx, incidentId, commander } = await aRoom();
    const { reply } = await saying(commander, incidentId, '/create-case Odd sign-in priority: High assignee: ada@example.com');
    const row = await ctx.db
      .selectFrom('cases')
      .select(['id', 'name', 'title', 'dedicated_channel'])
      .where('organization_id', '=', ctx.tenant.id)
      .executeTakeFirstOrThrow();
    expect(reply).toContain(`[${row.name}](`);
    assert.deepEqual([row.title, row.dedicated_channel], ['Odd sign-in', true]);
    assert.ok((await peopleOf(ctx, row.id, 'case')).includes('ada@example.com: Assignee'));
    expect(await theCase(ctx, row.id)).toMatchObject({ priority: 'High' });
  });
});

describe('escalating', () => {
  test('opens one incident, and the second time says which', async () => {
    const { ctx, caseId, assignee, subject } = await aCaseRoom();
    const first = await saying(assignee, subject, '/escalate-case severity: High title: We were broken into');
    const [incident, another] = await incidentsOf(ctx, caseId);
    expect(incident).toMatchObject({
      title: 'We were broken into',
      severity: 'High',
      description: expect.stringContaining('Ada from a new country'),
    });
    assert.equal(another, undefined);
    assert.equal((await theCase(ctx, caseId))?.status, 'Escalated');
    assert.equal(first.message?.kind, 'command');
    const second = await saying(assignee, subject, '/escalate-case');
    expect(second.reply).toContain('The case is escalated already: [');
    assert.equal(second.message, undefined);
    assert.equal((await incidentsOf(ctx, caseId)).length, 1);
  });

  test('names nothing that is restricted to who may not see it', async () => {
    const { ctx, project, caseId, assignee, subject } = await aCaseRoom();
    const id = await openIncident(ctx, project, { visibility: 'Restricted', title: 'Secret' });
    await sql`insert into case_incidents (case_id, incident_id) values (${caseId}, ${id})`.execute(ctx.db);
    await assert.rejects(saying(assignee, subject, '/escalate-case'), kindOf('conflict'));
  });

  test('refuses a severity that there is not', async () => {
    const { ctx, caseId, assignee, subject } = await aCaseRoom();
    await assert.rejects(saying(assignee, subject, '/escalate-case severity: Unheard-of'), kindOf('invalid'));
    assert.equal((await incidentsOf(ctx, caseId)).length, 0);
  });
});

describe('the record', () => {
  const descriptions = async (ctx: Context, subject: SubjectRef) => (await timelineOf(ctx, subject)).join('\n');

  test('everybody who takes part adds to it; pins and decisions are messages', async () => {
    const { ctx, outsider, subject } = await aRoomOf('case');
    assert.equal((await saying(outsider, subject, '/pin The logs are in the files')).message?.pinned, true);
    assert.equal((await saying(outsider, subject, '/decision We reset the password')).message?.decision, true);
    await saying(outsider, subject, '/timeline The password was reset');
    const told = await descriptions(ctx, subject);
    expect(told).toContain('Decision: We reset the password');
    expect(told).toContain('The password was reset');
  });

  test('a restricted case’s room takes no commands from who may not see it', async () => {
    const { ctx, subject } = await aRoomOf('case', { visibility: 'Restricted' });
    const stranger = await asUser(ctx, 'Member');
    for (const body of ['/help', '/list-participants', '/join']) await assert.rejects(saying(stranger, subject, body), kindOf('forbidden'));
  });
});
