import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anOrganization, aSystem, asUser, HOUR, inject, MINUTE, runJobs } from '../../../test/harness.ts';
import { type MailServer, startMailServer } from '../../../test/mail-server.ts';
import type { Context, Settings } from '../../core/context.ts';
import { addMember } from '../auth/index.ts';

const OLD = 'Correct0horse battery';
const NEW = 'Another staple of words';

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server?.stop());
beforeEach(() => {
  server.taken.length = 0;
  server.refuse = undefined;
});

/** An organization with a mail server, and a member with a password; every request counts as somebody else's. */
async function aMember(settings: Partial<Settings> = {}) {
  const organization = await anOrganization(await aSystem({ settings: { smtpUrl: server.url, ...settings } }));
  const { ctx } = organization;
  // The installation's own: what earlier tests have left.
  await sql`with jobs_left as (delete from jobs where organization_id is null) delete from rate_limits`.execute(ctx.db);
  const member = await asUser(ctx, 'Member');
  const path = `/{organization}/users/${member.actor.userId}`;
  await inject(ctx, { method: 'POST', path: `${path}/reset-password`, body: { new_password: OLD } });
  organization.clock.advance(MINUTE);
  return { ...organization, member, path, email: member.actor.email };
}

const nobody = (ctx: Context): Context => ({ ...ctx, actor: { ...ctx.actor, email: '' } });
const post = (ctx: Context, path: string, body: object) => inject(nobody(ctx), { method: 'POST', path, body });
const ask = (ctx: Context, email: string) => post(ctx, '/sign-in/forgotten', { email });
const reset = (ctx: Context, token: string, password = NEW) => post(ctx, '/sign-in/reset', { token, password });
const signsIn = async (ctx: Context, email: string, password: string) =>
  (await post(ctx, '/sign-in/password', { email, password })).status === 200;

const mails = () => Promise.all(server.taken.map(({ raw }) => PostalMime.parse(raw)));
const tokenIn = (text: string | undefined) => /https:\/\/tocsin\.test\/reset-password#([\w-]{43})\b/.exec(text ?? '')?.[1];

/** Has a link sent. @returns the secret in the newest mail */
async function aLink(ctx: Context, email: string): Promise<string> {
  expect((await ask(ctx, email)).status).toBe(200);
  await runJobs(ctx);
  return tokenIn((await mails()).at(-1)?.text) ?? expect.fail('there is no link in the newest mail');
}

const outbox = async (ctx: Context) =>
  (await inject(ctx, { method: 'GET', path: '/{organization}/mail?include[]=text' })).json<{ items: { id: number; subject: string }[] }>()
    .items;

