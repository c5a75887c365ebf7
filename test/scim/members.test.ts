import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../src/core/context.ts';
import { admit, admitOwnerOf } from '../../src/features/auth/admit.ts';
import { addMember, createUser, issueToken } from '../../src/features/auth/index.ts';
import { startSession } from '../../src/features/auth/sessions.ts';
import { adoptMember, createScimToken, revokeScimToken, scimTokens, setGroupMappings } from '../../src/features/directories/index.ts';
import { createIncident } from '../../src/features/incidents/index.ts';
import { inviteUser } from '../../src/features/invitations/index.ts';
import { setMemberRole, suspendMember } from '../../src/features/members/index.ts';
import { aDirectory } from '../a-directory.ts';
import { anOrganization, asSystem, asUser, inject } from '../harness.ts';

/* What becomes of members by what a directory says. */

type Member = {
  user_id: number;
  email: string;
  name: string | null;
  role: string;
  read_only: boolean;
  status: string;
  source: string;
  managed_by_directory: boolean;
  confined: boolean;
  signed_up_via: string | null;
};

async function member(ctx: Context, email: string): Promise<Member | undefined> {
  const { rows } = await sql<Member>`
    select u.id as user_id, u.email, u.name, m.role, m.read_only, m.status, m.source, m.managed_by_directory, m.confined, u.signed_up_via
    from organization_members m join users u on u.id = m.dispatch_user_id
    where m.organization_id = ${ctx.tenant.id} and lower(u.email) = lower(${email})`.execute(ctx.db);
  return rows[0];
}

const log = async (ctx: Context, action: string) => {
  const { rows } = await sql<{ actor_kind: string; actor_name: string; target_name: string; changes: Record<string, unknown> }>`
    select actor_kind, actor_name, target_name, changes from audit_entries
    where organization_id = ${ctx.tenant.id} and action = ${action} order by sequence`.execute(ctx.db);
  return rows;
};

/** @returns the status of a request with a token of the person */
async function opens(ctx: Context, email: string): Promise<number> {
  const token = await issueToken(ctx, email);
  const nobody = { ...ctx, actor: { ...ctx.actor, email: '' } };
  return (await inject(nobody, { method: 'GET', path: '/{organization}/incidents', headers: { authorization: `Bearer ${token}` } })).status;
}

const proven = (email: string) => ({ issuer: 'https://idp.example', subject: `of ${email}`, email, emailVerified: true });
const ADMIN = { role: 'Admin' as const, isReadOnly: false, projects: [] };
const VIEWER = { role: 'Member' as const, isReadOnly: true, projects: [] };

describe('invitations.md 17: admitted by the directory', () => {
  test('a new person is a member who reads and writes, managed by the directory, without a mail', async () => {
    const { ctx, createUser: provision } = await aDirectory();
    const { userName } = await provision({ displayName: 'Ada Lovelace' });
    expect(await member(ctx, userName)).toMatchObject({
      name: 'Ada Lovelace',
      role: 'Member',
      read_only: false,
      status: 'active',
      source: 'scim',
      managed_by_directory: true,
      confined: false,
      signed_up_via: 'scim',
    });
    expect(await log(ctx, 'scim.user_created')).toMatchObject([
      { actor_kind: 'directory', actor_name: 'Test directory', target_name: userName },
    ]);
    const mails = await sql`select 1 from jobs where organization_id = ${ctx.tenant.id}`.execute(ctx.db);
    expect(mails.rows).toEqual([]);
  });

  test('INV-1, INV-2: whom the directory made comes in by a provider that proves the address, at once with a role', async () => {
    const { ctx, createUser: provision } = await aDirectory();
    const { userName } = await provision();
    const { userId } = await admit(ctx, proven(userName));
    expect(userId).toBe((await member(ctx, userName))?.user_id);
    expect(await opens(ctx, userName)).toBe(200);
  });

  test('the sign-in address, the name and other memberships are never written', async () => {
    const { ctx, system, createUser: provision, patch } = await aDirectory();
    const other = await anOrganization(system);
    const { id, userName } = await provision({ displayName: 'Before' });
    const before = await member(ctx, userName);
    await addMember(ctx, { userId: before?.user_id as number, organizationId: other.tenant.id, role: 'Admin', source: 'invite' });
    await patch(
      `/Users/${id}`,
      { op: 'replace', path: 'userName', value: 'other@example.com' },
      { op: 'replace', path: 'emails', value: [{ value: 'other@example.com' }] },
      { op: 'replace', path: 'displayName', value: 'After' },
      { op: 'replace', path: 'active', value: false },
    );
    expect(await member(ctx, userName)).toEqual({ ...before, status: 'suspended' });
    expect(await member(other.ctx, userName)).toMatchObject({ role: 'Admin', status: 'active', managed_by_directory: false });
    expect(await opens(other.ctx, userName)).toBe(200);
  });

  test('INV-23: a directory takes no seat that is not there', async () => {
    const { ctx, ask, newUser } = await aDirectory();
    await sql`update organizations set seat_limit = 1 where id = ${ctx.tenant.id}`.execute(ctx.db);
    const { status, json } = await ask('POST', '/Users', newUser());
    expect([status, json.scimType]).toEqual([409, undefined]);
    expect(json.detail).toMatch(/seats/);
    expect((await ask('POST', '/Users', newUser({ active: false }))).status).toBe(201);
  });
});

