import assert from 'node:assert/strict';
import { describe, expect, test } from 'vitest';
import { asUser, inject, runJobs } from '../../../test/harness.ts';
import { aRoom, reading, saying, timelineOf } from '../../../test/scenarios/room.ts';
import { aServiceWith, peopleOf } from '../incidents/fixtures.ts';

const kindOf = (kind: string) => (error: unknown) => (error as { kind?: string }).kind === kind;

describe('the language', () => {
  test('help lists every command the browser completes', async () => {
    const { incidentId, commander } = await aRoom();
    const { reply, message } = await saying(commander, incidentId, '/help');
    const answer = await inject(commander, { method: 'GET', path: `/{organization}/incidents/${incidentId}/commands` });
    const { items } = answer.json<{ items: { name: string; usage: string; help: string }[] }>();
    for (const { name, help } of items) assert.ok(reply.includes(`\`${name}`) && reply.includes(help), name);
    assert.equal(message, undefined);
    expect((await saying(commander, incidentId, '/help task')).reply).toMatch(/^- `\/task [^\n]*$/);
  });

  test('a slip of the finger is answered with what was meant', async () => {
    const { incidentId, commander } = await aRoom();
    expect((await saying(commander, incidentId, '/asign-role Scribe @me')).reply).toContain('Did you mean `/assign-role`');
    expect((await saying(commander, incidentId, '/xyzzy')).reply).toContain('`/help`');
  });

  test('text that only looks like a command is said', async () => {
    const { incidentId, commander } = await aRoom();
    assert.equal((await saying(commander, incidentId, '/etc/hosts is gone')).message?.body, '/etc/hosts is gone');
    assert.equal((await saying(commander, incidentId, '//help is a command')).message?.body, '/help is a command');
  });

  test.each(['list-tasks', 'list-my-tasks', 'list-participants', 'assign-role', 'update-incident', 'update-participant', 'engage-oncall'])(
    'the reference’s /dispatch-%s is understood',
    async (name) => {
      const { incidentId, commander } = await aRoom();
      expect((await saying(commander, incidentId, `/dispatch-${name}`)).reply).not.toContain('There is no command');
    },
  );

  test.each([
    'report-incident',
    'report-tactical',
    'report-executive',
    'notifications-group',
    'add-timeline-event',
    'list-incidents',
    'create-task',
  ])('and /dispatch-%s', async (name) => {
    const { incidentId, commander } = await aRoom();
    expect((await saying(commander, incidentId, `/dispatch-${name}`)).reply).not.toContain('There is no command');
  });
});

describe('people', () => {
  test('a role is handed over, and the room sees by whom', async () => {
    const { ctx, incidentId, commander } = await aRoom();
    await asUser(ctx, 'Member', 'ada@example.com');
    await saying(commander, incidentId, '/assign-role Scribe to @ada');
    assert.ok((await peopleOf(ctx, incidentId)).includes('ada@example.com: Scribe'));
    const shown = (await reading(ctx, incidentId)).find((one) => one.kind === 'command');
    assert.deepEqual([shown?.body, shown?.author?.email], ['/assign-role Scribe to @ada', commander.actor.email]);
  });

  test.each([
    ['/assign-role @me', 'Say which role'],
    ['/assign-role Scribe', 'Say who'],
    ['/assign-role Assignee @me', 'Say which role'],
  ])('%s is answered with how it is written', async (body, answer) => {
    const { incidentId, commander } = await aRoom();
    expect((await saying(commander, incidentId, body)).reply).toContain(answer);
  });

  test('the command may be handed over by its short name', async () => {
    const { ctx, incidentId, commander } = await aRoom();
    await saying(commander, incidentId, '/assign-role IC ada@example.com');
    assert.ok((await peopleOf(ctx, incidentId)).includes('ada@example.com: Incident Commander'));
  });

  test('who neither leads nor reported hands out no roles and invites nobody', async () => {
    const { incidentId, outsider } = await aRoom();
    for (const body of [
      '/assign-role Scribe @me',
      '/invite ada@example.com',
      '/update-incident status: Closed',
      '/task do it',
      '/tactical-report needs: help',
    ])
      await assert.rejects(saying(outsider, incidentId, body), kindOf('forbidden'), body);
  });

  test('people are invited, listed and explained', async () => {
    const { incidentId, commander } = await aRoom();
    await saying(commander, incidentId, '/invite ada@example.com, grace@example.com');
    await saying(commander, incidentId, '/update-participant @ada knows the database');
    const { reply } = await saying(commander, incidentId, '/list-participants');
    expect(reply).toMatch(/^- \*\*.*Incident Commander/);
    expect(reply).toContain('Ada** (ada@example.com, example.com): Observer — knows the database');
    expect(reply).toContain('grace@example.com');
  });

  test('a name that two people have is asked back', async () => {
    const { ctx, incidentId, commander } = await aRoom();
    for (const email of ['sam@example.com', 'sam@example.org']) await asUser(ctx, 'Member', email);
    await assert.rejects(saying(commander, incidentId, '/invite @sam'), /sam@example.com or sam@example.org/);
    await assert.rejects(saying(commander, incidentId, '/invite @nobody'), /Nobody here is called nobody/);
  });

  test('anybody joins and subscribes', async () => {
    const { ctx, incidentId, outsider } = await aRoom();
    await saying(outsider, incidentId, '/join');
    assert.ok((await peopleOf(ctx, incidentId)).includes(`${outsider.actor.email}: Observer`));
    expect((await saying(outsider, incidentId, '/subscribe')).reply).toContain('subscribed');
  });
});

describe('on call', () => {
  test('whoever is on call is brought in once, and woken when asked', async () => {
    const { ctx, project, incidentId, outsider } = await aRoom();
    await aServiceWith(ctx, project.id, 'ada@example.com');
    expect((await saying(outsider, incidentId, '/engage-oncall ada@example.com --page')).reply).toContain(
      'was brought in. They are being paged.',
    );
    await runJobs(ctx);
    assert.ok((await peopleOf(ctx, incidentId)).includes('ada@example.com: Observer'));
    const pages = await ctx.db.selectFrom('pages').select('email').where('incident_id', '=', incidentId).execute();
    assert.deepEqual(pages, [{ email: 'ada@example.com' }]);
    expect((await saying(outsider, incidentId, '/engage-oncall ada')).reply).toContain('engaged already');
  });

  test('an unknown service is answered with those there are', async () => {
    const { ctx, project, incidentId, commander } = await aRoom();
    for (const email of ['ada@example.com', 'grace@example.com']) await aServiceWith(ctx, project.id, email);
    expect((await saying(commander, incidentId, '/engage-oncall')).reply).toContain(
      '- On call: ada@example.com\n- On call: grace@example.com',
    );
    expect((await saying(commander, incidentId, '/engage-oncall nothing')).reply).toContain('No active service is called nothing');
  });
});

describe('the incident', () => {
  test('what is named changes, the rest stays', async () => {
    const { ctx, incidentId, commander } = await aRoom();
    await saying(commander, incidentId, '/update-incident status: stable priority: High title: Disk full on db-1');
    const row = await ctx.db
      .selectFrom('incidents as i')
      .innerJoin('incident_priorities as p', 'p.id', 'i.incident_priority_id')
      .select(['i.status', 'i.title', 'i.description', 'p.name as priority'])
      .where('i.id', '=', incidentId)
      .executeTakeFirst();
    assert.deepEqual(row, { status: 'Stable', title: 'Disk full on db-1', description: 'No space left on db-1', priority: 'High' });
  });

  test('a status that does not exist is refused', async () => {
    const { incidentId, commander } = await aRoom();
    await assert.rejects(saying(commander, incidentId, '/update-incident status: finished'), kindOf('invalid'));
    await assert.rejects(saying(commander, incidentId, '/update-incident severity: Unheard-of'), kindOf('invalid'));
  });

  test('the commander closes it and opens it again', async () => {
    const { ctx, incidentId, commander } = await aRoom();
    await saying(commander, incidentId, '/update-incident status: Closed');
    await runJobs(ctx);
    await saying(commander, incidentId, '/update-incident status: Active');
    await runJobs(ctx);
    assert.ok((await saying(commander, incidentId, 'Back again')).message);
  });

  test('another one is opened and listed; a restricted one is not shown to others', async () => {
    const { incidentId, commander, outsider } = await aRoom();
    expect((await saying(commander, incidentId, '/report-incident The mail is down')).reply).toContain('The mail is down');
    expect((await saying(outsider, incidentId, '/list-incidents')).reply).toContain('The mail is down');
    await saying(commander, incidentId, '/update-incident visibility: Restricted');
    await assert.rejects(saying(outsider, incidentId, '/list-incidents'), kindOf('forbidden'));
  });
});

describe('reports', () => {
  test('a tactical report is pinned and mailed, and the next one begins with it', async () => {
    const { ctx, incidentId, commander } = await aRoom();
    await saying(commander, incidentId, '/task @me free some space');
    await saying(commander, incidentId, '/tactical-report conditions: db-1 is full actions: deleting logs needs: a bigger disk');
    await runJobs(ctx);
    const pinned = (await reading(ctx, incidentId, '?pinned=true')).find((one) => one.body.includes('Tactical report 1'));
    expect(pinned?.body).toContain('a bigger disk');
    const { reply } = await saying(commander, incidentId, '/tactical-report');
    expect(reply).toContain('conditions: db-1 is full\nactions: deleting logs; free some space\nneeds: a bigger disk');
    const mails = await ctx.db.selectFrom('mails').select('subject').where('incident_id', '=', incidentId).execute();
    assert.ok(mails.some((mail) => mail.subject.endsWith('tactical report 1')));
  });

  test('an executive report gets a document of its own', async () => {
    const { ctx, incidentId, commander } = await aRoom();
    await saying(commander, incidentId, '/executive-report current status: improving overview: a disk was full next steps: buy one');
    await runJobs(ctx);
    const rows = await ctx.db
      .selectFrom('documents as d')
      .innerJoin('document_versions as v', 'v.document_id', 'd.id')
      .select(['d.name', 'v.content'])
      .where('d.report_id', 'is not', null)
      .where('d.incident_id', '=', incidentId)
      .orderBy('v.version', 'desc')
      .execute();
    expect(rows[0]?.name).toContain('Executive Report 1 - January 05, 2026');
    expect(rows[0]?.content).toContain('buy one');
  });
});

describe('tasks', () => {
  test('a task is given, listed, resolved by whose it is and opened again', async () => {
    const { ctx, incidentId, commander, outsider } = await aRoom();
    const created = await saying(commander, incidentId, `/task ${outsider.actor.email} restart it by 2026-01-06 14:00`);
    const id = /#(\d+)/.exec(created.reply)?.[1];
    expect((await saying(outsider, incidentId, '/list-my-tasks')).reply).toContain(`**#${id}** restart it`);
    expect((await saying(outsider, incidentId, '/list-tasks')).reply).toContain('due 2026-01-06 14:00 UTC');
    expect((await saying(outsider, incidentId, `/resolve-task ${id}`)).reply).toContain('is resolved');
    expect((await saying(outsider, incidentId, `/done #${id}`)).reply).toContain('was resolved already');
    expect((await saying(commander, incidentId, '/list-tasks')).reply).toContain('**Resolved**');
    expect((await saying(commander, incidentId, `/reopen-task ${id}`)).reply).toContain('is open');
    await runJobs(ctx);
    assert.ok((await reading(ctx, incidentId)).some((one) => one.body.startsWith(`**New task #${id}**`)));
  });

  test('somebody else’s task is not theirs to resolve', async () => {
    const { ctx, incidentId, commander, outsider } = await aRoom();
    const id = /#(\d+)/.exec((await saying(commander, incidentId, '/task restart it')).reply)?.[1];
    await assert.rejects(saying(outsider, incidentId, `/resolve-task ${id}`), kindOf('forbidden'));
    await assert.rejects(saying(ctx, incidentId, '/resolve-task 999999999'), kindOf('not_found'));
    await assert.rejects(saying(commander, incidentId, '/task restart it by 2026-02-30'), kindOf('invalid'));
  });
});

describe('the record', () => {
  test('an entry is added for now or for then, on a clock anywhere', async () => {
    const { ctx, incidentId, commander } = await aRoom();
    await saying(commander, incidentId, '/timeline The first alarm');
    await saying(commander, incidentId, '/dispatch-add-timeline-event DESC The switch failed DATE 2026-01-05 TIME 08:30 Europe/Berlin');
    const rows = await ctx.db
      .selectFrom('events')
      .select(['description', 'started_at', 'type'])
      .where('incident_id', '=', incidentId)
      .where('description', 'in', ['The first alarm', 'The switch failed'])
      .orderBy('id')
      .execute();
    assert.deepEqual(rows, [
      { description: 'The first alarm', started_at: new Date('2026-01-05T09:00:00Z'), type: 'Imported message' },
      { description: 'The switch failed', started_at: new Date('2026-01-05T07:30:00Z'), type: 'Imported message' },
    ]);
    await assert.rejects(saying(commander, incidentId, '/timeline It DATE 2026-01-05 Mars/Olympus'), kindOf('invalid'));
  });

  test('who does not keep the timeline adds nothing to it', async () => {
    const { incidentId, outsider } = await aRoom();
    await assert.rejects(saying(outsider, incidentId, '/timeline Something'), kindOf('forbidden'));
  });

  test('pins and decisions are messages', async () => {
    const { ctx, incidentId, outsider } = await aRoom();
    assert.equal((await saying(outsider, incidentId, '/pin The bridge is open')).message?.pinned, true);
    assert.equal((await saying(outsider, incidentId, '/decision We fail over')).message?.decision, true);
    assert.ok((await timelineOf(ctx, incidentId)).includes('Decision: We fail over'));
  });

  test('the group that gets executive reports is shown and changed', async () => {
    const { incidentId, commander, outsider } = await aRoom();
    await saying(commander, incidentId, '/notifications-group add boss@example.com cfo@example.com');
    await saying(commander, incidentId, '/notifications-group remove cfo@example.com');
    const { reply } = await saying(commander, incidentId, '/notifications-group');
    expect(reply).toContain('- boss@example.com');
    expect(reply).not.toContain('cfo@example.com');
    await assert.rejects(saying(outsider, incidentId, '/notifications-group add me@example.com'), kindOf('forbidden'));
  });
});
