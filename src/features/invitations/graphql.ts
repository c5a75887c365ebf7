import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { type AppError, invalid, notFound } from '../../core/errors.ts';
import { accessOf } from '../../core/scopes.ts';
import { connection, connectionTypes, withContext } from '../../edges/graphql/connection.ts';
import { globalId, idOf } from '../../edges/graphql/global-id.ts';
import { foreseen, mutation } from '../../edges/graphql/mutation.ts';
import { type SchemaPart, upper } from '../../edges/graphql/part.ts';
import { secondsOf } from '../../edges/graphql/scalars.ts';
import { acceptInvitation, askForNewLink, declineInvitation } from './answer-link.ts';
import { copyInvitationLink, resendInvitation, revokeInvitation, updateInvitation } from './change-invitation.ts';
import { type Invitation, publicId, stateOf } from './invitation.ts';
import { inviteUser } from './invite-user.ts';
import { inviteUsers } from './invite-users.ts';
import { type Look, lookAtLink } from './look.ts';
import { revokeAllLinks } from './revoke-many.ts';
import { seatsOf } from './seats.ts';

const schema = /* GraphQL */ `
  enum InvitationState { PENDING EXPIRED ACCEPTED DECLINED REVOKED }
  enum DeliveryState { QUEUED SENT FAILED DROPPED }
  enum IfPending { FAIL RESEND }
  enum ClaimResult {
    VALID MEMBER INVALID EXPIRED USED REVOKED SUPERSEDED DECLINED WRONG_EMAIL
    ORGANIZATION_UNAVAILABLE EMAIL_NOT_VERIFIED SEAT_LIMIT_REACHED ACCOUNT_SUSPENDED RATE_LIMITED LOGIN_STATE_MISSING
  }

  """The promise of a place to one address. It has no token and no link: those are in the mail alone"""
  type Invitation implements Node {
    id: ID!
    organization: Organization!
    email: EmailAddress!
    roles: [AccessRole!]!
    organizationRole: OrganizationRole!
    projects: [ProjectGrant!]!
    name: String
    message: String
    "Null: the installation itself, or somebody who is gone"
    inviter: Person
    state: InvitationState!
    createdAt: DateTime!
    issuedAt: DateTime!
    expiresAt: DateTime!
    "Counts the links; the last one is the only one that is good"
    generation: Int!
    acceptedAt: DateTime
    acceptedBy: Person
    revokedAt: DateTime
    declinedAt: DateTime
    "The membership will end by itself then"
    accessExpiresAt: DateTime
    "How its current link was brought to the person"
    deliveries: [InvitationDelivery!]!
    "Open, and its link opens nothing any more: run out, or its key was revoked"
    needsResend: Boolean!
  }
  type ProjectGrant {
    projectId: ID!
    role: OrganizationRole!
  }
  type InvitationDelivery {
    channel: String!
    state: DeliveryState!
    attempts: Int!
    error: String
    "The id by which the other side knows the message"
    providerMessageId: String
    updatedAt: DateTime!
  }
  ${connectionTypes('Invitation')}
  type SeatUsage {
    "Null: any number"
    limit: Int
    members: Int!
    invited: Int!
  }
  input InvitationFilter {
    state: InvitationState
    "Part of the address or the name"
    text: String
  }
  extend type Organization {
    "The newest first"
    invitations(filter: InvitationFilter, first: Int, after: Cursor, last: Int, before: Cursor): InvitationConnection! @scopes(anyOf: ["admin:members"])
    seats: SeatUsage! @scopes(anyOf: ["admin:members"])
  }

  """What the page about a link shows. Of a link that is none of ours: nothing but that"""
  type InvitationPreview {
    result: ClaimResult!
    organizationName: String
    inviterName: String
    "Masked, unless the viewer is signed in as it"
    maskedEmail: String
    roles: [AccessRole!]
    expiresAt: DateTime
  }
  extend type Query {
    "Looks at a link; nothing is used up by it"
    invitationPreview(token: String!): InvitationPreview! @public
  }

  type AlreadyMemberError implements Error {
    code: ErrorCode!
    message: String!
    path: [String!]
    email: EmailAddress!
  }
  type InvitationPendingError implements Error {
    code: ErrorCode!
    message: String!
    path: [String!]
    invitation: Invitation
  }
  type SeatLimitError implements Error {
    code: ErrorCode!
    message: String!
    path: [String!]
    limit: Int!
    used: Int!
  }
  union InviteUserError = InvalidInputError | RoleNotGrantableError | AlreadyMemberError | InvitationPendingError | SeatLimitError
    | StateError | RateLimitedError | ReauthenticationRequiredError | ConflictError
  union InvitationError = InvalidInputError | RoleNotGrantableError | SeatLimitError | StateError | RateLimitedError | ReauthenticationRequiredError
    | ConflictError

  input ProjectGrantInput {
    projectId: ID!
    role: OrganizationRole = MEMBER
  }
  input InviteUserInput {
    "Left out: the caller's"
    organization: Slug
    email: EmailAddress!
    "At least one; closed downward"
    roles: [AccessRole!]!
    "Only MANAGER or OWNER add anything"
    organizationRole: OrganizationRole
    projects: [ProjectGrantInput!]
    name: String
    "A word to the person: up to 500 characters of plain text"
    message: String
    "Language tag (BCP 47)"
    locale: String
    "PT5M to P30D; left out: as the installation says, a day"
    expiresIn: Duration
    accessExpiresAt: DateTime
    ifPending: IfPending = FAIL
    "false: nothing is sent, see copyInvitationLink"
    deliver: Boolean = true
    clientMutationId: String
  }
  input InviteUsersInput {
    organization: Slug
    "1 to 100"
    emails: [EmailAddress!]!
    roles: [AccessRole!]!
    organizationRole: OrganizationRole
    projects: [ProjectGrantInput!]
    message: String
    locale: String
    expiresIn: Duration
    accessExpiresAt: DateTime
    ifPending: IfPending = FAIL
    clientMutationId: String
  }
  input UpdateInvitationInput {
    organization: Slug
    invitationId: ID!
    roles: [AccessRole!]!
    organizationRole: OrganizationRole
    projects: [ProjectGrantInput!]
    message: String
    locale: String
    accessExpiresAt: DateTime
    clientMutationId: String
  }
  input InvitationInput {
    organization: Slug
    invitationId: ID!
    clientMutationId: String
  }
  input RevokeAllInvitationLinksInput {
    organization: Slug
    clientMutationId: String
  }
  input InvitationTokenInput {
    token: String!
    clientMutationId: String
  }
  type InviteUserPayload {
    invitation: Invitation
    errors: [InviteUserError!]!
    clientMutationId: String
  }
  type InviteUsersPayload {
    "In the order of the addresses"
    results: [InviteUserPayload!]
    errors: [InvitationError!]!
    clientMutationId: String
  }
  type InvitationPayload {
    invitation: Invitation
    errors: [InvitationError!]!
    clientMutationId: String
  }
  type CopyInvitationLinkPayload {
    invitation: Invitation
    "A secret, shown this once"
    url: URL
    errors: [InvitationError!]!
    clientMutationId: String
  }
  type RevokeAllInvitationLinksPayload {
    "How many links were good until now"
    count: Int
    errors: [InvitationError!]!
    clientMutationId: String
  }
  type AnswerInvitationPayload {
    organization: Slug
    errors: [InvitationError!]!
    clientMutationId: String
  }

  extend type Mutation {
    inviteUser(input: InviteUserInput!): InviteUserPayload! @scopes(anyOf: ["admin:members"])
    "The same as inviteUser, by its former name; email and roles may stand by themselves"
    invite_user(input: InviteUserInput, email: EmailAddress, roles: [String!]): InviteUserPayload! @scopes(anyOf: ["admin:members"])
    "Each address succeeds or fails by itself"
    inviteUsers(input: InviteUsersInput!): InviteUsersPayload! @scopes(anyOf: ["admin:members"])
    "Makes a new link, because the link says the roles"
    updateInvitation(input: UpdateInvitationInput!): InvitationPayload! @scopes(anyOf: ["admin:members"])
    resendInvitation(input: InvitationInput!): InvitationPayload! @scopes(anyOf: ["admin:members"])
    revokeInvitation(input: InvitationInput!): InvitationPayload! @scopes(anyOf: ["admin:members"])
    "Makes a new link and shows it once; the former one is dead"
    copyInvitationLink(input: InvitationInput!): CopyInvitationLinkPayload! @scopes(anyOf: ["admin:members"])
    revokeAllInvitationLinks(input: RevokeAllInvitationLinksInput!): RevokeAllInvitationLinksPayload! @scopes(anyOf: ["admin:members"])
    "For whoever is signed in as the invited address"
    acceptInvitation(input: InvitationTokenInput!): AnswerInvitationPayload! @public
    declineInvitation(input: InvitationTokenInput!): AnswerInvitationPayload! @public
    "Has the inviter told, at most once a day"
    requestNewInvitationLink(input: InvitationTokenInput!): AnswerInvitationPayload! @public
  }
`;

