import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { anOrganization, asSystem, asUser, asViewer, DAY, inject, runJobs, SECOND, type TestOrganization } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { ROLES } from '../../core/roles.ts';
import { addMember, issueToken } from '../auth/index.ts';
import { createIncident } from '../incidents/index.ts';
import { expireMembers } from './expire.ts';
import { holdingsOf, leaveOrganization, reactivateMember, removeMember, setMemberRole, suspendMember } from './index.ts';

const REFUSED = { kind: 'forbidden' };

const standing = async (ctx: Context, userId: number) => {
  const { rows } = await sql<{ role: string; read_only: boolean; status: string }>`
    select role, read_only, status from organization_members where organization_id = ${ctx.tenant.id} and dispatch_user_id = ${userId}`.execute(
    ctx.db,
  );
  return rows[0];
};

const logged = async (ctx: Context) => {
  const { rows } = await sql<{ action: string; target_id: string; actor_id: number | null; changes: object; reason: string | null }>`
    select action, target_id, actor_id, changes, reason from audit_entries where organization_id = ${ctx.tenant.id} order by sequence`.execute(
    ctx.db,
  );
  return rows;
};

const opens = async (person: Context) => (await inject(person, { method: 'GET', path: '/{organization}/incidents' })).status;

describe('INV-9: who acts on whom', () => {
  const acts = {
    suspend: suspendMember,
    remove: removeMember,
    demote: (ctx: Context, userId: number) => setMemberRole(ctx, { userId, role: 'Member', isReadOnly: true }),
  };
  const cases = ROLES.flatMap((actor) => ROLES.flatMap((target) => Object.keys(acts).map((act) => ({ actor, target, act }))));
  // By the specification: strictly above; Owners also on Owners; a Member looks after nobody.
  const may = (actor: (typeof ROLES)[number], target: (typeof ROLES)[number]) =>
    actor === 'Owner' || (actor !== 'Member' && ROLES.indexOf(actor) > ROLES.indexOf(target));

  test.each(cases)('$actor, to $act $target', async ({ actor, target, act }) => {
    const { ctx } = await anOrganization();
    const [me, them] = [await asUser(ctx, actor), await asUser(ctx, target)];
    const work = acts[act as keyof typeof acts](me, them.actor.userId);
    if (may(actor, target)) await expect(work).resolves.toBeUndefined();
    else await expect(work).rejects.toMatchObject(REFUSED);
  });

  test.each(ROLES.flatMap((actor) => ROLES.map((role) => ({ actor, role }))))(
    '$actor makes a Member $role only up to the own rank',
    async ({ actor, role }) => {
      const { ctx } = await anOrganization();
      const [me, them] = [await asUser(ctx, actor), await asViewer(ctx)];
      const work = setMemberRole(me, { userId: them.actor.userId, role, isReadOnly: false });
      if (actor !== 'Member' && ROLES.indexOf(actor) >= ROLES.indexOf(role)) await work;
      else await expect(work).rejects.toMatchObject(REFUSED);
    },
  );
});

