import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { anOrganization, asUser, type TestOrganization } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { authenticate } from './authenticate.ts';
import { issueToken } from './tokens.ts';

/** Asks as a server does, and counts what is asked of the database. */
async function aCaller(organization: TestOrganization) {
  const user = await asUser(organization.ctx, 'Member');
  const headers = { authorization: `Bearer ${await issueToken(user, user.actor.email)}` };
  const asked = { times: 0 };
  const { db } = organization.system;
  const counting = new Proxy(db, {
    get: (target, key) => {
      if (key === 'getExecutor') asked.times += 1;
      const value = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const whoIs = () =>
    authenticate({ ...organization.system, db: counting }, { headers, peer: '127.0.0.1', method: 'GET' }, organization.tenant.slug);
  return { user, asked, whoIs };
}

const setRole = (ctx: Context, userId: number, role: string) =>
  sql`update organization_members set role = ${role} where dispatch_user_id = ${userId}`.execute(ctx.db);

test('who sends one request after another is looked up once', async () => {
  const { whoIs, asked } = await aCaller(await anOrganization());
  expect(await whoIs()).toEqual(await whoIs());
  expect(asked.times).toBe(1);
});

test('a change of role counts at once in the process that made it', async () => {
  const organization = await anOrganization();
  const { whoIs, user } = await aCaller(organization);
  expect((await whoIs())?.role).toBe('Member');
  await transaction(organization.ctx, (tx) => setRole(tx, user.actor.userId, 'Admin'));
  expect((await whoIs())?.role).toBe('Admin');
});

test('somebody who was removed is out at once', async () => {
  const organization = await anOrganization();
  const { whoIs, user } = await aCaller(organization);
  await whoIs();
  await sql`delete from organization_members where dispatch_user_id = ${user.actor.userId}`.execute(organization.ctx.db);
  expect((await whoIs())?.role).toBe(undefined);
  await sql`update users set disabled_at = ${organization.ctx.now()} where id = ${user.actor.userId}`.execute(organization.ctx.db);
  expect(await whoIs()).toBe(undefined);
});

test('what another process changed is seen a second later', async () => {
  const organization = await anOrganization();
  const { whoIs, user } = await aCaller(organization);
  await whoIs();
  // Past everything of this process, as another one does it.
  await organization.system.pool.query(`update organization_members set role = 'Admin' where dispatch_user_id = ${user.actor.userId}`);
  expect((await whoIs())?.role).toBe('Member');
  organization.clock.advance(1000);
  expect((await whoIs())?.role).toBe('Admin');
});

test('a look that began before a change is not remembered after it', async () => {
  const organization = await anOrganization();
  const { whoIs, user } = await aCaller(organization);
  const [looked] = await Promise.all([whoIs(), setRole(organization.ctx, user.actor.userId, 'Admin')]);
  expect(['Member', 'Admin']).toContain(looked?.role);
  expect((await whoIs())?.role).toBe('Admin');
});
