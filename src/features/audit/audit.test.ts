import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { anOrganization, asSystem, asUser, DAY, inject } from '../../../test/harness.ts';
import { audit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { forgetOldEntries } from './forget.ts';
import { auditEntries, verifyChain } from './index.ts';

const write = (ctx: Context, action = 'member.tried', changes?: Record<string, unknown>) =>
  transaction(ctx, async (tx) => audit(tx, { action, target: { kind: 'user', id: 7, name: 'Ada' }, ...(changes && { changes }) }));

const entriesOf = async (ctx: Context, filter = {}) => {
  const all = [];
  for await (const entry of auditEntries(ctx, { organizationId: ctx.tenant.id, ...filter })) all.push(entry);
  return all;
};

const verify = (ctx: Context) => verifyChain(ctx, ctx.tenant);

/** As somebody with the keys of the database would. */
const tamper = (ctx: Context, statement: ReturnType<typeof sql>) =>
  transaction(ctx, async (tx) => {
    await sql`alter table audit_entries disable trigger user`.execute(tx.db);
    await statement.execute(tx.db);
    await sql`alter table audit_entries enable trigger user`.execute(tx.db);
  });

describe('the log', () => {
  test('says who, what, on whom and from where', async () => {
    const { ctx } = await anOrganization();
    const member = await asUser(ctx, 'Member');
    const answer = await inject(ctx, {
      method: 'PUT',
      path: `/{organization}/users/${member.actor.userId}`,
      body: { id: member.actor.userId, role: 'Admin' },
      headers: { 'user-agent': 'a browser' },
    });
    expect(answer.status).toBe(200);
    expect(await entriesOf(ctx)).toMatchObject([
      {
        sequence: 1,
        at: ctx.now().toISOString(),
        actor_kind: 'person',
        actor_id: ctx.actor.userId,
        actor_name: ctx.actor.email,
        action: 'member.role_changed',
        target_kind: 'user',
        target_id: String(member.actor.userId),
        target_name: member.actor.email,
        changes: { role: { from: 'Member', to: 'Admin' } },
        result: 'done',
        network: '127.0.0.1',
        user_agent: 'a browser',
        request_id: expect.stringMatching(/^\S{12}$/),
      },
    ]);
  });

  test('holds nothing of what was not committed, and nothing secret', async () => {
    const { ctx } = await anOrganization();
    const undone = transaction(ctx, async (tx) => {
      audit(tx, { action: 'member.removed' });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(() => audit(ctx, { action: 'outside' })).toThrow('belongs inside transaction');
    await expect(write(ctx, 'key.created', { token: 'x' })).rejects.toThrow('secret');
    expect(await entriesOf(ctx)).toEqual([]);
  });

  test('many who write at once make one chain without a gap', async () => {
    const { ctx } = await anOrganization();
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => write(ctx, `member.tried_${index}`, { index, b: 1, a: { d: 1, c: [2, 1] } })),
    );
    const entries = await entriesOf(ctx);
    expect(entries.map((entry) => entry.sequence)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(await verify(ctx)).toMatchObject({ entries: 40, broken_at: null });
  });

  test('is asked for by noun, by action and by time', async () => {
    const { ctx, clock } = await anOrganization();
    for (const action of ['member.removed', 'member.left', 'membership.odd']) {
      await write(ctx, action);
      clock.advance(DAY);
    }
    const named = async (filter: object) => (await entriesOf(ctx, filter)).map((entry) => entry.action);
    expect(await named({ action: 'member' })).toEqual(['member.removed', 'member.left']);
    expect(await named({ action: 'member.left' })).toEqual(['member.left']);
    expect(await named({ since: new Date(ctx.now().getTime() - 2 * DAY) })).toEqual(['member.left', 'membership.odd']);
    expect(await named({ until: new Date(ctx.now().getTime() - 2 * DAY) })).toEqual(['member.removed']);
  });
});

describe('written once', () => {
  test.each(['update audit_entries set action = action', 'delete from audit_entries', 'truncate audit_entries'])(
    '%s is refused',
    async (statement) => {
      const { ctx } = await anOrganization();
      await write(ctx);
      await expect(sql.raw(statement).execute(ctx.db)).rejects.toThrow('written once');
    },
  );

  test.each([
    [
      'changed',
      2,
      (id: number) => sql`update audit_entries set changes = '{"role":"Owner"}' where organization_id = ${id} and sequence = 2`,
    ],
    [
      'given to somebody else',
      3,
      (id: number) => sql`update audit_entries set actor_id = 1 where organization_id = ${id} and sequence = 3`,
    ],
    ['taken out', 2, (id: number) => sql`delete from audit_entries where organization_id = ${id} and sequence = 2`],
    ['cut off', 3, (id: number) => sql`delete from audit_entries where organization_id = ${id} and sequence >= 3`],
    ['emptied', 1, (id: number) => sql`delete from audit_entries where organization_id = ${id}`],
  ])('an entry that was %s is found', async (_what, at, statement) => {
    const { ctx } = await anOrganization();
    for (let index = 0; index < 4; index += 1) await write(ctx);
    expect(await verify(ctx)).toMatchObject({ entries: 4, broken_at: null });
    await tamper(ctx, statement(ctx.tenant.id));
    expect(await verify(ctx)).toMatchObject({ broken_at: at });
  });

  test('a name may be forgotten: it is not what is sealed', async () => {
    const { ctx } = await anOrganization();
    await write(ctx);
    await tamper(ctx, sql`update audit_entries set target_name = 'somebody' where organization_id = ${ctx.tenant.id}`);
    expect(await verify(ctx)).toMatchObject({ broken_at: null });
  });

  test('what is too old goes, and the rest still follows from it', async () => {
    const { ctx, clock, system } = await anOrganization();
    await write(ctx);
    await write(ctx);
    clock.advance(200 * DAY);
    await write(ctx);
    clock.advance(201 * DAY);
    await write(asSystem(ctx));
    await forgetOldEntries(system);
    expect((await entriesOf(ctx)).map((entry) => entry.sequence)).toEqual([3, 4]);
    expect(await verify(ctx)).toMatchObject({ entries: 2, broken_at: null });
    await tamper(ctx, sql`update audit_entries set reason = 'x' where organization_id = ${ctx.tenant.id} and sequence = 3`);
    expect(await verify(ctx)).toMatchObject({ broken_at: 3 });
  });
});
