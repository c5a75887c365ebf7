import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { setGroupMappings } from '../../src/features/directories/index.ts';
import { aDirectory, SCHEMAS } from '../a-directory.ts';
import { asSystem } from '../harness.ts';

/*
 * Whole lives of users and groups in the words of Entra ID and Okta, written after what their makers publish:
 * https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups
 * https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20
 */

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const find = (filter: string) => `filter=${encodeURIComponent(filter)}`;
const anAddress = () => `test-user-${randomBytes(5).toString('hex')}@example.com`;

type Directory = Awaited<ReturnType<typeof aDirectory>>;

async function standing({ ctx }: Directory, email: string) {
  const { rows } = await sql<{ role: string; status: string }>`
    select m.role, m.status from organization_members m join users u on u.id = m.dispatch_user_id
    where m.organization_id = ${ctx.tenant.id} and u.email = ${email}`.execute(ctx.db);
  return rows[0];
}

describe('Entra ID', () => {
  const entraUser = (userName: string) => ({
    schemas: [SCHEMAS.user, ENTERPRISE],
    externalId: randomUUID(),
    userName,
    active: true,
    emails: [{ primary: true, type: 'work', value: userName }],
    meta: { resourceType: 'User' },
    name: { formatted: 'givenName familyName', familyName: 'familyName', givenName: 'givenName' },
    roles: [],
    [ENTERPRISE]: { department: 'Operations' },
  });

  test('its test of the connection finds nobody, which is no error', async () => {
    const { ask } = await aDirectory();
    const { status, json } = await ask('GET', `/Users?${find(`userName eq "${randomUUID()}"`)}`);
    expect([status, json]).toEqual([200, { schemas: [SCHEMAS.list], totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] }]);
  });

  test('a user: looked for, made, changed, disabled, enabled, deleted', async () => {
    const directory = await aDirectory();
    const { ask, patch } = directory;
    const userName = anAddress();
    expect((await ask('GET', `/Users?${find(`userName eq "${userName}"`)}`)).json.totalResults).toBe(0);
    const made = await ask('POST', '/Users', entraUser(userName));
    expect(made.status).toBe(201);
    const at = `/Users/${made.json.id}`;
    const changed = await patch(
      at,
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'updatedEmail@example.com' },
      { op: 'Replace', path: 'name.familyName', value: 'updatedFamilyName' },
      { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+1 555 0100' },
      { op: 'Add', path: `${ENTERPRISE}:department`, value: 'Security' },
      { op: 'Add', path: `${ENTERPRISE}:manager`, value: { value: randomUUID() } },
      { op: 'Add', path: 'title', value: 'Engineer' },
    );
    expect(changed.status).toBe(200);
    expect(changed.json).toMatchObject({
      emails: [{ primary: true, type: 'work', value: 'updatedEmail@example.com' }],
      name: { formatted: 'givenName familyName', familyName: 'updatedFamilyName', givenName: 'givenName' },
    });
    expect(
      (
        await patch(at, {
          op: 'Add',
          value: { displayName: 'Shown', 'name.middleName': 'M', 'emails[type eq "home"].value': 'home@example.com' },
        })
      ).json,
    ).toMatchObject({
      displayName: 'Shown',
      name: { middleName: 'M' },
      emails: [{ type: 'work' }, { type: 'home', value: 'home@example.com' }],
    });
    for (const [value, status] of [
      ['False', 'suspended'],
      ['True', 'active'],
    ] as const) {
      const answer = await patch(at, { op: 'Replace', path: 'active', value });
      expect([answer.status, answer.json.active, (await standing(directory, userName))?.status]).toEqual([200, value === 'True', status]);
    }
    expect((await ask('GET', `/Users?${find(`externalId eq "${made.json.externalId}"`)}`)).json.totalResults).toBe(1);
    expect((await ask('DELETE', at)).status).toBe(204);
    expect(await standing(directory, userName)).toMatchObject({ status: 'removed' });
  });

  test('a work address that is not there yet is replaced all the same', async () => {
    const { ask, patch } = await aDirectory();
    const { emails: _none, ...rest } = entraUser(anAddress());
    const { json } = await ask('POST', '/Users', rest);
    expect(
      (await patch(`/Users/${json.id}`, { op: 'Replace', path: 'emails[type eq "work"].value', value: 'w@example.com' })).json.emails,
    ).toEqual([{ type: 'work', value: 'w@example.com' }]);
  });

  test('a group: made, looked for without members, given and taken members, renamed, deleted', async () => {
    const directory = await aDirectory();
    const { ctx, ask, patch } = directory;
    const userName = anAddress();
    const user = (await ask('POST', '/Users', entraUser(userName))).json;
    const made = await ask('POST', '/Groups', {
      schemas: [SCHEMAS.group, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
      externalId: randomUUID(),
      displayName: 'Incident admins',
      meta: { resourceType: 'Group' },
    });
    expect(made.status).toBe(201);
    await setGroupMappings(asSystem(ctx), [{ groupId: made.json.id, role: 'Admin', isReadOnly: false, projects: [] }]);
    const at = `/Groups/${made.json.id}`;
    const value = [{ $ref: null, value: user.id }];
    expect((await patch(at, { op: 'Add', path: 'members', value })).status).toBe(200);
    expect(await standing(directory, userName)).toMatchObject({ role: 'Admin' });
    const found = await ask('GET', `/Groups?excludedAttributes=members&${find('displayName eq "incident admins"')}`);
    expect(found.json.Resources).toEqual([{ ...made.json, meta: expect.anything() }]);
    expect((await patch(at, { op: 'Remove', path: 'members', value })).json.members).toBeUndefined();
    expect(await standing(directory, userName)).toMatchObject({ role: 'Member' });
    expect((await patch(at, { op: 'Replace', path: 'displayName', value: 'Renamed' })).json.displayName).toBe('Renamed');
    expect((await ask('POST', '/Groups', { schemas: [SCHEMAS.group], displayName: 'RENAMED' })).json).toMatchObject({
      status: '409',
      scimType: 'uniqueness',
    });
    expect((await ask('DELETE', at)).status).toBe(204);
  });
});

