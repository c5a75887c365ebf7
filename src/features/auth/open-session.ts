import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { audit } from '../../core/audit.ts';
import { type Context, NOBODY } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { rejected } from '../../core/errors.ts';
import { type Admitted, admitOwnerOf } from './admit.ts';
import { isCrossSite } from './cross-site.ts';
import { carriedBy, carry } from './invite-cookie.ts';
import { signOutUrl } from './provider-grant.ts';
import { refusalsTold } from './refusals.ts';
import { sessionCookie, sessionSecret } from './session-cookie.ts';
import { endSession, type SessionStart, secondsOf, startSession } from './sessions.ts';

type Signed = Pick<SessionStart, 'userId' | 'method' | 'provider' | 'awaitsFactor'> & Pick<Admitted, 'joined' | 'notice'>;

/** Begins a session for the owner of an account, if the door lets them through; an invitation that the browser carries is used. */
export async function openOwnSession(
  ctx: Context,
  signed: Pick<SessionStart, 'userId' | 'method'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Admitted> {
  const admitted = await requirePlace(ctx, signed.userId, request);
  await openSession(ctx, { ...signed, ...admitted }, request, reply);
  return admitted;
}

/** @throws forbidden not_invited whoever owns the account belongs nowhere, and the browser carries no invitation of theirs */
export const requirePlace = (ctx: Context, userId: number, request: FastifyRequest): Promise<Admitted> =>
  refusalsTold(
    ctx,
    { peer: request.ip, id: request.id },
    () => admitOwnerOf(ctx, userId, { token: carriedBy(ctx, request)?.token, origin: ctx.origin }),
    'forbidden',
  );

/** Begins a session in the browser that asks, in place of the one it had: whoever planted that one must not come along. */
export async function openSession(ctx: Context, signed: Signed, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const former = sessionSecret(ctx.settings, request.headers);
  if (former) await endSession(ctx, former);
  const secret = await startSession(ctx, { ...signed, address: request.ip, agent: String(request.headers['user-agent'] ?? '') });
  reply.header('set-cookie', sessionCookie(ctx.settings, secret, secondsOf(signed)));
  if (signed.joined) carry(ctx, undefined, reply);
  if (!signed.awaitsFactor) await noteSignIn(ctx, signed);
}

/** Whoever looks after an organization sees who came in, and how. */
async function noteSignIn(ctx: Context, { userId, method }: Signed): Promise<void> {
  const { rows } = await sql<{ email: string; organizations: number[] }>`
    select u.email, array_agg(m.organization_id) as organizations from users u join active_members m on m.dispatch_user_id = u.id
    where u.id = ${userId} group by u.id`.execute(ctx.db);
  const [person] = rows;
  if (!person) return;
  const actor = { ...NOBODY, userId, email: person.email };
  await transaction({ ...ctx, actor }, async (tx) => {
    for (const organizationId of person.organizations) audit(tx, { action: 'login.succeeded', organizationId, changes: { method } });
  });
}

/**
 * Ends the session of the browser that asks; without one there is nothing to do.
 * @returns where the browser signs out of the provider as well, if that is wanted and the provider can be asked
 */
export async function closeSession(ctx: Context, request: FastifyRequest, reply: FastifyReply): Promise<string | undefined> {
  const secret = sessionSecret(ctx.settings, request.headers);
  const sealed = secret && (await endSession(ctx, secret));
  reply.header('set-cookie', sessionCookie(ctx.settings, undefined));
  return sealed ? signOutUrl(ctx, sealed) : undefined;
}

/**
 * @throws rejected a page of another site sends the form, or the browser would not keep the cookie that it is given
 */
export function requireOwnPage({ settings }: Context, { method, headers, protocol }: FastifyRequest): void {
  if (isCrossSite(method, { headers })) throw rejected(`Sign in at ${settings.uiUrl}: this came from a page of another site.`);
  const isPlainPage = protocol === 'http' && String(headers.origin ?? '').startsWith('http:');
  if (isPlainPage && settings.uiUrl.startsWith('https:'))
    throw rejected(`Open ${settings.uiUrl}: over plain http your browser would keep no session.`);
}
