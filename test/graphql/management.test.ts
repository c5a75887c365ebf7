import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { anAddress, aPlaceToJoin } from '../a-place-to-join.ts';
import { asUser, runJobs } from '../harness.ts';
import { aManagementApi } from './ask.ts';

const INVITE = `mutation ($input: InviteUserInput!) { inviteUser(input: $input) {
  invitation { id email state roles organizationRole generation deliveries { channel state } inviter { email } }
  errors { __typename ... on Error { code message path } ... on InvitationPendingError { invitation { id } } ... on SeatLimitError { limit used }
    ... on InvalidInputError { fields { path message } } ... on RoleNotGrantableError { highestGrantable } }
  clientMutationId } }`;

async function aTeam() {
  const place = await aPlaceToJoin();
  const api = await aManagementApi(place.ctx);
  const invite = (input: object, who = place.ctx) => api.ask(who, INVITE, { input: { email: anAddress(), roles: ['WRITE'], ...input } });
  return { ...place, ...api, inviteUser: async (input: object, who = place.ctx) => (await invite(input, who)).data.inviteUser };
}

describe('inviteUser', () => {
  test('API-8: success is an empty list of errors, and the input’s own mark comes back', async () => {
    const { inviteUser, ctx } = await aTeam();
    const payload = await inviteUser({ roles: ['ADMIN'], organizationRole: 'MANAGER', expiresIn: 'PT2H', clientMutationId: 'mine' });
    expect(payload).toMatchObject({
      invitation: {
        state: 'PENDING',
        roles: ['ADMIN', 'WRITE', 'READ'],
        organizationRole: 'MANAGER',
        generation: 1,
        deliveries: [{ channel: 'smtp', state: 'QUEUED' }],
        inviter: { email: ctx.actor.email },
      },
      errors: [],
      clientMutationId: 'mine',
    });
  });

  test('what could be foreseen is data, with what helps', async () => {
    const { inviteUser, ctx } = await aTeam();
    const email = anAddress();
    const first = await inviteUser({ email });
    expect((await inviteUser({ email })).errors).toEqual([
      {
        __typename: 'InvitationPendingError',
        code: 'INVITATION_PENDING',
        message: expect.stringContaining(email),
        path: ['email'],
        invitation: { id: first.invitation.id },
      },
    ]);
    expect((await inviteUser({ email: ctx.actor.email })).errors[0]).toMatchObject({ __typename: 'AlreadyMemberError' });
    expect((await inviteUser({ email: 'nobody' })).errors[0]).toMatchObject({
      __typename: 'InvalidInputError',
      fields: [{ path: ['email'], message: expect.stringContaining('nobody') }],
    });
    expect((await inviteUser({ expiresIn: 'PT1M' })).errors[0]).toMatchObject({
      __typename: 'InvalidInputError',
      fields: [{ path: ['expiresInSeconds'] }],
    });
    expect((await inviteUser({ roles: ['ADMIN'], organizationRole: 'OWNER' }, await asUser(ctx, 'Admin'))).errors[0]).toMatchObject({
      __typename: 'RoleNotGrantableError',
      highestGrantable: 'ADMIN',
    });
    await sql`update users set password = 'x' where id = ${ctx.actor.userId}`.execute(ctx.db);
    expect((await inviteUser({ roles: ['ADMIN'], organizationRole: 'OWNER' })).errors[0]).toMatchObject({
      __typename: 'ReauthenticationRequiredError',
      code: 'REAUTHENTICATION_REQUIRED',
    });
    await sql`update organizations set seat_limit = 2 where id = ${ctx.tenant.id}`.execute(ctx.db);
    expect((await inviteUser({})).errors[0]).toMatchObject({ __typename: 'SeatLimitError', limit: 2, used: 3 });
  });

  test('CHECK 10.5, API-9: invite_user does the same, by input or by email and roles', async () => {
    const { ask, ctx, box, log } = await aTeam();
    const [a, b, c] = [anAddress(), anAddress(), anAddress()];
    const answer = await ask(
      ctx,
      `mutation { x: inviteUser(input: { email: "${a}", roles: [WRITE] }) { invitation { roles } errors { __typename } }
        y: invite_user(email: "${b}", roles: ["write"]) { invitation { roles } errors { __typename } }
        z: invite_user(input: { email: "${c}", roles: [WRITE] }) { invitation { roles } errors { __typename } } }`,
    );
    const same = { invitation: { roles: ['WRITE', 'READ'] }, errors: [] };
    expect(answer.data).toEqual({ x: same, y: same, z: same });
    await runJobs(ctx);
    const facts = box.sent.map(({ roles, organizationRole, locale, inviter, generation }) => ({
      roles,
      organizationRole,
      locale,
      inviter,
      generation,
    }));
    expect(facts).toEqual(Array(3).fill(facts[0]));
    expect((await log('invite.created')).map(({ changes }) => changes)).toEqual(
      Array(3).fill(expect.objectContaining({ roles: ['write', 'read'] })),
    );
  });

  const INVITE_ALL =
    'mutation ($input: InviteUsersInput!) { inviteUsers(input: $input) { results { invitation { email name roles } errors { __typename } } errors { __typename } } }';

  test('A2: a rehearsal answers what would become of each, seats and repetitions in the list itself included, and leaves nothing', async () => {
    const { ask, ctx, log } = await aTeam();
    await sql`update organizations set seat_limit = 3 where id = ${ctx.tenant.id}`.execute(ctx.db);
    const [first, second, third] = [anAddress(), anAddress(), anAddress()];
    const people = [first, first.toUpperCase(), second, third].map((email) => ({ email }));
    const { data } = await ask(ctx, INVITE_ALL, { input: { people, roles: ['WRITE'], dryRun: true } });
    const types = data.inviteUsers.results.map((one: { errors: { __typename: string }[] }) => one.errors.map((error) => error.__typename));
    expect(types).toEqual([[], ['InvitationPendingError'], [], ['SeatLimitError']]);
    const left = await sql`select 1 from invitations where organization_id = ${ctx.tenant.id}`.execute(ctx.db);
    expect([left.rows.length, (await log('invite.created')).length]).toEqual([0, 0]);
  });

  test('INV-24: many at once; each succeeds or fails by itself, in the order of the addresses', async () => {
    const { ask, ctx, log } = await aTeam();
    const emails = [anAddress(), 'nobody', anAddress(), ctx.actor.email];
    const people = emails.map((email, index) => ({ email, ...(index === 2 && { name: 'Jo Lee', roles: ['ADMIN'] }) }));
    const inviteAll = async (more: object = {}) => {
      const { data } = await ask(ctx, INVITE_ALL, { input: { people, roles: ['READ'], ...more } });
      return data.inviteUsers;
    };
    const refused = [
      { invitation: null, errors: [{ __typename: 'InvalidInputError' }] },
      { invitation: null, errors: [{ __typename: 'AlreadyMemberError' }] },
    ];
    const fine = { invitation: null, errors: [] };
    expect(await inviteAll({ dryRun: true })).toEqual({ errors: [], results: [fine, refused[0], fine, refused[1]] });
    expect(await log('invite.created')).toHaveLength(0);
    expect(await inviteAll()).toEqual({
      errors: [],
      results: [
        { invitation: { email: emails[0], name: null, roles: ['READ'] }, errors: [] },
        refused[0],
        { invitation: { email: emails[2], name: 'Jo Lee', roles: ['ADMIN', 'WRITE', 'READ'] }, errors: [] },
        refused[1],
      ],
    });
    expect(await log('invite.created')).toHaveLength(2);
  });
});

