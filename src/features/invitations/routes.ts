import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Context } from '../../core/context.ts';
import { nullable } from '../../core/field.ts';
import { type Route, route } from '../../edges/http/route.ts';
import { carriedBy, carry, openOwnSession, provenBy, requireOwnPage } from '../auth/index.ts';
import { acceptAsNewAccount, acceptInvitation, askForNewLink, declineInvitation } from './answer-link.ts';
import { auth0Routes } from './auth0-routes.ts';
import { CLAIM_CODES, type ClaimCode } from './claim-code.ts';
import type { Claimed } from './claim-invitation.ts';
import { lookAtLink, refusedClaim } from './look.ts';

const tag = 'invitations';
const access = 'anybody';
const errors = [400, 403, 404, 409, 429, 503];

const Token = {
  invite_token: Type.Optional(
    nullable(
      Type.String({ maxLength: 5000, description: 'Left out: the link that this browser has opened within the last quarter of an hour' }),
    ),
  ),
};

const Result = Type.Union(
  [...(['valid', 'member', ...Object.keys(CLAIM_CODES)] as (ClaimCode | 'valid' | 'member')[])].map((code) => Type.Literal(code)),
);

const Look = Type.Object({
  result: Result,
  organization: nullable(Type.Object({ slug: Type.String(), name: Type.String() })),
  inviter: nullable(Type.String()),
  email: nullable(Type.String({ description: 'Masked, unless the caller is signed in as it' })),
  roles: Type.Array(Type.String()),
  organization_role: nullable(Type.String()),
  expires_at: nullable(Type.String({ format: 'date-time' })),
  superseded_at: nullable(Type.String({ format: 'date-time' })),
  has_account: Type.Boolean(),
  signed_in_as: nullable(Type.String()),
});

const Destination = Type.Object({ organization: Type.Object({ slug: Type.String(), name: Type.String() }) });

const look = route({
  method: 'post',
  path: '/invitation',
  tag,
  summary: 'What a link of an invitation is about, and whether it is good; nothing is used up by looking',
  access,
  errors,
  body: Type.Object(Token),
  answer: Look,
  handle: async (ctx, { body, raw }, reply) => {
    const carried = carriedBy(ctx, raw);
    const token = body.invite_token ?? carried?.token;
    const refused = token === carried?.token ? carried?.refused : undefined;
    const seen = await lookAtLink(ctx, token, { refused, proven: await provenBy(ctx, raw) });
    if (body.invite_token && seen.result !== 'invite_invalid' && token !== carried?.token) carry(ctx, { token: body.invite_token }, reply);
    return seen;
  },
});

/** @throws rejected neither the request nor the browser brings a link along */
function tokenOf(ctx: Context, given: string | null | undefined, raw: FastifyRequest): string {
  const token = given ?? carriedBy(ctx, raw)?.token;
  if (!token) throw refusedClaim({ code: 'login_state_missing' });
  return token;
}

const destination = ({ organization: { slug, name } }: Claimed) => ({ organization: { slug, name } });

/** Programs that ask for a page are sent on; ours reads where to go. */
function arrived(ctx: Context, claimed: Claimed, raw: FastifyRequest, reply: FastifyReply) {
  carry(ctx, undefined, reply);
  if (!String(raw.headers.accept ?? '').includes('text/html')) return destination(claimed);
  return reply.code(303).header('location', `/${claimed.organization.slug}`).send();
}

const accept = route({
  method: 'post',
  path: '/invitation/accept',
  tag,
  summary: 'Joins, as somebody who is signed in as the invited address, or whom the proxy in front vouches for',
  access,
  errors: [401, ...errors],
  body: Type.Object(Token),
  answer: Destination,
  handle: async (ctx, { body, raw }, reply) => {
    requireOwnPage(ctx, raw);
    const claimed = await acceptInvitation(ctx, tokenOf(ctx, body.invite_token, raw), await provenBy(ctx, raw));
    return arrived(ctx, claimed, raw, reply);
  },
});

const acceptAsNew = route({
  method: 'post',
  path: '/invitation/account',
  tag,
  summary: 'Makes the account of the invited address, joins, and begins a session; only where people have passwords',
  access: 'public',
  errors,
  body: Type.Object({
    ...Token,
    name: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
    password: Type.String({ minLength: 1, maxLength: 1000 }),
  }),
  answer: Destination,
  handle: async (ctx, { body, raw }, reply) => {
    requireOwnPage(ctx, raw);
    const claimed = await acceptAsNewAccount(ctx, tokenOf(ctx, body.invite_token, raw), body);
    await openOwnSession(ctx, { userId: claimed.userId, method: 'link' }, raw, reply);
    return arrived(ctx, claimed, raw, reply);
  },
});

const decline = route({
  method: 'post',
  path: '/invitation/decline',
  tag,
  summary: 'Says no to an invitation',
  access,
  errors,
  body: Type.Object(Token),
  status: 204,
  handle: async (ctx, { body, raw }, reply) => {
    requireOwnPage(ctx, raw);
    await declineInvitation(ctx, tokenOf(ctx, body.invite_token, raw));
    carry(ctx, undefined, reply);
    return null;
  },
});

const askAgain = route({
  method: 'post',
  path: '/invitation/ask-again',
  tag,
  summary: 'Has the inviter told that a new link is needed, at most once a day',
  access,
  errors,
  body: Type.Object(Token),
  status: 204,
  handle: async (ctx, { body, raw }) => {
    requireOwnPage(ctx, raw);
    await askForNewLink(ctx, tokenOf(ctx, body.invite_token, raw));
    return null;
  },
});

export const routes: Route[] = [look, accept, acceptAsNew, decline, askAgain, ...auth0Routes];
