import PostalMime from 'postal-mime';
import { afterEach, expect, test } from 'vitest';
import { anOrganization, aSystem, asUser, DAY, HOUR, inject, runJobs } from '../../../test/harness.ts';
import { startMailServer } from '../../../test/mail-server.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { MASK } from '../plugins/configuration.ts';
import { type NewMail, queueMail } from './index.ts';
import { jobs } from './jobs.ts';

const onlyMail = { jobs, flows: [] };
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function aMailServer() {
  const server = await startMailServer();
  stops.push(server.stop);
  return server;
}

const queue = (ctx: Context, more: Partial<NewMail> = {}) =>
  transaction(ctx, (tx) =>
    queueMail(tx, { key: 'a-mail', to: ['ada@example.com'], subject: 'Disk full', markdown: 'It is **slow**.', ...more }),
  );

const outbox = (ctx: Context) =>
  ctx.db
    .selectFrom('mails')
    .select(['id', 'status', 'to', 'last_error'])
    .where('organization_id', '=', ctx.tenant.id)
    .orderBy('id')
    .execute();

test('without a mail server a mail is kept, and administrators read it', async () => {
  const { ctx } = await anOrganization();
  await queue(ctx);
  expect(await runJobs(ctx, onlyMail)).toBe(0);
  const list = (await inject(ctx, { method: 'GET', path: '/{organization}/mail' })).json<{ items: { id: number }[] }>();
  expect(list.items).toMatchObject([{ subject: 'Disk full', to: ['ada@example.com'], status: 'kept', sent_at: null }]);
  expect(list.items[0]).not.toHaveProperty('html');
  const path = `/{organization}/mail/${list.items[0]?.id}`;
  expect((await inject(ctx, { method: 'GET', path })).json()).toMatchObject({ html: expect.stringContaining('<strong>slow</strong>') });
  expect((await inject(await asUser(ctx, 'Member'), { method: 'GET', path })).status).toBe(403);
});

test('a mail is sent with both parts and a Message-ID that every attempt repeats', async () => {
  const server = await aMailServer();
  const { ctx } = await anOrganization(await aSystem({ settings: { smtpUrl: server.url } }));
  await queue(ctx, { cc: ['Bob@example.com', 'ada@example.com'], actions: [{ label: 'Open', url: 'https://tocsin.test/x' }] });
  await runJobs(ctx, onlyMail);
  expect(await outbox(ctx)).toMatchObject([{ status: 'sent', last_error: null }]);
  // The answer of the mail server was lost: the job runs once more.
  await ctx.db.updateTable('mails').set({ status: 'queued' }).where('organization_id', '=', ctx.tenant.id).execute();
  await ctx.db
    .updateTable('jobs')
    .set({ status: 'ready' })
    .where('organization_id', '=', ctx.tenant.id)
    .where('name', '=', 'send-mail')
    .execute();
  await runJobs(ctx, onlyMail);
  const [first, second] = await Promise.all(server.taken.map(({ raw }) => PostalMime.parse(raw)));
  expect(first).toMatchObject({ subject: 'Disk full', to: [{ address: 'ada@example.com' }], cc: [{ address: 'bob@example.com' }] });
  expect(first?.text).toContain('Open: https://tocsin.test/x');
  expect(first?.html).toContain('<strong>slow</strong>');
  expect(first?.messageId).toMatch(/^<[0-9a-f]{40}@tocsin.test>$/);
  expect(second?.messageId).toBe(first?.messageId);
});

test('the same key is one mail', async () => {
  const { ctx } = await anOrganization();
  await queue(ctx);
  await queue(ctx, { subject: 'Again' });
  expect(await outbox(ctx)).toHaveLength(1);
});

test('a mail to a group of ours goes to its members, once each', async () => {
  const { ctx, tenant } = await anOrganization();
  const group_email = `dispatch-1@${tenant.slug}.groups.invalid`;
  const members = ['bob@example.com', 'ada@example.com'].map((email) => ({ organization_id: tenant.id, group_email, email }));
  await ctx.db.insertInto('group_members').values(members).execute();
  await queue(ctx, { to: ['Ada@example.com', group_email] });
  await queue(ctx, { key: 'to nobody', to: [`empty@${tenant.slug}.groups.invalid`] });
  expect(await outbox(ctx)).toMatchObject([{ to: ['ada@example.com', 'bob@example.com'] }]);
});

test('a mail server that refuses delays a mail, and the outbox says why', async () => {
  const server = await aMailServer();
  const { ctx, clock } = await anOrganization(await aSystem({ settings: { smtpUrl: server.url } }));
  server.refuse = 'Mailbox is busy';
  await queue(ctx);
  await runJobs(ctx, onlyMail);
  expect(await outbox(ctx)).toMatchObject([{ status: 'queued', last_error: expect.stringContaining('Mailbox is busy') }]);
  server.refuse = undefined;
  clock.advance(HOUR);
  await runJobs(ctx, onlyMail);
  expect(await outbox(ctx)).toMatchObject([{ status: 'sent', last_error: null }]);
});

test('a mail that cannot be sent for days is given up and stays readable', async () => {
  const { ctx, clock } = await anOrganization(await aSystem({ settings: { smtpUrl: 'smtp://127.0.0.1:9' } }));
  await queue(ctx);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    await runJobs(ctx, onlyMail);
    clock.advance(DAY);
  }
  expect(await outbox(ctx)).toMatchObject([{ status: 'failed', last_error: expect.stringContaining('127.0.0.1:9') }]);
});

test("a project's own mail server goes before the installation's, and its password is never shown", async () => {
  const server = await aMailServer();
  const { ctx } = await anOrganization(await aSystem({ settings: { smtpUrl: 'smtp://127.0.0.1:9' } }));
  const { id } = await ctx.db
    .selectFrom('plugin_instances as i')
    .innerJoin('plugins as p', 'p.id', 'i.plugin_id')
    .select('i.id')
    .where('i.organization_id', '=', ctx.tenant.id)
    .where('p.slug', '=', 'tocsin-mail')
    .executeTakeFirstOrThrow();
  const configuration = { smtp_url: server.url, from: 'acme@example.com' };
  const answer = await inject(ctx, { method: 'PUT', path: `/{organization}/plugins/instances/${id}`, body: { configuration } });
  expect(answer.json()).toMatchObject({ configuration: { smtp_url: MASK, from: 'acme@example.com' } });
  await queue(ctx);
  await runJobs(ctx, onlyMail);
  const [mail] = await Promise.all(server.taken.map(({ raw }) => PostalMime.parse(raw)));
  expect(mail?.from?.address).toBe('acme@example.com');
});
