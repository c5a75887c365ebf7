import type { Context } from '../../core/context.ts';
import { type AppError, invalid, notFound } from '../../core/errors.ts';
import { accessOf } from '../../core/scopes.ts';
import { connection, connectionTypes, withContext } from '../../edges/graphql/connection.ts';
import { globalId, idOf } from '../../edges/graphql/global-id.ts';
import { foreseen, mutation } from '../../edges/graphql/mutation.ts';
import { type SchemaPart, upper } from '../../edges/graphql/part.ts';
import { secondsOf } from '../../edges/graphql/scalars.ts';
import { readOrganizations } from '../organizations/index.ts';
import { acceptInvitation, askForNewLink, declineInvitation } from './answer-link.ts';
import { copyInvitationLink, resendInvitation, revokeInvitation, updateInvitation } from './change-invitation.ts';
import { type Invitation, publicId, stateOf } from './invitation.ts';
import { inviteUser } from './invite-user.ts';
import { type BulkResult, inviteUsers, rehearseInvitations } from './invite-users.ts';
import { type Look, lookAtLink } from './look.ts';
import { type InvitationRow, listInvitations, readInvitation, readInvitationByUid } from './reads.ts';
import { revokeAllLinks } from './revoke-many.ts';
import { SCHEMA } from './schema.ts';
import { seatsOf } from './seats.ts';

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

const inviteeOf = ({ email, name, roles, organizationRole }: Partial<Input> & Pick<Input, 'email'>) => ({
  email,
  name: name ?? null,
  ...(roles && { roles: wordsOf(roles, organizationRole) }),
});

async function invite(ctx: Context, { email, name, ifPending, deliver, ...promised }: Input) {
  const invitation = await inviteUser(ctx, {
    ...promisedOf(promised),
    email,
    name: name ?? null,
    if_pending: ifPending === 'RESEND' ? 'resend' : 'fail',
    deliver: deliver ?? true,
  });
  return { invitation: await readInvitation(ctx, invitation) };
}

/** @throws not_found an id of something else, or of another organization: the operation sees to the second */
function uidIn(input: { invitationId: string }): string {
  const id = idOf(input.invitationId, 'Invitation');
  if (id === undefined) throw notFound('invitation');
  return id;
}

const changing = (change: (ctx: Context, id: string) => Promise<Invitation>) =>
  mutation(async (ctx, input) => ({ invitation: await readInvitation(ctx, await change(ctx, uidIn(input))) }));

const RESULTS: Record<string, string> = { valid: 'VALID', member: 'MEMBER' };
const resultOf = ({ result }: Look) => RESULTS[result] ?? upper(result.replace(/^invite_/, ''));

export const part: SchemaPart = {
  schema: SCHEMA + connectionTypes('Invitation'),
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
        connection(ctx, { rows: listInvitations(ctx, filter), sortType: 'timestamptz', direction: 'desc', of: filter }, page, info),
      seats: (_source, _args, ctx) => seatsOf(ctx),
    },
    Invitation: {
      id: (row: InvitationRow) => globalId('Invitation', publicId(row)),
      organization: (_source, _args, ctx, { asked }) => asked.load('organization', ctx, readOrganizations, ctx.tenant.id),
      roles: (row: InvitationRow) => accessOf({ role: row.role, isReadOnly: row.read_only }).map(upper),
      organizationRole: ({ role }) => upper(role),
      projects: ({ projects }: InvitationRow) =>
        projects.map(({ id, role }) => ({ projectId: globalId('Project', id), role: upper(role) })),
      state: (row: InvitationRow, _args, ctx) => upper(stateOf({ state: row.state, expiresAt: row.expires_at }, ctx.now())),
      needsResend: (row: InvitationRow, _args, ctx) =>
        row.state === 'pending' &&
        (row.key_revoked || row.expires_at <= ctx.now() || (row.links_not_before !== null && row.issued_at < row.links_not_before)),
    },
    InvitationDelivery: { updatedAt: ({ updated_at }) => new Date(updated_at) },
    InvitationPendingError: {
      invitation: ({ email, invitation_id }, _args, ctx) => (email && invitation_id ? readInvitation(ctx, { id: invitation_id }) : null),
    },
    Mutation: {
      inviteUser: mutation((ctx, input) => invite(ctx, input)),
      invite_user: (source, { input, email, roles }, ctx, more) => {
        if (!input && (!email || !roles)) throw invalid('email', 'Give `input`, or `email` and `roles`.');
        return mutation((_ctx, given) => invite(ctx, given))(source, { input: input ?? { email, roles } }, ctx, more);
      },
      inviteUsers: mutation(async (ctx, { people, ifPending, dryRun, ...promised }) => {
        const invite = dryRun ? rehearseInvitations : inviteUsers;
        const results = await invite(ctx, people.map(inviteeOf), {
          ...promisedOf(promised),
          if_pending: ifPending === 'RESEND' ? 'resend' : 'fail',
        });
        return { results: await Promise.all(results.map((one) => payloadOf(ctx, one))) };
      }),
      updateInvitation: mutation(async (ctx, { invitationId, ...promised }) => ({
        invitation: await readInvitation(ctx, await updateInvitation(ctx, uidIn({ invitationId }), promisedOf(promised))),
      })),
      resendInvitation: changing(resendInvitation),
      revokeInvitation: changing(revokeInvitation),
      copyInvitationLink: mutation(async (ctx, input) => {
        const { invitation, url } = await copyInvitationLink(ctx, uidIn(input));
        return { invitation: await readInvitation(ctx, invitation), url };
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
      ctx.actor.scopes.has('admin:members') && /^inv_[0-9a-f-]{36}$/.test(id) ? readInvitationByUid(ctx, id.slice(4)) : undefined,
  },
};

async function payloadOf(ctx: Context, { invitation, error }: Pick<BulkResult, 'invitation' | 'error'>) {
  if (!error && !invitation) return { invitation: null, errors: [], clientMutationId: null };
  if (invitation) return { invitation: await readInvitation(ctx, invitation), errors: [], clientMutationId: null };
  const told = foreseen(error as AppError, ctx);
  if (!told) throw error;
  return { invitation: null, errors: [withContext(told, ctx)], clientMutationId: null };
}