test('INV-21: the list shows states and deliveries, and no link in any field', async () => {
  const { ask, ctx, invite } = await aTeam();
  const { token } = await invite();
  const list = await ask(
    ctx,
    '{ organization { seats { limit members invited } invitations(first: 10) { totalCount nodes { id email state needsResend deliveries { channel state attempts error providerMessageId } } } } }',
  );
  expect(list.data.organization).toMatchObject({
    seats: { limit: null, members: 1, invited: 1 },
    invitations: {
      totalCount: 1,
      nodes: [{ state: 'PENDING', needsResend: false, deliveries: [{ channel: 'smtp', state: 'SENT', attempts: 1 }] }],
    },
  });
  expect(list.text).not.toContain(token.split('.')[2]);
  const { id } = list.data.organization.invitations.nodes[0];
  const act = async (name: string, more = '') =>
    (
      await ask(
        ctx,
        `mutation ($id: ID!) { ${name}(input: { invitationId: $id }) { invitation { state generation } ${more} errors { __typename ... on StateError { state } } } }`,
        { id },
      )
    ).data[name];
  expect(await act('resendInvitation')).toEqual({ invitation: { state: 'PENDING', generation: 2 }, errors: [] });
  expect(await act('copyInvitationLink', 'url')).toMatchObject({
    url: expect.stringMatching(/^https:\/\/tocsin\.test\/claim\?invite_token=/),
    errors: [],
  });
  expect(await act('revokeInvitation')).toMatchObject({ invitation: { state: 'REVOKED' }, errors: [] });
  expect((await act('resendInvitation')).errors).toEqual([{ __typename: 'StateError', state: 'REVOKED' }]);
});