describe('INV-49a: an address that has an account already', () => {
  test('the place opens nothing until the person signs in themself, and then it does', async () => {
    const { ctx, system, createUser: provision } = await aDirectory();
    const elsewhere = await anOrganization(system);
    const person = await asUser(elsewhere.ctx, 'Member');
    const { email } = person.actor;
    await provision({ userName: email, emails: [], displayName: 'Called otherwise' });
    expect(await member(ctx, email)).toMatchObject({ confined: true, status: 'active', name: null });
    expect(await opens(ctx, email)).toBe(404);
    expect(await opens(elsewhere.ctx, email)).toBe(200);
    await admit(ctx, proven(email));
    expect(await member(ctx, email)).toMatchObject({ confined: false });
    expect(await opens(ctx, email)).toBe(200);
    expect(await log(ctx, 'member.confirmed')).toMatchObject([{ actor_kind: 'person', target_name: email }]);
  });

  test('signing in by password is signing in themself as well', async () => {
    const { ctx, system, createUser: provision } = await aDirectory();
    const { actor } = await asUser((await anOrganization(system)).ctx, 'Member');
    await provision({ userName: actor.email, emails: [] });
    await admitOwnerOf(ctx, actor.userId, {});
    expect(await member(ctx, actor.email)).toMatchObject({ confined: false });
  });

  test('CHECK 24.19: until then, whoever runs the organization has no power over the account', async () => {
    const { ctx, system, createUser: provision } = await aDirectory();
    const elsewhere = await anOrganization(system);
    const { actor } = await asUser(elsewhere.ctx, 'Member');
    await provision({ userName: actor.email, emails: [] });
    const answers = [
      await inject(ctx, { method: 'GET', path: `/{organization}/users/${actor.userId}` }),
      await inject(ctx, {
        method: 'POST',
        path: `/{organization}/users/${actor.userId}/reset-password`,
        body: { new_password: 'correct horse battery' },
      }),
    ];
    expect(answers.map((one) => one.status)).toEqual([404, 404]);
  });

  test('somebody who belongs nowhere any more comes in by that place', async () => {
    const { ctx, createUser: provision } = await aDirectory();
    const email = `gone-${Date.now()}@example.com`;
    await createUser(ctx, { email, password: null });
    await expect(admit(ctx, proven(email))).rejects.toMatchObject({ code: 'not_invited' });
    await provision({ userName: email, emails: [] });
    await admit(ctx, proven(email));
    expect(await opens(ctx, email)).toBe(200);
  });

  test('a sign-in elsewhere by a session that was there before does not open it', async () => {
    const { ctx, system, createUser: provision } = await aDirectory();
    const elsewhere = await anOrganization(system);
    const person = await asUser(elsewhere.ctx, 'Owner');
    const token = await issueToken(ctx, person.actor.email);
    await provision({ userName: person.actor.email, emails: [] });
    const { status } = await inject(
      { ...ctx, actor: { ...ctx.actor, email: '' } },
      { method: 'GET', path: '/{organization}/incidents', headers: { authorization: `Bearer ${token}` } },
    );
    expect(status).toBe(404);
  });
});