const rows = (ctx: Context, where: RawBuilder<unknown>) => sql`
  select i.id, i.uid, i.email, i.role, i.read_only, i.projects, i.name, i.message, i.state, i.created_at, i.issued_at, i.expires_at, i.generation,
    i.current_jti, i.accepted_at, i.revoked_at, i.declined_at, i.access_expires_at, i.created_at as sort_key,
    (select json_build_object('id', u.id, 'email', u.email, 'name', u.name, 'signed_up_at', u.signed_up_at) from users u where u.id = i.inviter_id) as inviter,
    (select json_build_object('id', u.id, 'email', u.email, 'name', u.name, 'signed_up_at', u.signed_up_at) from users u where u.id = i.accepted_by) as accepted_by,
    (select coalesce(json_agg(json_build_object('channel', d.channel, 'state', upper(d.state), 'attempts', d.attempts, 'error', d.error,
      'provider_message_id', d.provider_message_id, 'updated_at', d.updated_at) order by d.channel), '[]')
      from invitation_deliveries d where d.jti = i.current_jti) as deliveries,
    exists (select 1 from invitation_links l join invitation_keys k on k.kid = l.kid where l.jti = i.current_jti and k.state = 'revoked') as key_revoked,
    (select o.links_not_before from organizations o where o.id = i.organization_id) as links_not_before
  from invitations i where i.organization_id = ${ctx.tenant.id} and ${where}`;