test('API-7: members, one page after the other, forwards and backwards, by filter and order', async () => {
  const { ask, ctx } = await aTeam();
  for (const name of ['ada', 'bob', 'cy', 'dora'])
    await asUser(ctx, name === 'ada' ? 'Admin' : 'Member', `${name}-${ctx.tenant.id}@example.com`);
  const page = async (args: string) =>
    (
      await ask(
        ctx,
        `{ organization { members(${args}) { totalCount totalCountIsExact pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { person { email } organizationRole } } } }`,
      )
    ).data?.organization.members;
  const emails = (list: { nodes: { person: { email: string } }[] }) => list.nodes.map(({ person }) => person.email.split('-')[0]);
  const first = await page('first: 2');
  expect([emails(first), first.totalCount, first.pageInfo.hasNextPage, first.pageInfo.hasPreviousPage]).toEqual([
    ['ada', 'bob'],
    5,
    true,
    false,
  ]);
  const second = await page(`first: 2, after: "${first.pageInfo.endCursor}"`);
  expect([emails(second), second.pageInfo.hasPreviousPage]).toEqual([['cy', 'dora'], true]);
  expect(emails(await page(`last: 2, before: "${second.pageInfo.endCursor}"`))).toEqual(['bob', 'cy']);
  expect(emails(await page('last: 1'))).toEqual(['owner']);
  expect(emails(await page('first: 9, filter: { organizationRole: ADMIN }'))).toEqual(['ada']);
  expect(emails(await page('first: 9, orderBy: { field: JOINED_AT, direction: DESC }'))).toHaveLength(5);
  for (const wrong of [
    '',
    'first: 2, last: 2',
    'first: 0',
    'first: 101',
    'first: 2, before: "x"',
    `first: 2, after: "rubbish"`,
    `first: 2, filter: { text: "a" }, after: "${first.pageInfo.endCursor}"`,
  ]) {
    const { errors } = await ask(ctx, `{ organization { members${wrong && `(${wrong})`} { totalCount } } }`);
    expect(errors[0]?.extensions.code, wrong).toBe('BAD_REQUEST');
  }
});

test('members: roles, suspension and removal, each as the rules say', async () => {
  const { ask, ctx } = await aTeam();
  const ada = await asUser(ctx, 'Member');
  const look =
    '{ organization { members(first: 9) { nodes { id person { email } viewerCan { changeRole suspend reactivate remove } } } } }';
  type Node = { id: string; person: { email: string }; viewerCan: object };
  const nodes = (await ask(ctx, look)).data.organization.members.nodes as Node[];
  const idOf = (email: string) => nodes.find((one) => one.person.email === email)?.id;
  const id = idOf(ada.actor.email);
  const act = async (document: string) => (await ask(ctx, `mutation ($id: ID!) { ${document} }`, { id })).data;
  expect(
    (await act('setMemberRoles(input: { memberId: $id, roles: [READ] }) { member { roles organizationRole } errors { __typename } }'))
      .setMemberRoles,
  ).toEqual({ member: { roles: ['READ'], organizationRole: 'MEMBER' }, errors: [] });
  expect(
    (
      await act(
        'suspendMember(input: { memberId: $id, reason: "lost phone" }) { member { status viewerCan { reactivate suspend } } errors { __typename } }',
      )
    ).suspendMember,
  ).toEqual({ member: { status: 'SUSPENDED', viewerCan: { reactivate: true, suspend: false } }, errors: [] });
  expect((await act('reactivateMember(input: { memberId: $id }) { member { status } errors { __typename } }')).reactivateMember).toEqual({
    member: { status: 'ACTIVE' },
    errors: [],
  });
  expect((await act('removeMember(input: { memberId: $id }) { member { status } errors { __typename } }')).removeMember).toEqual({
    member: { status: 'REMOVED' },
    errors: [],
  });
  const { data } = await ask(ctx, 'mutation { leaveOrganization(input: {}) { errors { __typename ... on Error { code } } } }');
  expect(data.leaveOrganization.errors).toEqual([{ __typename: 'LastOwnerError', code: 'LAST_OWNER' }]);
  const log = await ask(
    ctx,
    '{ organization { auditLog(first: 20, filter: { action: "member" }) { nodes { action reason actor { kind name } target { name } result } } } }',
  );
  expect(log.data.organization.auditLog.nodes.map(({ action }: { action: string }) => action)).toEqual([
    'member.removed',
    'member.reactivated',
    'member.suspended',
    'member.role_changed',
  ]);
  expect(log.data.organization.auditLog.nodes[2]).toMatchObject({
    reason: 'lost phone',
    actor: { kind: 'person', name: ctx.actor.email },
    target: { name: ada.actor.email },
    result: 'DONE',
  });
});

test('CHECK 10.11, API-16: a hundred members, with all that the page shows, take no more statements than one', async () => {
  const { ctx } = await aTeam();
  for (let index = 0; index < 40; index += 1) await asUser(ctx, 'Member');
  let statements = 0;
  const counted = {
    ...ctx,
    db: ctx.db.withPlugin({
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    }),
  };
  const { ask } = await aManagementApi(counted);
  const document = (size: number) =>
    `{ organization { members(first: ${size}) { totalCount nodes { id roles scopes status lastSeenAt person { name email signedUp } organization { slug } projects { role project { name } } viewerCan { remove } } } } }`;
  await ask(ctx, document(1));
  const of = async (size: number) => {
    statements = 0;
    const { data } = await ask(ctx, document(size));
    return [data.organization.members.nodes.length, statements];
  };
  const [, one] = await of(1);
  const [length, many] = await of(40);
  expect([length, many]).toEqual([40, one]);
  expect(many).toBeLessThanOrEqual(9);
});