describe('members who were here before', () => {
  test('a directory neither sees nor takes them; given to it, it does', async () => {
    const { ctx, ask, patch } = await aDirectory();
    const { actor } = await asUser(ctx, 'Admin');
    const byName = `/Users?filter=${encodeURIComponent(`userName eq "${actor.email}"`)}`;
    expect((await ask('GET', byName)).json.totalResults).toBe(0);
    const refused = await ask('POST', '/Users', { userName: actor.email });
    expect([refused.status, refused.json.scimType]).toEqual([409, 'uniqueness']);
    expect(refused.json.detail).toMatch(/tocsin scim adopt/);
    await adoptMember(asSystem(ctx), actor.userId);
    const { Resources } = (await ask('GET', byName)).json;
    expect(Resources).toMatchObject([{ userName: actor.email, active: true }]);
    expect((await patch(`/Users/${Resources[0].id}`, { op: 'replace', path: 'externalId', value: 'e-1' })).json.externalId).toBe('e-1');
    expect(await member(ctx, actor.email)).toMatchObject({ role: 'Admin', managed_by_directory: true, source: 'import' });
    await expect(adoptMember(asSystem(ctx), actor.userId)).rejects.toMatchObject({ kind: 'conflict' });
  });

  test('INV-10, LAST_OWNER: the last Owner of their own is not given away, and no directory removes one', async () => {
    const { ctx, ask, owner } = await aDirectory();
    await expect(adoptMember(asSystem(ctx), owner.id)).rejects.toMatchObject({ problems: [{ type: 'LAST_OWNER' }] });
    const second = await asUser(ctx, 'Owner');
    await adoptMember(asSystem(ctx), second.actor.userId);
    await sql`update organization_members set status = 'suspended' where organization_id = ${ctx.tenant.id} and dispatch_user_id = ${owner.id}`.execute(
      ctx.db,
    );
    const { id } = (await ask('GET', '/Users')).json.Resources[0];
    const { status, json } = await ask('DELETE', `/Users/${id}`);
    expect([status, json.detail]).toEqual([409, expect.stringMatching(/last Owner/)]);
    expect((await ask('PATCH', `/Users/${id}`, { Operations: [{ op: 'replace', value: { active: false } }] })).status).toBe(409);
    expect(await member(ctx, second.actor.email)).toMatchObject({ status: 'active', role: 'Owner' });
  });

  test('ROLE_MANAGED_BY_DIRECTORY: a managed role is read-only for people', async () => {
    const { ctx, createUser: provision } = await aDirectory();
    const { userName } = await provision();
    const { user_id } = (await member(ctx, userName)) as Member;
    await expect(setMemberRole(ctx, { userId: user_id, role: 'Admin', isReadOnly: false })).rejects.toMatchObject({
      problems: [{ type: 'ROLE_MANAGED_BY_DIRECTORY' }],
    });
  });

  test("somebody who accepts an invitation again is the directory's no more", async () => {
    const { ctx, ask, createUser: provision } = await aDirectory();
    const { id, userName } = await provision();
    const { user_id } = (await member(ctx, userName)) as Member;
    await sql`update organization_members set status = 'removed' where organization_id = ${ctx.tenant.id} and dispatch_user_id = ${user_id}`.execute(
      ctx.db,
    );
    expect((await ask('GET', `/Users/${id}`)).status).toBe(404);
    await addMember(ctx, { userId: user_id, organizationId: ctx.tenant.id, role: 'Member', source: 'invite' });
    expect((await ask('DELETE', `/Users/${id}`)).status).toBe(404);
    expect(await member(ctx, userName)).toMatchObject({ status: 'active', managed_by_directory: false });
  });
});