describe('INV-10: the last Owner', () => {
  const ends: Record<string, (ctx: Context) => Promise<void>> = {
    demoted: (ctx) => setMemberRole(ctx, { userId: ctx.actor.userId, role: 'Admin', isReadOnly: false }),
    suspended: (ctx) => suspendMember(ctx, ctx.actor.userId),
    removed: (ctx) => removeMember(ctx, ctx.actor.userId),
    'gone by themself': leaveOrganization,
  };

  test.each(Object.keys(ends))('is not %s', async (how) => {
    const { ctx } = await anOrganization();
    await expect(ends[how]?.(ctx)).rejects.toMatchObject({ kind: 'conflict', problems: [{ type: 'LAST_OWNER' }] });
    expect(await standing(ctx, ctx.actor.userId)).toEqual({ role: 'Owner', read_only: false, status: 'active' });
  });

  test.each([
    ['is locked out', sql`update users set disabled_at = now() where id = `],
    ['was suspended', sql`update organization_members set status = 'suspended' where dispatch_user_id = `],
    ['is in the hands of a directory', sql`update organization_members set managed_by_directory = true where dispatch_user_id = `],
    ['stays only until a day', sql`update organization_members set expires_at = now() + interval '1 day' where dispatch_user_id = `],
  ])('an Owner who %s does not count', async (_how, update) => {
    const { ctx } = await anOrganization();
    const other = await asUser(ctx, 'Owner');
    await sql`${update} ${other.actor.userId}`.execute(ctx.db);
    await expect(leaveOrganization(ctx)).rejects.toMatchObject({ problems: [{ type: 'LAST_OWNER' }] });
  });

  test('of two Owners who leave at once, one stays', async () => {
    const { ctx } = await anOrganization();
    const other = await asUser(ctx, 'Owner');
    const results = await Promise.allSettled([leaveOrganization(ctx), leaveOrganization(other)]);
    expect(results.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('what a change comes to', () => {
  test('INV-11: a role counts from the next request on', async () => {
    const { ctx, project } = await anOrganization();
    const member = await asUser(ctx, 'Member');
    const report = () =>
      inject(member, { method: 'POST', path: '/{organization}/incidents', body: { title: 'Disk', description: 'Full', project } });
    const configure = () => inject(member, { method: 'POST', path: '/{organization}/incident_types', body: { name: 'Disk', project } });
    expect([(await report()).status, (await configure()).status]).toEqual([200, 403]);
    await setMemberRole(ctx, { userId: member.actor.userId, role: 'Member', isReadOnly: true });
    expect([(await report()).status, await opens(member)]).toEqual([403, 200]);
    await setMemberRole(ctx, { userId: member.actor.userId, role: 'Admin', isReadOnly: false });
    expect((await configure()).status).toBe(200);
  });

  test('CHECK 24.13, on the server: whoever was removed gets nothing, and comes back only when somebody lets them in', async () => {
    const { ctx, tenant, clock } = await anOrganization();
    const member = await asUser(ctx, 'Member');
    const headers = { authorization: `Bearer ${await issueToken(ctx, member.actor.email)}` };
    const openBrowser = async () => (await inject(member, { method: 'GET', path: '/{organization}/incidents', headers })).status;
    expect(await openBrowser()).toBe(200);
    clock.advance(5 * SECOND);
    await removeMember(ctx, member.actor.userId);
    expect(await openBrowser()).toBe(401);
    // Who still proves who they are finds nothing here.
    expect(await opens(member)).toBe(404);
    await addMember(ctx, { userId: member.actor.userId, organizationId: tenant.id, role: 'Member', source: 'invite' });
    expect(await opens(member)).toBe(200);
  });

  test('INV-48 (e): somebody who belongs elsewhere stays signed in there, and sees nothing here', async () => {
    const here = await anOrganization();
    const there = await anOrganization(here.system);
    const member = await asUser(here.ctx, 'Member');
    await addMember(there.ctx, { userId: member.actor.userId, organizationId: there.tenant.id, role: 'Member', source: 'invite' });
    await suspendMember(here.ctx, member.actor.userId);
    expect(await opens(member)).toBe(404);
    expect(await opens({ ...member, tenant: there.tenant })).toBe(200);
  });

  test('a suspended member comes back as what they were', async () => {
    const { ctx } = await anOrganization();
    const viewer = await asViewer(ctx);
    await suspendMember(ctx, viewer.actor.userId, 'stolen laptop');
    await suspendMember(ctx, viewer.actor.userId);
    await reactivateMember(ctx, viewer.actor.userId);
    expect(await standing(ctx, viewer.actor.userId)).toEqual({ role: 'Member', read_only: true, status: 'active' });
    const target = { target_id: String(viewer.actor.userId), actor_id: ctx.actor.userId };
    expect(await logged(ctx)).toMatchObject([
      { ...target, action: 'member.suspended', reason: 'stolen laptop' },
      { ...target, action: 'member.reactivated' },
    ]);
  });

  test('a temporary membership ends by itself, to the moment', async () => {
    const { ctx, clock } = await anOrganization();
    const member = await asUser(ctx, 'Member');
    const ends = new Date(ctx.now().getTime() + DAY);
    await sql`update organization_members set expires_at = ${ends} where dispatch_user_id = ${member.actor.userId}`.execute(ctx.db);
    clock.advance(DAY / 2 - 1);
    expect(await opens(member)).toBe(200);
    clock.advance(DAY / 2 + 1);
    await expireMembers(asSystem(ctx));
    await expireMembers(asSystem(ctx));
    expect(await standing(ctx, member.actor.userId)).toMatchObject({ status: 'removed' });
    expect((await logged(ctx)).map((one) => one.action)).toEqual(['member.expired']);
  });

  test('a role that a directory manages is changed there', async () => {
    const { ctx } = await anOrganization();
    const member = await asUser(ctx, 'Member');
    await sql`update organization_members set managed_by_directory = true where dispatch_user_id = ${member.actor.userId}`.execute(ctx.db);
    await expect(setMemberRole(ctx, { userId: member.actor.userId, role: 'Admin', isReadOnly: false })).rejects.toMatchObject({
      kind: 'conflict',
      problems: [{ type: 'ROLE_MANAGED_BY_DIRECTORY' }],
    });
  });

  test('CHECK 24.14: a member of another organization is nobody here', async () => {
    const here = await anOrganization();
    const there = await anOrganization(here.system);
    const theirs = await asUser(there.ctx, 'Member');
    for (const act of [suspendMember, removeMember, reactivateMember])
      await expect(act(here.ctx, theirs.actor.userId)).rejects.toMatchObject({ kind: 'not_found' });
  });
});

describe('INV-57: what somebody holds', () => {
  async function commander({ ctx, project }: TestOrganization) {
    const person = await asUser(ctx, 'Member');
    const incident = await createIncident(person, {
      title: 'Disk full',
      description: 'The disk of the database is full.',
      project: { id: project.id },
      commander: { individual: { email: person.actor.email } },
    } as Parameters<typeof createIncident>[1]);
    return { person, incident };
  }

  test('whoever commands is not removed before somebody else commands; suspending does not wait', async () => {
    const organization = await anOrganization();
    const { ctx } = organization;
    const { person } = await commander(organization);
    expect((await holdingsOf(ctx, person.actor.email)).roles).toContainEqual(expect.stringMatching(/^Incident Commander of /));
    await expect(removeMember(ctx, person.actor.userId)).rejects.toMatchObject({ problems: [{ type: 'HANDOVER_REQUIRED' }] });
    await suspendMember(ctx, person.actor.userId);
    expect(await standing(ctx, person.actor.userId)).toMatchObject({ status: 'suspended' });
  });

  test('whoever leaves ends their part in what is open', async () => {
    const organization = await anOrganization();
    const { ctx } = organization;
    const { person } = await commander(organization);
    await sql`update participant_roles set role = 'Scribe' where role = 'Incident Commander' and organization_id = ${ctx.tenant.id}`.execute(
      ctx.db,
    );
    await removeMember(ctx, person.actor.userId);
    await runJobs(ctx);
    expect(await holdingsOf(ctx, person.actor.email)).toEqual({ roles: [], tasks: [], services: [] });
  });
});