describe('Okta', () => {
  const oktaUser = (userName: string) => ({
    schemas: [SCHEMAS.user],
    userName,
    name: { givenName: 'Test', familyName: 'User' },
    emails: [{ primary: true, value: userName, type: 'work' }],
    displayName: 'Test User',
    locale: 'en-US',
    externalId: '00ujl29u0le5T6Aj10h7',
    groups: [],
    password: '1mz050nq',
    active: true,
  });

  test('a user: looked for, made, replaced, deactivated and let in again', async () => {
    const directory = await aDirectory();
    const { ctx, ask, patch } = directory;
    const userName = anAddress();
    const search = `/Users?${find(`userName eq "${userName}"`)}&startIndex=1&count=100`;
    expect((await ask('GET', search)).json).toMatchObject({ totalResults: 0, Resources: [] });
    const made = await ask('POST', '/Users', oktaUser(userName));
    expect(made.status).toBe(201);
    expect(made.text).not.toContain('1mz050nq');
    const { rows } = await sql`select password from users where email = ${userName}`.execute(ctx.db);
    expect(rows).toEqual([{ password: null }]);
    const at = `/Users/${made.json.id}`;
    const replaced = await ask('PUT', at, {
      ...oktaUser(userName),
      id: made.json.id,
      name: { givenName: 'Another', familyName: 'User' },
      meta: made.json.meta,
    });
    expect([replaced.status, replaced.json.name]).toEqual([200, { givenName: 'Another', familyName: 'User' }]);
    expect((await patch(at, { op: 'replace', value: { active: false } })).json.active).toBe(false);
    expect(await standing(directory, userName)).toMatchObject({ status: 'suspended' });
    expect((await ask('PUT', at, { ...oktaUser(userName), id: made.json.id })).json.active).toBe(true);
    expect(await standing(directory, userName)).toMatchObject({ status: 'active' });
  });

  test('a group: its name with its id, members come and go in one request', async () => {
    const { ask, patch } = await aDirectory();
    const users = [];
    for (const userName of [anAddress(), anAddress()]) users.push((await ask('POST', '/Users', oktaUser(userName))).json);
    const [one, two] = users;
    const made = await ask('POST', '/Groups', {
      schemas: [SCHEMAS.group],
      displayName: 'Test SCIMv2',
      members: [{ value: one.id, display: one.userName }],
    });
    const at = `/Groups/${made.json.id}`;
    const renamed = await patch(at, { op: 'replace', value: { id: made.json.id, displayName: 'Test SCIMv2 again' } });
    expect([renamed.status, renamed.json.displayName]).toEqual([200, 'Test SCIMv2 again']);
    const changed = await patch(
      at,
      { op: 'remove', path: `members[value eq "${one.id}"]` },
      { op: 'add', path: 'members', value: [{ value: two.id, display: two.userName }] },
    );
    expect(changed.json.members).toMatchObject([{ value: two.id, display: 'Test User', type: 'User' }]);
    expect((await ask('GET', '/Groups?startIndex=1&count=100')).json).toMatchObject({ totalResults: 1, itemsPerPage: 1 });
  });
});