describe('INV-54: deactivated and deleted', () => {
  const sessions = async ({ db }: Context, userId: number) =>
    (await sql`select 1 from sessions where dispatch_user_id = ${userId}`.execute(db)).rows.length;

  test('active false locks out and ends sessions before the answer; true lets in again', async () => {
    const { ctx, clock, createUser: provision, patch } = await aDirectory();
    const { id, userName } = await provision();
    const { user_id } = (await member(ctx, userName)) as Member;
    await startSession(ctx, { userId: user_id, method: 'provider', address: '', agent: '' });
    expect(await opens(ctx, userName)).toBe(200);
    expect((await patch(`/Users/${id}`, { op: 'replace', path: 'active', value: false })).json.active).toBe(false);
    expect([await member(ctx, userName).then((one) => one?.status), await sessions(ctx, user_id)]).toEqual(['suspended', 0]);
    clock.advance(2000);
    expect(await opens(ctx, userName)).toBe(404);
    expect(await log(ctx, 'scim.user_deactivated')).toHaveLength(1);
    expect((await patch(`/Users/${id}`, { op: 'replace', path: 'active', value: true })).json.active).toBe(true);
    expect(await opens(ctx, userName)).toBe(200);
  });

  test('whom an administrator has suspended stays so, whatever the directory repeats', async () => {
    const { ctx, createUser: provision, patch } = await aDirectory();
    const { id, userName } = await provision();
    await suspendMember(ctx, ((await member(ctx, userName)) as Member).user_id);
    await patch(`/Users/${id}`, { op: 'replace', value: { active: true, displayName: 'Again' } });
    expect(await member(ctx, userName)).toMatchObject({ status: 'suspended' });
  });

  test('deleted is removed; the name stays, and the same person comes back confined', async () => {
    const { ctx, ask, createUser: provision } = await aDirectory();
    const { id, userName } = await provision({ displayName: 'Ada' });
    expect((await ask('DELETE', `/Users/${id}`)).status).toBe(204);
    expect(await member(ctx, userName)).toMatchObject({ status: 'removed', name: 'Ada' });
    expect(await log(ctx, 'scim.user_deleted')).toMatchObject([{ target_name: userName }]);
    const again = await provision({ userName, emails: [] });
    expect(again.id).not.toBe(id);
    expect(await member(ctx, userName)).toMatchObject({ status: 'active', confined: true, source: 'scim' });
  });

  test('INV-57: whoever commands an open incident is locked out at once, and removed after somebody else has taken over', async () => {
    const { ctx, ask, project, createUser: provision } = await aDirectory();
    const { id, userName } = await provision();
    const incident = await createIncident(ctx, {
      title: 'Down',
      description: 'Down',
      project: { id: project.id },
      commander: { individual: { email: userName } },
    } as never);
    expect(incident).toBeDefined();
    const { status, json } = await ask('DELETE', `/Users/${id}`);
    expect([status, json.detail]).toEqual([409, expect.stringMatching(/Hand over first/)]);
    expect(await member(ctx, userName)).toMatchObject({ status: 'suspended' });
    await sql`update incidents set status = 'Closed' where organization_id = ${ctx.tenant.id}`.execute(ctx.db);
    expect((await ask('DELETE', `/Users/${id}`)).status).toBe(204);
    expect(await member(ctx, userName)).toMatchObject({ status: 'removed' });
  });
});

describe('group mapping', () => {
  test('members have the most that any of their groups gives, and lose it with the group', async () => {
    const { ctx, ask, patch, createUser: provision, createGroup } = await aDirectory();
    const ada = await provision();
    const [viewers, admins] = [await createGroup('Viewers', [ada]), await createGroup('Admins')];
    const role = async () => {
      const found = (await member(ctx, ada.userName)) as Member;
      return found.read_only ? 'Viewer' : found.role;
    };
    expect(await role()).toBe('Member');
    expect(
      await setGroupMappings(asSystem(ctx), [
        { groupId: viewers.id, ...VIEWER },
        { groupId: admins.id, ...ADMIN },
      ]),
    ).toBe(1);
    expect(await role()).toBe('Viewer');
    await patch(`/Groups/${admins.id}`, { op: 'add', path: 'members', value: [{ value: ada.id }] });
    expect(await role()).toBe('Admin');
    await patch(`/Groups/${admins.id}`, { op: 'remove', path: `members[value eq "${ada.id}"]` });
    expect(await role()).toBe('Viewer');
    await ask('DELETE', `/Groups/${viewers.id}`);
    expect(await role()).toBe('Member');
    expect(await log(ctx, 'member.role_changed')).toHaveLength(4);
    expect((await log(ctx, 'member.role_changed')).map((one) => one.actor_kind)).toEqual(Array(4).fill('directory'));
    expect(await log(ctx, 'group_mapping.changed')).toHaveLength(2);
  });

  test('projects that a mapping names belong to it; others are left alone', async () => {
    const { ctx, project, patch, createUser: provision, createGroup } = await aDirectory();
    const { rows } = await sql<{ id: number }>`
      insert into projects (organization_id, name) values (${ctx.tenant.id}, 'Payments') returning id`.execute(ctx.db);
    const payments = rows[0]?.id as number;
    const ada = await provision();
    const group = await createGroup('Payments', [ada]);
    const places = async () => {
      const found = await sql<{ name: string; role: string }>`
        select p.name, pm.role from project_members pm join projects p on p.id = pm.project_id join users u on u.id = pm.dispatch_user_id
        where lower(u.email) = lower(${ada.userName}) order by p.id`.execute(ctx.db);
      return found.rows.map(({ name, role }) => `${name} ${role}`);
    };
    await setGroupMappings(asSystem(ctx), [
      { groupId: group.id, role: 'Member', isReadOnly: false, projects: [{ project_id: payments, role: 'Admin' }] },
    ]);
    expect(await places()).toEqual([`${project.name} Member`, 'Payments Admin']);
    await patch(`/Groups/${group.id}`, { op: 'remove', path: 'members' });
    expect(await places()).toEqual([`${project.name} Member`]);
    await patch(`/Groups/${group.id}`, { op: 'add', path: 'members', value: [{ value: ada.id }] });
    await setGroupMappings(asSystem(ctx), []);
    expect(await places()).toEqual([`${project.name} Member`]);
  });

  test('Owners and Managers keep their rank, and people whom no directory manages theirs', async () => {
    const { ctx, createGroup, ask } = await aDirectory();
    const [manager, invited] = [await asUser(ctx, 'Manager'), await asUser(ctx, 'Admin')];
    await adoptMember(asSystem(ctx), manager.actor.userId);
    const [user] = (await ask('GET', '/Users')).json.Resources;
    const group = await createGroup('Viewers', [user]);
    expect(await setGroupMappings(asSystem(ctx), [{ groupId: group.id, ...VIEWER }])).toBe(0);
    expect(await member(ctx, manager.actor.email)).toMatchObject({ role: 'Manager', read_only: false });
    expect(await member(ctx, invited.actor.email)).toMatchObject({ role: 'Admin' });
  });

  test.each([
    ['a group that is not there', () => [{ groupId: '00000000-0000-4000-8000-000000000000', ...VIEWER }], /There is no group/],
    [
      'a group that comes twice',
      (id: string) => [
        { groupId: id, ...VIEWER },
        { groupId: id, ...ADMIN },
      ],
      /comes twice/,
    ],
    [
      'a project of nobody',
      (id: string) => [{ groupId: id, ...VIEWER, projects: [{ project_id: 2_000_000_000, role: 'Member' }] }],
      /no project/,
    ],
    [
      'an Owner of a project',
      (id: string, project: number) => [{ groupId: id, ...VIEWER, projects: [{ project_id: project, role: 'Owner' }] }],
      /Admin at most/,
    ],
  ])('%s is refused', async (_name, mappings, message) => {
    const { ctx, project, createGroup } = await aDirectory();
    const group = await createGroup('One');
    await expect(setGroupMappings(asSystem(ctx), mappings(group.id, project.id) as never)).rejects.toThrow(message);
  });
});

