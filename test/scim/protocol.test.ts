import { beforeAll, describe, expect, test } from 'vitest';
import { aDirectory, SCHEMAS } from '../a-directory.ts';
import { anOrganization } from '../harness.ts';

/*
 * What a client of SCIM 2.0 relies on, asked through HTTP. Checked, by the section of RFC 7644 (P) or RFC 7643 (S):
 *   discovery P4, S5–7 · authentication P2 · create P3.3 · read P3.4.1 · query, filters P3.4.2 · paging P3.4.2.4 · projection P3.9 ·
 *   replace P3.5.1 · PATCH P3.5.2 · delete P3.6 · media type P3.8 · errors P3.12 · /Me and /Bulk P3.11, P3.7
 * What Entra ID and Okta send is in providers.test.ts; what becomes of members in members.test.ts.
 */

type Directory = Awaited<ReturnType<typeof aDirectory>>;
let directory: Directory;
const { ask, patch, createUser, createGroup } = new Proxy({} as Directory, {
  get:
    (_target, name) =>
    (...args: unknown[]) =>
      (directory[name as 'ask'] as (...all: unknown[]) => unknown)(...args),
});

beforeAll(async () => {
  directory = await aDirectory();
});

const error = (status: number, scimType?: string) => ({
  schemas: [SCHEMAS.error],
  status: String(status),
  detail: expect.any(String),
  ...(scimType && { scimType }),
});
const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);

describe('P4: discovery', () => {
  test('ServiceProviderConfig says what there is and what there is not', async () => {
    const { status, json, headers } = await ask('GET', '/ServiceProviderConfig');
    expect([status, headers['content-type']]).toEqual([200, 'application/scim+json; charset=utf-8']);
    expect(json).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: true },
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
      filter: { supported: true, maxResults: 200 },
      changePassword: { supported: false },
      sort: { supported: false },
      etag: { supported: false },
      authenticationSchemes: [{ type: 'oauthbearertoken', name: expect.any(String), description: expect.any(String) }],
    });
  });

  test('ResourceTypes name the endpoints and schemas', async () => {
    const { json } = await ask('GET', '/ResourceTypes');
    expect(json).toMatchObject({ schemas: [SCHEMAS.list], totalResults: 2 });
    expect(json.Resources.map((one: { endpoint: string; schema: string }) => [one.endpoint, one.schema])).toEqual([
      ['/Users', SCHEMAS.user],
      ['/Groups', SCHEMAS.group],
    ]);
    expect((await ask('GET', '/ResourceTypes/User')).json).toEqual(json.Resources[0]);
    expect((await ask('GET', '/ResourceTypes/Robot')).json).toEqual(error(404));
  });

  test('Schemas describe every attribute that an answer has', async () => {
    const { json } = await ask('GET', '/Schemas');
    expect(json.totalResults).toBe(2);
    const user = (await ask('GET', `/Schemas/${SCHEMAS.user}`)).json;
    expect(user).toEqual(json.Resources[0]);
    const names = user.attributes.map((one: { name: string }) => one.name);
    const made = await createUser({ displayName: 'Ada', name: { givenName: 'Ada' }, externalId: 'e-1' });
    for (const name of Object.keys(made)) expect([...names, 'schemas', 'id', 'meta']).toContain(name);
    expect(user.attributes.find((one: { name: string }) => one.name === 'userName')).toEqual({
      name: 'userName',
      type: 'string',
      description: expect.any(String),
      multiValued: false,
      required: true,
      caseExact: false,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'server',
    });
  });

  test.each(['ResourceTypes', 'Schemas'])('%s with a filter is forbidden', async (name) => {
    expect((await ask('GET', `/${name}?filter=id+pr`)).json).toEqual(error(403));
  });
});

