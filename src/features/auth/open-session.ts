import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../core/context.ts';
import { rejected } from '../../core/errors.ts';
import { isCrossSite } from './cross-site.ts';
import { signOutUrl } from './provider-grant.ts';
import { sessionCookie, sessionSecret } from './session-cookie.ts';
import { endSession, type SessionStart, secondsOf, startSession } from './sessions.ts';

type Signed = Pick<SessionStart, 'userId' | 'method' | 'provider' | 'awaitsFactor'>;

/** Begins a session in the browser that asks, in place of the one it had: whoever planted that one must not come along. */
export async function openSession(ctx: Context, signed: Signed, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const former = sessionSecret(ctx.settings, request.headers);
  if (former) await endSession(ctx, former);
  const secret = await startSession(ctx, { ...signed, address: request.ip, agent: String(request.headers['user-agent'] ?? '') });
  reply.header('set-cookie', sessionCookie(ctx.settings, secret, secondsOf(signed)));
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
