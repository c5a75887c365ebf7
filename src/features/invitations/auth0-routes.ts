import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import Type from 'typebox';
import { notFound, unauthenticated } from '../../core/errors.ts';
import { accessOf } from '../../core/scopes.ts';
import { type Route, route } from '../../edges/http/route.ts';
import { CLAIM_CODES } from './claim-code.ts';
import { claimInvitation, isClaimed, type Unclaimed } from './claim-invitation.ts';

const Claim = Type.Object({
  invite_token: Type.String({ maxLength: 5000 }),
  subject: Type.String({ minLength: 1, maxLength: 500, description: 'The name of the person at Auth0: `user_id`' }),
  email: Type.String({ minLength: 1, maxLength: 320 }),
  email_verified: Type.Boolean(),
  connection: Type.Optional(Type.String({ maxLength: 200, description: 'Name of the connection by which they signed in' })),
});

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Compared in the same time whatever is sent. */
const isSecret = (sent: string, secret: string) => timingSafeEqual(digest(sent), digest(secret));

/**
 * What the Action at Auth0's door asks: uses the invitation up for the person who signs in there. The same person again hears the same, as an
 * Action may be run twice.
 * @source docs/guides/auth0.md
 */
const claim = route({
  method: 'post',
  path: '/auth0/claim',
  tag: 'invitations',
  summary: 'Uses an invitation up, asked by the Action in the login flow of Auth0, which shows the shared secret as a bearer token',
  access: 'public',
  errors: [400, 401, 403, 404, 409, 410, 429, 503],
  body: Claim,
  answer: Type.Object({
    organization: Type.String(),
    roles: Type.Array(Type.String()),
    organization_role: Type.String(),
    jti: Type.String(),
  }),
  handle: async (ctx, { body, raw }, reply) => {
    const { claimSecret, issuer } = ctx.settings.auth0;
    if (!claimSecret || !issuer) throw notFound('page');
    const sent = /^bearer\s+(.+)$/i.exec(String(raw.headers.authorization ?? ''))?.[1] ?? '';
    if (!isSecret(sent, claimSecret)) throw unauthenticated('The secret is not TOCSIN_AUTH0_CLAIM_SECRET.');
    const { email, email_verified: emailVerified, subject } = body;
    const outcome = await claimInvitation(ctx, body.invite_token, { email, emailVerified, identity: { issuer, subject } }, ctx.origin);
    if (!isClaimed(outcome)) return refuse(outcome, reply);
    const { organization, reach, jti } = outcome;
    return { organization: organization.slug, roles: accessOf(reach), organization_role: reach.role, jti };
  },
});

/** The Action reads the code; the other words are for whoever looks at it by hand. */
function refuse({ code, retryAfterMs }: Unclaimed, reply: FastifyReply) {
  const { status, says } = CLAIM_CODES[code];
  if (retryAfterMs) reply.header('retry-after', String(Math.ceil(retryAfterMs / 1000)));
  return reply
    .code(status)
    .type('application/json')
    .send(JSON.stringify({ code, detail: [{ type: code, msg: says }] }));
}

export const auth0Routes: Route[] = [claim];