type Row = {
  uid: string;
  role: Invitation['role'];
  read_only: boolean;
  state: Invitation['state'];
  issued_at: Date;
  expires_at: Date;
  key_revoked: boolean;
  links_not_before: Date | null;
  projects: { id: number; role: string }[];
};

async function find(ctx: Context, where: RawBuilder<unknown>): Promise<Row | undefined> {
  const found = await sql<Row>`${rows(ctx, where)}`.execute(ctx.db);
  return found.rows[0] && withContext(found.rows[0], ctx);
}

const shown = async (ctx: Context, { id }: Pick<Invitation, 'id'>) => find(ctx, sql`i.id = ${id}`);

type Filter = { state?: string; text?: string } | null;

function filtered(ctx: Context, filter: Filter): RawBuilder<unknown> {
  const { state, text } = filter ?? {};
  const now = ctx.now();
  const inState: Record<string, RawBuilder<unknown>> = {
    PENDING: sql`i.state = 'pending' and i.expires_at > ${now}`,
    EXPIRED: sql`i.state = 'pending' and i.expires_at <= ${now}`,
  };
  return sql`
    ${state == null ? sql`true` : (inState[state] ?? sql`i.state = ${state.toLowerCase()}`)}
    ${text == null ? sql`` : sql`and (position(lower(${text}) in lower(i.email)) > 0 or position(lower(${text}) in lower(i.name)) > 0)`}`;
}