describe('a forgotten password', () => {
  test('is replaced with the link from a mail, which works once', async () => {
    const { ctx, email } = await aMember();
    const token = await aLink(ctx, email.toUpperCase());
    const [mail] = await mails();
    expect(mail).toMatchObject({ subject: 'Choose a new password', to: [{ address: email }] });
    expect(tokenIn(mail?.html)).toBe(token);
    const answer = await reset(ctx, token);
    expect([answer.status, answer.json(), answer.headers['set-cookie']]).toEqual([200, { email }, undefined]);
    expect([await signsIn(ctx, email, OLD), await signsIn(ctx, email, NEW)]).toEqual([false, true]);
    const again = await reset(ctx, token, OLD);
    expect([again.status, again.json().detail]).toMatchObject([
      409,
      [{ loc: ['body', 'token'], msg: expect.stringContaining('was used') }],
    ]);
    await runJobs(ctx);
    expect((await mails()).map(({ subject }) => subject)).toEqual(['Choose a new password', 'Your password was changed']);
  });

  test('ends every session and every token', async () => {
    const { ctx, clock, member, email } = await aMember();
    const cookie = String((await post(ctx, '/sign-in/password', { email, password: OLD })).headers['set-cookie']).split(';')[0] as string;
    const { token } = (await post(ctx, '/{organization}/auth/login', { email, password: OLD })).json<{ token: string }>();
    const known = async () => {
      const role = (headers: Record<string, string>) =>
        inject(nobody(member), { method: 'GET', path: '/{organization}/auth/myrole', headers });
      return [(await role({ cookie })).status, (await role({ authorization: `Bearer ${token}` })).status];
    };
    expect(await known()).toEqual([200, 200]);
    const link = await aLink(ctx, email);
    clock.advance(2 * MINUTE);
    expect((await reset(ctx, link)).status).toBe(200);
    expect(await known()).toEqual([401, 401]);
  });

  test('nothing that is kept opens anything: neither the outbox nor a job nor the table has the link', async () => {
    const { ctx, member, email } = await aMember();
    const token = await aLink(ctx, email);
    const [row] = await outbox(ctx);
    const read = await inject(ctx, { method: 'GET', path: `/{organization}/mail/${row?.id}` });
    expect(read.json()).toMatchObject({
      subject: 'Choose a new password',
      to: [email],
      status: 'sent',
      text: expect.stringContaining(`A link to choose a new password was made for ${email}.`),
    });
    const kept = await sql<{ kept: string }>`
      select (select json_agg(m) from mails m)::text || (select json_agg(j) from jobs j)::text || (select json_agg(r) from password_resets r)::text
        as kept`.execute(ctx.db);
    expect(kept.rows[0]?.kept).toContain('token_hash');
    expect(kept.rows[0]?.kept).not.toContain(token);
    const hash = await ctx.db
      .selectFrom('password_resets')
      .select('token_hash')
      .where('dispatch_user_id', '=', member.actor.userId)
      .executeTakeFirstOrThrow();
    expect((await reset(ctx, hash.token_hash)).status).toBe(409);
  });

  test('a link that is an hour old does not work', async () => {
    const { ctx, clock, email } = await aMember();
    const token = await aLink(ctx, email);
    clock.advance(HOUR);
    expect((await reset(ctx, token)).status).toBe(409);
    expect(await signsIn(ctx, email, OLD)).toBe(true);
  });

  test('a newer link replaces an older one', async () => {
    const { ctx, email } = await aMember();
    const [older, newer] = [await aLink(ctx, email), await aLink(ctx, email)];
    expect((await reset(ctx, older)).status).toBe(409);
    expect((await reset(ctx, newer)).status).toBe(200);
  });

  test('a new password by another way, a sign-out everywhere and a lock make a link worthless; signing in does not', async () => {
    const { ctx, clock, member, path, email } = await aMember();
    const afterwards = async (work: () => Promise<unknown>) => {
      const token = await aLink(ctx, email);
      clock.advance(MINUTE);
      await work();
      return (await reset(ctx, token, OLD)).status;
    };
    expect(await afterwards(() => inject(ctx, { method: 'POST', path: `${path}/reset-password`, body: { new_password: OLD } }))).toBe(409);
    expect(await afterwards(() => inject(member, { method: 'POST', path: '/{organization}/auth/me/sign-out' }))).toBe(409);
    expect(await afterwards(() => signsIn(ctx, email, OLD))).toBe(200);
    const lock = (disabled_at: Date | null) =>
      ctx.db.updateTable('users').set({ disabled_at }).where('id', '=', member.actor.userId).execute();
    expect(await afterwards(() => lock(ctx.now()))).toBe(409);
    await lock(null);
  });

  test('of two who use a link at once one succeeds', async () => {
    const { ctx, email } = await aMember();
    const token = await aLink(ctx, email);
    const passwords = [NEW, `${NEW} too`, `${NEW} as well`];
    const answers = await Promise.all(passwords.map((password) => reset(ctx, token, password)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const winner = passwords[answers.findIndex(({ status }) => status === 200)] as string;
    expect(await signsIn(ctx, email, winner)).toBe(true);
  });

  test('a password that breaks the rule is refused, and the link still works', async () => {
    const { ctx, email } = await aMember();
    const token = await aLink(ctx, email);
    for (const [password, msg] of [
      ['short', 'too short'],
      [email, 'e-mail address itself'],
      ['', 'Choose a password'],
    ] as const) {
      const refused = await reset(ctx, token, password);
      expect([refused.status, refused.json().detail]).toMatchObject([
        422,
        [{ loc: ['body', 'password'], msg: expect.stringContaining(msg) }],
      ]);
    }
    expect((await reset(ctx, token)).status).toBe(200);
  });

  test('a link that nobody made does nothing', async () => {
    const { ctx, email } = await aMember();
    const token = await aLink(ctx, email);
    for (const wrong of [`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, randomBytes(32).toString('base64url'), '#'])
      expect((await reset(ctx, wrong)).status).toBe(409);
    expect((await reset(ctx, token)).status).toBe(200);
  });
});

describe('whoever asks', () => {
  test('is answered alike whether or not somebody has the address, and only an account that has a password gets a link', async () => {
    const { ctx, email } = await aMember();
    const locked = await asUser(ctx, 'Member');
    await ctx.db.updateTable('users').set({ disabled_at: ctx.now() }).where('id', '=', locked.actor.userId).execute();
    const withoutPassword = await asUser(ctx, 'Member');
    const answers = [];
    for (const one of [email, `nobody-${email}`, locked.actor.email, withoutPassword.actor.email]) answers.push(await ask(ctx, one));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set(['200 {}']));
    const queued = await ctx.db
      .selectFrom('jobs')
      .select('status')
      .where('name', '=', 'send-reset-link')
      .where('status', '=', 'ready')
      .execute();
    expect(queued).toHaveLength(4);
    await runJobs(ctx);
    const sent = (await mails()).map(({ to, subject, text }) => [to?.[0]?.address, subject, tokenIn(text) !== undefined]);
    expect(sent).toEqual([
      [email, 'Choose a new password', true],
      [withoutPassword.actor.email, 'How you sign in', false],
    ]);
  });

  test('an address that is only taken for the same gets nothing: mail goes to the address of the account', async () => {
    const { ctx } = await aMember();
    const email = `kate-${randomBytes(5).toString('hex')}@example.com`;
    const kate = await asUser(ctx, 'Member', email);
    await ctx.db.updateTable('users').set({ password: 'something' }).where('id', '=', kate.actor.userId).execute();
    // The Kelvin sign, whose small letter is k.
    await ask(ctx, email.replace('k', '\u212a'));
    await runJobs(ctx);
    for (const { to } of server.taken) expect(to).toEqual([email]);
  });

  test('fills nobody’s mailbox and is held back after a while, for an unknown address just the same', async () => {
    const { ctx, clock, email } = await aMember();
    for (const one of [email, `nobody-${email}`]) {
      const answers = [];
      for (let attempt = 0; attempt < 6; attempt += 1) answers.push((await ask(ctx, one)).status);
      expect(answers).toEqual([200, 200, 200, 200, 200, 429]);
    }
    for (let attempt = 0; attempt < 8; attempt += 1) await ask(ctx, `${attempt}-${email}`);
    const held = await ask(ctx, `another-${email}`);
    expect([held.status, held.json().detail]).toMatchObject([429, [{ msg: 'Too many attempts. Try again in 60 minutes.' }]]);
    clock.advance(HOUR);
    expect((await ask(ctx, email)).status).toBe(200);
  });

  test('from a page of another site is refused', async () => {
    const { ctx, email } = await aMember();
    for (const [path, body] of [
      ['/sign-in/forgotten', { email }],
      ['/sign-in/reset', { token: 'x', password: NEW }],
    ] as const) {
      const answer = await inject(nobody(ctx), { method: 'POST', path, body, headers: { 'sec-fetch-site': 'cross-site' } });
      expect([answer.status, answer.text]).toMatchObject([400, expect.stringContaining('a page of another site')]);
    }
  });

  test('where a provider signs people in, or without a mail server, is told so, and the browser knows before', async () => {
    const provider = await aMember({ signIn: 'request' });
    const silent = await aMember({ smtpUrl: undefined });
    const able = await aMember();
    const knows = async ({ ctx }: typeof able) => (await inject(ctx, { method: 'GET', path: '/application' })).json().can_reset_password;
    expect([await knows(provider), await knows(silent), await knows(able)]).toEqual([false, false, true]);
    const elsewhere = await ask(provider.ctx, provider.email);
    expect([elsewhere.status, elsewhere.text]).toMatchObject([422, expect.stringContaining('signs people in elsewhere')]);
    expect((await reset(provider.ctx, 'x')).status).toBe(422);
    const unsent = await ask(silent.ctx, silent.email);
    expect([unsent.status, unsent.text]).toMatchObject([400, expect.stringContaining('TOCSIN_SMTP_URL')]);
  });
});

describe('the mail', () => {
  test('is tried again with another link, and the outbox says why it waits', async () => {
    const { ctx, clock, email } = await aMember();
    server.refuse = 'Mailbox is busy';
    await ask(ctx, email);
    await runJobs(ctx);
    const [waiting] = await outbox(ctx);
    expect(waiting).toMatchObject({ status: 'queued', last_error: expect.stringContaining('Mailbox is busy') });
    server.refuse = undefined;
    clock.advance(HOUR);
    await runJobs(ctx);
    expect(await outbox(ctx)).toMatchObject([{ id: waiting?.id, status: 'sent', last_error: null }]);
    expect((await reset(ctx, tokenIn((await mails())[0]?.text) ?? '')).status).toBe(200);
  });

  test('is given up after some minutes', async () => {
    const { ctx, clock, email } = await aMember({ smtpUrl: 'smtp://127.0.0.1:9' });
    await ask(ctx, email);
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await runJobs(ctx);
      clock.advance(HOUR);
    }
    expect(await outbox(ctx)).toMatchObject([{ status: 'failed', last_error: expect.stringContaining('127.0.0.1:9') }]);
  });

  test('goes through the mail server of the installation, never through one that a project has configured', async () => {
    const { ctx, email } = await aMember();
    const theirs = await startMailServer();
    try {
      const { id } = await ctx.db
        .selectFrom('plugin_instances as i')
        .innerJoin('plugins as p', 'p.id', 'i.plugin_id')
        .select('i.id')
        .where('i.organization_id', '=', ctx.tenant.id)
        .where('p.slug', '=', 'tocsin-mail')
        .executeTakeFirstOrThrow();
      const configuration = { smtp_url: theirs.url };
      await inject(ctx, { method: 'PUT', path: `/{organization}/plugins/instances/${id}`, body: { configuration } });
      await aLink(ctx, email);
      expect([server.taken.length, theirs.taken.length]).toEqual([1, 0]);
    } finally {
      await theirs.stop();
    }
  });
});

describe('an Owner', () => {
  const send = (ctx: Context, path: string) => inject(ctx, { method: 'POST', path: `${path}/send-reset-link` });

  test('has a link sent to a member, also to one who never had a password; others do not', async () => {
    const { ctx, path, email } = await aMember();
    for (const role of ['Member', 'Admin', 'Manager'] as const) expect((await send(await asUser(ctx, role), path)).status).toBe(403);
    expect([(await send(ctx, path)).status, server.taken.length]).toEqual([200, 0]);
    const fresh = await asUser(ctx, 'Member');
    expect((await send(ctx, `/{organization}/users/${fresh.actor.userId}`)).status).toBe(200);
    await runJobs(ctx);
    const sent = await mails();
    expect(sent.map(({ to }) => to?.[0]?.address)).toEqual([email, fresh.actor.email]);
    expect((await reset(ctx, tokenIn(sent[1]?.text) ?? '')).status).toBe(200);
    expect(await signsIn(ctx, fresh.actor.email, NEW)).toBe(true);
  });

  test('does not have one sent to a member of somebody else’s organization, a locked account, or nobody', async () => {
    const { ctx, member, path } = await aMember();
    expect((await send(ctx, '/{organization}/users/2147483600')).status).toBe(404);
    const other = await anOrganization();
    await addMember(other.ctx, { userId: member.actor.userId, organizationId: other.tenant.id, role: 'Member', source: 'import' });
    expect((await send(ctx, path)).status).toBe(403);
    const locked = await asUser(ctx, 'Member');
    await ctx.db.updateTable('users').set({ disabled_at: ctx.now() }).where('id', '=', locked.actor.userId).execute();
    const refused = await send(ctx, `/{organization}/users/${locked.actor.userId}`);
    expect([refused.status, refused.text]).toMatchObject([400, expect.stringContaining('is locked')]);
    await runJobs(ctx);
    expect(server.taken).toEqual([]);
  });

  test('hears that there is no mail server', async () => {
    const { ctx, path } = await aMember({ smtpUrl: undefined });
    const refused = await send(ctx, path);
    expect([refused.status, refused.text]).toMatchObject([400, expect.stringContaining('No mail server is set up')]);
  });
});