describe('tokens', () => {
  test('two are good at the same time; one that was revoked is not', async () => {
    const { ctx, ask, token } = await aDirectory();
    const second = await createScimToken(asSystem(ctx), ' Second ');
    await expect(createScimToken(asSystem(ctx), 'Third')).rejects.toMatchObject({ kind: 'conflict' });
    const [first] = await scimTokens(ctx);
    expect((await ask('GET', '/Users')).status).toBe(200);
    await revokeScimToken(asSystem(ctx), first?.id as number);
    expect((await ask('GET', '/Users')).status).toBe(401);
    expect((await ask('GET', '/Users', undefined, { authorization: `bearer ${second.token}` })).status).toBe(200);
    expect(await scimTokens(ctx)).toMatchObject([{ name: 'Second', last_used_at: ctx.now() }]);
    const { rows } = await sql<{
      all: string;
    }>`select json_agg(a)::text as all from audit_entries a where organization_id = ${ctx.tenant.id}`.execute(ctx.db);
    for (const secret of [token, second.token]) expect(rows[0]?.all).not.toContain(secret.slice(5));
  });

  test('INV-5: of a suspended organization none is good', async () => {
    const { ctx, ask } = await aDirectory();
    await sql`update organizations set status = 'suspended' where id = ${ctx.tenant.id}`.execute(ctx.db);
    expect((await ask('GET', '/Users')).status).toBe(401);
  });

  test('INV-16: only whoever looks after identity makes them, and nobody but a directory provisions', async () => {
    const { ctx } = await aDirectory();
    const manager = await asUser(ctx, 'Manager');
    await expect(createScimToken(manager, 'Mine')).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(revokeScimToken(manager, 1)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(setGroupMappings(manager, [])).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(adoptMember(manager, ctx.actor.userId)).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

test('somebody who is invited and then named by the directory hears that they belong', async () => {
  const { ctx, createUser: provision } = await aDirectory();
  const { userName } = await provision();
  await expect(inviteUser(ctx, { email: userName, roles: ['write'] })).rejects.toMatchObject({ problems: [{ type: 'ALREADY_MEMBER' }] });
});