type Input = {
  email: string;
  roles: string[];
  organizationRole?: string | null;
  projects?: { projectId: string; role: string }[] | null;
  name?: string | null;
  message?: string | null;
  locale?: string | null;
  expiresIn?: string | null;
  accessExpiresAt?: string | null;
  ifPending?: 'FAIL' | 'RESEND';
  deliver?: boolean;
};

/** Access roles and rank as an invitation says them: one list of words. */
const wordsOf = (roles: string[], rank: string | null | undefined) => [
  ...roles.map((role) => role.toLowerCase()),
  ...(rank === 'MANAGER' || rank === 'OWNER' ? [rank.toLowerCase()] : rank === 'ADMIN' ? ['admin'] : []),
];

function promisedOf({ roles, organizationRole, projects, message, locale, expiresIn, accessExpiresAt }: Omit<Input, 'email'>) {
  return {
    roles: wordsOf(roles, organizationRole),
    ...(projects && {
      projects: projects.map(({ projectId, role }) => ({ project_id: projectOf(projectId), role: role[0] + role.slice(1).toLowerCase() })),
    }),
    message: message ?? null,
    locale: locale ?? null,
    access_expires_at: accessExpiresAt ?? null,
    ...(expiresIn != null && { expires_in_seconds: secondsOf(expiresIn) as number }),
  };
}

function projectOf(text: string): number {
  const id = Number(idOf(text, 'Project'));
  if (!id) throw invalid('projects', `${text} is the id of no project.`);
  return id;
}

async function invite(ctx: Context, { email, name, ifPending, deliver, ...promised }: Input) {
  const invitation = await inviteUser(ctx, {
    ...promisedOf(promised),
    email,
    name: name ?? null,
    if_pending: ifPending === 'RESEND' ? 'resend' : 'fail',
    deliver: deliver ?? true,
  });
  return { invitation: await shown(ctx, invitation) };
}

/** @throws not_found an id of something else, or of another organization: the operation sees to the second */
function uidIn(input: { invitationId: string }): string {
  const id = idOf(input.invitationId, 'Invitation');
  if (id === undefined) throw notFound('invitation');
  return id;
}

const changing = (change: (ctx: Context, id: string) => Promise<Invitation>) =>
  mutation(async (ctx, input) => ({ invitation: await shown(ctx, await change(ctx, uidIn(input))) }));

const RESULTS: Record<string, string> = { valid: 'VALID', member: 'MEMBER' };
const resultOf = ({ result }: Look) => RESULTS[result] ?? upper(result.replace(/^invite_/, ''));

