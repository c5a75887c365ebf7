import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { describe, test } from 'vitest';
import { anOrganization, asUser, inject, runJobs } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { openIncident } from '../incidents/fixtures.ts';
import { addParticipant } from './add-participant.ts';
import { aCase } from './fixtures.ts';
import { describeSubject } from './plugin-subject.ts';
import { composeWelcome } from './welcome.ts';

const ada = 'ada@example.com';

async function aTemplate(ctx: Context, more: object) {
  const body = { email_template_type: 'Incident Welcome Email', ...more };
  const answer = await inject(ctx, { method: 'POST', path: '/{organization}/email_template', body });
  assert.equal(answer.status, 200, answer.text);
}

/** An incident with everything that is made for it, and references of its project. */
async function anOpenIncident(more: Parameters<typeof openIncident>[2] = {}) {
  const organization = await anOrganization();
  const { ctx, project } = organization;
  const commander = await asUser(ctx, 'Member');
  const faq = { name: 'Questions', resource_type: 'dispatch-incident-reference-faq-document', project };
  const { id: faqId } = (await inject(ctx, { method: 'POST', path: '/{organization}/documents', body: faq })).json<{ id: number }>();
  const commands = {
    name: 'Commands',
    resource_type: 'dispatch-conversation-reference-document',
    weblink: 'https://docs.example.com/commands',
    project,
  };
  await inject(ctx, { method: 'POST', path: '/{organization}/documents', body: commands });
  const id = await openIncident(commander, project, more);
  await runJobs(ctx);
  const subject = { kind: 'incident', id } as const;
  const welcomed = async () => {
    await transaction(ctx, (tx) => addParticipant(tx, subject, { email: ada }));
    await runJobs(ctx);
    const mail = await ctx.db
      .selectFrom('mails')
      .select(['subject', 'text'])
      .where('incident_id', '=', id)
      .where(sql<boolean>`${ada} = any("to")`)
      .executeTakeFirstOrThrow();
    const said = await ctx.db
      .selectFrom('messages as m')
      .innerJoin('conversations as c', 'c.id', 'm.conversation_id')
      .select('m.body')
      .where('c.incident_id', '=', id)
      .where('m.only_to', '=', ada)
      .executeTakeFirstOrThrow();
    return { ...mail, said: said.body };
  };
  return { ...organization, commander, subject, faqId, welcomed };
}

describe('without a template', () => {
  test('a newcomer is told what is known, where things are, and where to read on', async () => {
    const { ctx, commander, faqId, welcomed } = await anOpenIncident();
    const { subject, text, said } = await welcomed();
    assert.match(subject, /^dispatch-.+: you take part$/);
    for (const words of [
      'Disk full',
      'No space left on db-1',
      `In charge: ${commander.actor.email}`,
      '[Room](',
      '[Files](',
      'Passcode of the call:',
      '[Commands](https://docs.example.com/commands)',
      `https://tocsin.test/${ctx.tenant.slug}/settings/documents/${faqId}`,
    ]) {
      assert.ok(text.includes(words), words);
      assert.ok(said.includes(words), words);
    }
  });

  test('a disabled one changes nothing', async () => {
    const { ctx, welcomed } = await anOpenIncident();
    await aTemplate(ctx, { welcome_text: 'Ahoy', enabled: false });
    assert.ok(!(await welcomed()).text.includes('Ahoy'));
  });
});

describe('with the project’s template', () => {
  test('mail and room use its words and its sections only', async () => {
    const { ctx, welcomed } = await anOpenIncident();
    await aTemplate(ctx, {
      welcome_text: 'Ahoy on {{name}}',
      welcome_body: 'It is **{{ severity }}**, led by {{commander_fullname}}; {{nonsense}}.',
      components: '["FAQ Document", "Title", "Status"]',
    });
    const { subject, text, said } = await welcomed();
    assert.match(subject, /^(dispatch-\S+): Ahoy on \1$/);
    for (const words of [
      '**[Ahoy on dispatch-',
      'It is **Undetermined**, led by Member-',
      '{{nonsense}}',
      'Disk full',
      '**Status:** Active',
    ]) {
      assert.ok(text.includes(words), words);
      assert.ok(said.includes(words), words);
    }
    assert.ok(said.indexOf('Disk full') < said.indexOf('**Status:**') && said.indexOf('**Status:**') < said.indexOf('frequent questions'));
    for (const words of ['No space left', 'Priority', 'Reported by', 'In command', 'Files', 'you take part'])
      assert.ok(!said.includes(words), words);
  });

  test('every section says what its name promises', async () => {
    const { ctx, commander, welcomed } = await anOpenIncident({ visibility: 'Restricted' });
    await aTemplate(ctx, { welcome_text: 'Ahoy' });
    const { said } = await welcomed();
    const lines = [
      /^\*\*\[Ahoy\]\(http\S+\)\*\*$/,
      /^\*\*\[dispatch-\S+\]\(http\S+\):\*\* Disk full$/,
      /^No space left on db-1$/,
      /^\*\*Restricted: /,
      /^\*\*Status:\*\* Active$/,
      /^\*\*Type:\*\* Default – /,
      /^\*\*Severity:\*\* Undetermined – /,
      /^\*\*Priority:\*\* Low – /,
      new RegExp(`^\\*\\*Reported by:\\*\\* .*\\(${commander.actor.email}\\)`),
      new RegExp(`^\\*\\*In command:\\*\\* .*\\(${commander.actor.email}\\)`),
      /^\[Document\]\(http/,
      /^\[Files\]\(http/,
      /^\[Call\]\(http\S+\) – Passcode of the call: \S+$/,
      /^\[Commands\]\(http/,
      /^\[Answers to frequent questions\]\(http/,
    ];
    const parts = said.split('\n\n');
    assert.equal(parts.length, lines.length, said);
    for (const [index, line] of lines.entries()) assert.match(parts[index] ?? '', line);
  });

  test('an empty list of sections leaves its own words alone', async () => {
    const { ctx, welcomed } = await anOpenIncident();
    await aTemplate(ctx, { welcome_text: 'A [bracket]', welcome_body: 'Hello', components: '[]' });
    assert.match((await welcomed()).said, /^\*\*\[A \\\[bracket\\\]\]\(\S+\)\*\*\n\nHello$/);
  });
});

test('a case has its own template, whose commander is the assignee', async () => {
  const { ctx, project } = await anOrganization();
  const subject = await aCase(ctx, project.id, { title: 'Odd login' });
  await aTemplate(ctx, { email_template_type: 'Case Welcome Email', welcome_text: 'Look here', components: '["Title", "Commander"]' });
  const { title, text } = await composeWelcome(ctx, await describeSubject(ctx, subject));
  assert.equal(title, 'Look here');
  assert.match(text, /Odd login$/);
});