describe('P2: who asks', () => {
  test('no token, a wrong one, one of another organization, no such organization, no such path: one and the same answer', async () => {
    const { ctx, system, token, tenant } = directory;
    const other = await aDirectory(await anOrganization(system));
    const base = `/api/v1/${tenant.slug}/scim/v2`;
    const answers = [
      await ask('GET', '/Users', undefined, { authorization: '' }),
      await ask('GET', '/Users', undefined, { authorization: 'Bearer scim_wrong' }),
      await ask('GET', '/Users', undefined, { authorization: `Basic ${token}` }),
      await ask('GET', '/Users', undefined, { authorization: `Bearer ${other.token}` }),
      await ask('GET', '/api/v1/no-such-organization/scim/v2/Users'),
      await ask('GET', `${base}/Nothing`, undefined, { authorization: 'Bearer scim_wrong' }),
      await ask('DELETE', `${base}/Users/x`, undefined, { authorization: 'Bearer scim_wrong' }),
      await ask('POST', `${base}/Users`, '{broken', { authorization: 'Bearer scim_wrong' }),
      await ask('POST', `${base}/Users`, 'x', { authorization: 'Bearer scim_wrong', 'content-type': 'text/plain' }),
    ];
    expect([...new Set(answers.map((one) => one.text))]).toEqual([JSON.stringify({ ...error(401), detail: answers[0]?.json.detail })]);
    for (const one of answers) expect([one.status, one.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect(ctx.tenant.id).toBe(tenant.id);
  });

  test('a token of one organization finds nothing of another, by list, id or filter', async () => {
    const other = await aDirectory(await anOrganization(directory.system));
    const theirs = await other.createUser();
    const group = await other.createGroup('Theirs', [theirs]);
    for (const path of [`/Users/${theirs.id}`, `/Groups/${group.id}`]) {
      expect((await ask('GET', path)).json).toEqual(error(404));
      expect((await ask('DELETE', path)).status).toBe(404);
      expect((await patch(path, { op: 'replace', path: 'displayName', value: 'mine' })).status).toBe(404);
    }
    expect((await ask('GET', `/Users?filter=userName+eq+"${theirs.userName}"`)).json.totalResults).toBe(0);
    const mine = await ask('POST', '/Groups', { schemas: [SCHEMAS.group], displayName: 'Mine', members: [{ value: theirs.id }] });
    expect(mine.json).toEqual(error(400, 'invalidValue'));
  });
});

describe('P3.3: create', () => {
  test('201, the address of the resource, and the resource', async () => {
    const body = directory.newUser({
      externalId: 'ext-7',
      displayName: 'Babs',
      name: { formatted: 'Ms. Barbara Jensen', familyName: 'Jensen', givenName: 'Barbara' },
      nickName: 'not kept',
      groups: [{ value: 'read-only' }],
      id: 'not mine to choose',
    });
    const { status, headers, json } = await ask('POST', '/Users', body);
    expect(status).toBe(201);
    expect(headers.location).toBe(json.meta.location);
    expect(json).toEqual({
      schemas: [SCHEMAS.user],
      id: uuid,
      externalId: 'ext-7',
      userName: body.userName,
      name: { formatted: 'Ms. Barbara Jensen', familyName: 'Jensen', givenName: 'Barbara' },
      displayName: 'Babs',
      active: true,
      emails: body.emails,
      meta: {
        resourceType: 'User',
        created: '2026-01-05T09:00:00.000Z',
        lastModified: '2026-01-05T09:00:00.000Z',
        location: expect.stringMatching(new RegExp(`/api/v1/${directory.tenant.slug}/scim/v2/Users/${json.id}$`)),
      },
    });
    expect((await ask('GET', `/Users/${json.id}`)).json).toEqual(json);
  });

  test('names of attributes in any case, application/json as well', async () => {
    const { userName } = directory.newUser();
    const { status, json } = await ask(
      'POST',
      '/Users',
      { USERNAME: userName, Active: 'True', displayname: 'X' },
      { 'content-type': 'application/json' },
    );
    expect([status, json.userName, json.active, json.displayName]).toEqual([201, userName, true, 'X']);
  });

  test('the same POST twice: the second is 409 uniqueness, and there is one', async () => {
    const body = directory.newUser();
    const [first, second] = await Promise.all([ask('POST', '/Users', body), ask('POST', '/Users', body)]);
    expect([first.status, second.status].sort()).toEqual([201, 409]);
    expect([first, second].find((one) => one.status === 409)?.json).toEqual(error(409, 'uniqueness'));
    const again = await ask('POST', '/Users', { ...body, userName: body.userName.toUpperCase(), emails: [] });
    expect(again.json).toEqual(error(409, 'uniqueness'));
    expect((await ask('GET', `/Users?filter=userName+eq+"${body.userName}"`)).json.totalResults).toBe(1);
  });

  test.each([
    ['no userName', {}, 'invalidValue'],
    ['an empty userName', { userName: ' ' }, 'invalidValue'],
    ['a userName that is a number', { userName: 7 }, 'invalidValue'],
    ['active that is no truth', { userName: 'a@example.com', active: 'perhaps' }, 'invalidValue'],
    ['emails that are no objects', { userName: 'a@example.com', emails: ['a@example.com'] }, 'invalidSyntax'],
    ['no address anywhere', { userName: 'bjensen' }, 'invalidValue'],
    ['an address that is none', { userName: 'bjensen', emails: [{ value: 'nowhere' }] }, 'invalidValue'],
    ['another schema', { schemas: [SCHEMAS.group], userName: 'a@example.com' }, 'invalidSyntax'],
    ['a list', [], 'invalidSyntax'],
    ['broken JSON', '{"userName":', 'invalidSyntax'],
    ['a text with a zero', { userName: 'a@example.com', displayName: 'a\0b' }, 'invalidValue'],
  ])('%s is refused', async (_name, body, scimType) => {
    expect((await ask('POST', '/Users', body)).json).toEqual(error(400, scimType));
  });

  test('P3.8: another media type is 415, more than a megabyte 413', async () => {
    expect((await ask('POST', '/Users', 'userName=x', { 'content-type': 'application/x-www-form-urlencoded' })).json).toEqual(error(415));
    expect((await ask('POST', '/Users', { userName: 'x'.repeat(1_000_001) })).json).toEqual(error(413));
  });
});

describe('P3.4.2: filters', () => {
  let place: Directory;
  beforeAll(async () => {
    place = await aDirectory();
    const add = (userName: string, more: object) =>
      place.createUser({ userName, emails: [{ value: `${userName}@example.com`, type: 'work', primary: true }], ...more });
    const ada = await add('ada', { externalId: 'A-1', displayName: 'Ada L', name: { familyName: 'Lovelace', givenName: 'Ada' } });
    place.clock.advance(60_000);
    await add('bob', {
      externalId: 'a-1',
      displayName: 'Bob',
      emails: [
        { value: 'bob@example.com', type: 'work' },
        { value: 'bob@home.example', type: 'home' },
      ],
    });
    await add('cy%_', { active: false, emails: [{ value: 'cy@example.com', type: 'work' }] });
    await place.createGroup('Engineers', [ada]);
  });
  const found = async (filter: string) => {
    const { status, json } = await place.ask('GET', `/Users?filter=${encodeURIComponent(filter)}`);
    return status === 200 ? json.Resources.map((one: { userName: string }) => one.userName) : json;
  };

  test.each([
    ['userName eq "ADA"', ['ada']],
    ['userName Eq "nobody"', []],
    ['userName ne "ada"', ['bob', 'cy%_']],
    ['userName co "%"', ['cy%_']],
    ['userName sw "B"', ['bob']],
    ['userName ew "b"', ['bob']],
    ['userName gt "ada" and userName le "bob"', ['bob']],
    ['externalId eq "A-1"', ['ada']],
    ['externalId ne "A-1"', ['bob', 'cy%_']],
    ['not (externalId eq "A-1")', ['bob', 'cy%_']],
    ['externalId pr', ['ada', 'bob']],
    ['not (externalId pr)', ['cy%_']],
    ['externalId eq null', ['cy%_']],
    ['displayName eq "bob"', ['bob']],
    ['name.familyName eq "lovelace"', ['ada']],
    ['active eq false', ['cy%_']],
    ['active eq "False"', ['cy%_']],
    ['emails.value eq "BOB@home.example"', ['bob']],
    ['emails eq "bob@home.example"', ['bob']],
    ['emails[type eq "home" and value co "@home"]', ['bob']],
    ['emails[type eq "home" and value co "@example.com"]', []],
    ['emails.type eq "work" and not (emails[type eq "home"])', ['ada', 'cy%_']],
    ['groups.display eq "engineers"', ['ada']],
    ['meta.created gt "2026-01-05T09:00:30Z"', ['bob', 'cy%_']],
    ['(userName eq "ada" or userName eq "bob") and active eq true', ['ada', 'bob']],
    [`${SCHEMAS.user}:userName eq "ada"`, ['ada']],
    ['userName eq "\' or true --"', []],
  ])('%s', async (filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  test('id eq', async () => {
    const { Resources } = (await place.ask('GET', '/Users')).json;
    expect(await found(`id eq "${Resources[1].id}"`)).toEqual(['bob']);
  });

  test.each([
    'userName',
    'userName eq',
    'userName is "x"',
    'password eq "x"',
    'shoeSize eq 7',
    'active gt true',
    'active eq "perhaps"',
    'userName eq 7',
    'userName co null',
    'meta.created gt "yesterday"',
    'meta.created co "2026"',
    'phones[type eq "work"]',
    'emails[shoeSize eq 7]',
    'constructor eq "x"',
    'userName eq "x\\u0000"',
  ])('%s is no filter that is answered', async (filter) => {
    expect(await found(filter)).toEqual(error(400, 'invalidFilter'));
  });

  test('groups by name and by member', async () => {
    const { Resources } = (await place.ask('GET', '/Groups?filter=displayName+eq+"ENGINEERS"')).json;
    expect(Resources).toHaveLength(1);
    const byMember = await place.ask('GET', `/Groups?filter=${encodeURIComponent(`members[value eq "${Resources[0].members[0].value}"]`)}`);
    expect(byMember.json.totalResults).toBe(1);
  });
});

describe('P3.4.2.4: paging', () => {
  let place: Directory;
  beforeAll(async () => {
    place = await aDirectory();
    for (let index = 0; index < 5; index += 1) await place.createUser({ userName: `u${index}` });
  });
  const page = async (query: string) => {
    const { json } = await place.ask('GET', `/Users?${query}`);
    return [
      json.totalResults,
      json.startIndex,
      json.itemsPerPage,
      json.Resources?.map((one: { userName: string }) => one.userName).join(' '),
    ];
  };

  test.each([
    ['', [5, 1, 5, 'u0 u1 u2 u3 u4']],
    ['startIndex=2&count=2', [5, 2, 2, 'u1 u2']],
    ['startIndex=5&count=2', [5, 5, 1, 'u4']],
    ['startIndex=9', [5, 9, 0, '']],
    ['count=0', [5, 1, 0, '']],
    ['startIndex=0&count=-3', [5, 1, 0, '']],
    ['count=100000', [5, 1, 5, 'u0 u1 u2 u3 u4']],
    ['filter=userName+ne+"u0"&startIndex=2&count=1', [4, 2, 1, 'u2']],
  ])('%s', async (query, expected) => {
    expect(await page(query)).toEqual(expected);
  });

  test('a count that is no number is refused by name', async () => {
    const { json } = await place.ask('GET', '/Users?count=many');
    expect(json).toEqual({ ...error(400, 'invalidValue'), detail: 'count: this should be a whole number.' });
  });
});

describe('P3.9: attributes and excludedAttributes', () => {
  test.each([
    ['attributes=userName', ['schemas', 'id', 'userName']],
    ['attributes=username,name.givenName', ['schemas', 'id', 'userName', 'name']],
    [`attributes=${SCHEMAS.user}:userName`, ['schemas', 'id', 'userName']],
    ['excludedAttributes=emails,name,groups,meta,active,id', ['schemas', 'id', 'userName']],
  ])('%s', async (query, names) => {
    const { id } = await createUser({ name: { givenName: 'Ada', familyName: 'L' } });
    const { json } = await ask('GET', `/Users/${id}?${query}`);
    expect(Object.keys(json).sort()).toEqual([...names].sort());
    if (names.includes('name')) expect(json.name).toEqual({ givenName: 'Ada' });
  });

  test('a group without its members', async () => {
    const { id } = await createGroup('Many', [await createUser()]);
    expect((await ask('GET', `/Groups/${id}?excludedAttributes=members`)).json.members).toBeUndefined();
    expect((await ask('GET', `/Groups/${id}`)).json.members).toHaveLength(1);
  });
});

describe('P3.5.1: replace', () => {
  test('what is left out is gone, but for active; what is read-only stays', async () => {
    const made = await createUser({ displayName: 'Old', externalId: 'x', name: { givenName: 'Old' } });
    directory.clock.advance(1000);
    const { status, json } = await ask('PUT', `/Users/${made.id}`, {
      schemas: [SCHEMAS.user],
      id: 'other',
      userName: made.userName,
      displayName: 'New',
    });
    expect(status).toBe(200);
    expect(json).toEqual({
      schemas: [SCHEMAS.user],
      id: made.id,
      userName: made.userName,
      displayName: 'New',
      active: true,
      meta: { ...made.meta, lastModified: expect.any(String) },
    });
    expect(json.meta.lastModified > made.meta.lastModified).toBe(true);
  });

  test('the same again changes nothing, not even the time', async () => {
    const made = await createUser({ displayName: 'Same' });
    directory.clock.advance(1000);
    expect((await ask('PUT', `/Users/${made.id}`, made)).json).toEqual(made);
  });

  test("another user's name is 409, an unknown id 404", async () => {
    const [one, two] = [await createUser(), await createUser()];
    expect((await ask('PUT', `/Users/${one.id}`, { userName: two.userName })).json).toEqual(error(409, 'uniqueness'));
    for (const id of ['00000000-0000-4000-8000-000000000000', 'x', "'; drop"])
      expect((await ask('PUT', `/Users/${encodeURIComponent(id)}`, { userName: 'a' })).json).toEqual(error(404));
  });

  test('a group has the members that it is given', async () => {
    const [one, two, three] = [await createUser(), await createUser(), await createUser()];
    const group = await createGroup('Replaced', [one, two]);
    const { json } = await ask('PUT', `/Groups/${group.id}`, {
      displayName: 'Replaced again',
      members: [{ value: two.id }, { value: three.id.toUpperCase() }],
    });
    expect(json.displayName).toBe('Replaced again');
    expect(json.members.map((one: { value: string }) => one.value).sort()).toEqual([two.id, three.id].sort());
    expect((await ask('GET', `/Users/${three.id}`)).json.groups).toEqual([
      { value: group.id, $ref: group.meta.location, display: 'Replaced again' },
    ]);
    expect((await ask('PUT', `/Groups/${group.id}`, { displayName: 'Empty' })).json.members).toBeUndefined();
  });
});

describe('P3.5.2: PATCH', () => {
  const patched = async (made: object, ...operations: object[]) => {
    const { id } = await createUser(made);
    const answer = await patch(`/Users/${id}`, ...operations);
    // The next one has the same address.
    await ask('DELETE', `/Users/${id}`);
    return answer;
  };
  const work = { value: 'w@example.com', type: 'work', primary: true };
  const home = { value: 'h@example.com', type: 'home' };

  test.each<[string, object, object[], object]>([
    ['add', {}, [{ op: 'add', path: 'displayName', value: 'X' }], { displayName: 'X' }],
    ['replace', { displayName: 'Y' }, [{ op: 'replace', path: 'displayName', value: 'X' }], { displayName: 'X' }],
    ['remove', { displayName: 'Y' }, [{ op: 'remove', path: 'displayName' }], { displayName: undefined }],
    [
      'a part',
      { name: { familyName: 'L' } },
      [{ op: 'replace', path: 'name.givenName', value: 'A' }],
      { name: { familyName: 'L', givenName: 'A' } },
    ],
    [
      'remove a part',
      { name: { familyName: 'L', givenName: 'A' } },
      [{ op: 'remove', path: 'name.givenName' }],
      { name: { familyName: 'L' } },
    ],
    [
      'a complex value keeps the other parts',
      { name: { familyName: 'L' } },
      [{ op: 'replace', path: 'name', value: { givenName: 'A' } }],
      { name: { familyName: 'L', givenName: 'A' } },
    ],
    ['no path', {}, [{ op: 'add', value: { displayName: 'X', name: { givenName: 'A' } } }], { displayName: 'X', name: { givenName: 'A' } }],
    ['add to a list', { emails: [work] }, [{ op: 'add', path: 'emails', value: [home] }], { emails: [work, home] }],
    ['add what is there', { emails: [work, home] }, [{ op: 'add', path: 'emails', value: [home] }], { emails: [work, home] }],
    [
      'a second primary',
      { emails: [work] },
      [{ op: 'add', path: 'emails', value: [{ ...home, primary: true }] }],
      {
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      },
    ],
    ['replace a list', { emails: [work] }, [{ op: 'replace', path: 'emails', value: [home] }], { emails: [home] }],
    [
      'one of a list',
      { emails: [work, home] },
      [{ op: 'replace', path: 'emails[type eq "home"].value', value: 'n@example.com' }],
      { emails: [work, { ...home, value: 'n@example.com' }] },
    ],
    [
      'one of a list, whole',
      { emails: [work, home] },
      [{ op: 'replace', path: 'emails[value sw "h@"]', value: { display: 'H' } }],
      { emails: [work, { ...home, display: 'H' }] },
    ],
    [
      'remove one of a list',
      { emails: [work, home] },
      [{ op: 'remove', path: 'emails[type eq "home" and not (primary eq true)]' }],
      { emails: [work] },
    ],
    ['remove what is not there', { emails: [work] }, [{ op: 'remove', path: 'emails[type eq "home"]' }], { emails: [work] }],
    [
      'in order',
      {},
      [
        { op: 'add', path: 'displayName', value: 'X' },
        { op: 'replace', path: 'displayName', value: 'Y' },
      ],
      { displayName: 'Y' },
    ],
    ['with the schema in the path', {}, [{ op: 'add', path: `${SCHEMAS.user}:displayName`, value: 'X' }], { displayName: 'X' }],
  ])('%s', async (_name, made, operations, expected) => {
    const { status, json } = await patched(made, ...operations);
    expect(status).toBe(200);
    for (const [name, value] of Object.entries(expected)) expect(json[name]).toEqual(value);
  });

  test.each<[string, object[], string]>([
    ['an operation that is none', [{ op: 'move', path: 'displayName' }], 'invalidSyntax'],
    ['no operation', [], 'invalidSyntax'],
    ['an attribute that is none', [{ op: 'add', path: 'shoeSize', value: 7 }], 'invalidPath'],
    ['a part that is none', [{ op: 'add', path: 'name.shoeSize', value: 'x' }], 'invalidPath'],
    ['a path that cannot be read', [{ op: 'add', path: 'emails[type eq', value: 'x' }], 'invalidPath'],
    ['a filter where there is no list', [{ op: 'add', path: 'name[familyName eq "x"].givenName', value: 'x' }], 'invalidPath'],
    ['remove without a path', [{ op: 'remove' }], 'noTarget'],
    [
      'a filter that fits nothing and implies nothing',
      [{ op: 'replace', path: 'emails[value co "nobody"].value', value: 'x' }],
      'noTarget',
    ],
    ['what is read-only', [{ op: 'replace', path: 'groups', value: [] }], 'mutability'],
    ['another id', [{ op: 'replace', value: { id: 'x' } }], 'mutability'],
    ['what is required, removed', [{ op: 'remove', path: 'userName' }], 'invalidValue'],
    ['another type', [{ op: 'replace', path: 'active', value: 'perhaps' }], 'invalidValue'],
  ])('%s is refused', async (_name, operations, scimType) => {
    expect((await patched({}, ...operations)).json).toEqual(error(400, scimType));
  });

  test('what is wrong halfway changes nothing', async () => {
    const made = await createUser({ displayName: 'Before' });
    const { status } = await patch(
      `/Users/${made.id}`,
      { op: 'replace', path: 'displayName', value: 'After' },
      { op: 'replace', path: 'active', value: false },
      { op: 'add', path: 'shoeSize', value: 7 },
    );
    expect(status).toBe(400);
    expect((await ask('GET', `/Users/${made.id}`)).json).toEqual(made);
  });

  test('members come and go; one that is no user changes nothing', async () => {
    const [one, two, three] = [await createUser(), await createUser(), await createUser()];
    const group = await createGroup('Patched', [one]);
    const members = async (...operations: object[]) => {
      const { status, json } = await patch(`/Groups/${group.id}`, ...operations);
      return status === 200 ? (json.members ?? []).map((each: { value: string }) => each.value) : json.scimType;
    };
    expect(await members({ op: 'add', path: 'members', value: [{ value: two.id }, { value: three.id }] })).toEqual([
      one.id,
      two.id,
      three.id,
    ]);
    expect(await members({ op: 'remove', path: `members[value eq "${one.id}"]` })).toEqual([two.id, three.id]);
    expect(await members({ op: 'add', path: 'members', value: [{ value: one.id }, { value: 'nobody' }] })).toBe('invalidValue');
    expect(await members({ op: 'replace', path: 'members', value: [{ value: one.id }] })).toEqual([one.id]);
    expect(await members({ op: 'remove', path: 'members' })).toEqual([]);
  });

  test('more than 5,000 members at once are refused', async () => {
    const group = await createGroup('Too many');
    const value = Array.from({ length: 5001 }, (_one, index) => ({ value: `u${index}` }));
    expect((await patch(`/Groups/${group.id}`, { op: 'add', path: 'members', value })).json).toEqual(error(400, 'tooMany'));
  });
});

describe('P3.6: delete', () => {
  test('204 without a body, then 404 for everything', async () => {
    const made = await createUser();
    const group = await createGroup('Deleted', [made]);
    const gone = await ask('DELETE', `/Users/${made.id}`);
    expect([gone.status, gone.text]).toEqual([204, '']);
    expect((await ask('GET', `/Users/${made.id}`)).json).toEqual(error(404));
    expect((await ask('DELETE', `/Users/${made.id}`)).json).toEqual(error(404));
    expect((await ask('GET', `/Groups/${group.id}`)).json.members).toBeUndefined();
    expect((await ask('DELETE', `/Groups/${group.id}`)).status).toBe(204);
    expect((await ask('GET', `/Groups/${group.id}`)).json).toEqual(error(404));
  });
});

test.each([
  ['GET', '/Nothing', 404],
  ['GET', '/Me', 501],
  ['POST', '/Bulk', 501],
  ['POST', '/.search', 501],
] as const)('%s %s is %i, in the envelope of SCIM', async (method, path, status) => {
  const { json, headers } = await ask(method, path);
  expect([json, headers['content-type']]).toEqual([error(status), 'application/scim+json; charset=utf-8']);
});