export const part: SchemaPart = {
  schema,
  resolvers: {
    Query: {
      invitationPreview: async (_source, { token }, ctx) => {
        const look = await lookAtLink(ctx, token);
        if (!look.organization) return { result: resultOf(look) };
        return {
          result: resultOf(look),
          organizationName: look.organization.name,
          inviterName: look.inviter,
          maskedEmail: look.email,
          roles: look.roles.map(upper),
          expiresAt: look.expires_at && new Date(look.expires_at),
        };
      },
    },
    Organization: {
      invitations: (_source, { filter, ...page }, ctx, { info }) =>
        connection(ctx, { rows: rows(ctx, filtered(ctx, filter)), sortType: 'timestamptz', direction: 'desc', of: filter }, page, info),
      seats: (_source, _args, ctx) => seatsOf(ctx),
    },
    Invitation: {
      id: (row: Row) => globalId('Invitation', publicId(row)),
      organization: (_source, _args, ctx, { asked }) =>
        asked.load(
          'organization',
          ctx,
          async (inside, keys: readonly number[]) => {
            const found = await sql<object>`
            select id, slug, name, description, status, banner_enabled, banner_text, banner_color from organizations where id = ${inside.tenant.id}`.execute(
              inside.db,
            );
            return keys.map(() => found.rows[0] && withContext(found.rows[0], inside));
          },
          ctx.tenant.id,
        ),
      roles: (row: Row) => accessOf({ role: row.role, isReadOnly: row.read_only }).map(upper),
      organizationRole: ({ role }) => upper(role),
      projects: ({ projects }: Row) => projects.map(({ id, role }) => ({ projectId: globalId('Project', id), role: upper(role) })),
      state: (row: Row, _args, ctx) => upper(stateOf({ state: row.state, expiresAt: row.expires_at }, ctx.now())),
      needsResend: (row: Row, _args, ctx) =>
        row.state === 'pending' &&
        (row.key_revoked || row.expires_at <= ctx.now() || (row.links_not_before !== null && row.issued_at < row.links_not_before)),
    },
    InvitationDelivery: { updatedAt: ({ updated_at }) => new Date(updated_at) },
    InvitationPendingError: {
      invitation: ({ email, invitation_id }, _args, ctx) => (email && invitation_id ? shown(ctx, { id: invitation_id }) : null),
    },
    Mutation: {
      inviteUser: mutation((ctx, input) => invite(ctx, input)),
      invite_user: (source, { input, email, roles }, ctx, more) => {
        if (!input && (!email || !roles)) throw invalid('email', 'Give `input`, or `email` and `roles`.');
        return mutation((_ctx, given) => invite(ctx, given))(source, { input: input ?? { email, roles } }, ctx, more);
      },
      inviteUsers: mutation(async (ctx, { emails, ifPending, ...promised }) => {
        const results = await inviteUsers(ctx, emails, { ...promisedOf(promised), if_pending: ifPending === 'RESEND' ? 'resend' : 'fail' });
        return { results: await Promise.all(results.map((one) => payloadOf(ctx, one))) };
      }),
      updateInvitation: mutation(async (ctx, { invitationId, ...promised }) => ({
        invitation: await shown(ctx, await updateInvitation(ctx, uidIn({ invitationId }), promisedOf(promised))),
      })),
      resendInvitation: changing(resendInvitation),
      revokeInvitation: changing(revokeInvitation),
      copyInvitationLink: mutation(async (ctx, input) => {
        const { invitation, url } = await copyInvitationLink(ctx, uidIn(input));
        return { invitation: await shown(ctx, invitation), url };
      }),
      revokeAllInvitationLinks: mutation(async (ctx) => ({ count: await revokeAllLinks(ctx) })),
      acceptInvitation: mutation(async (ctx, { token }) => ({ organization: (await acceptInvitation(ctx, token)).organization.slug })),
      declineInvitation: mutation(async (ctx, { token }) => {
        await declineInvitation(ctx, token);
        return {};
      }),
      requestNewInvitationLink: mutation(async (ctx, { token }) => {
        await askForNewLink(ctx, token);
        return {};
      }),
    },
  },
  nodes: {
    Invitation: async (ctx, id) =>
      ctx.actor.scopes.has('admin:members') && /^inv_[0-9a-f-]{36}$/.test(id) ? find(ctx, sql`i.uid = ${id.slice(4)}`) : undefined,
  },
};

async function payloadOf(ctx: Context, { invitation, error }: { invitation?: Invitation; error?: AppError }) {
  if (invitation) return { invitation: await shown(ctx, invitation), errors: [], clientMutationId: null };
  const told = foreseen(error as AppError, ctx);
  if (!told) throw error;
  return { invitation: null, errors: [withContext(told, ctx)], clientMutationId: null };
}
