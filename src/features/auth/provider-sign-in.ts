import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../core/context.ts';
import { invalid, notFound } from '../../core/errors.ts';
import { decrypt, encrypt } from '../../core/secrets.ts';
import { type AuthenticationProvider, type OpenIdTrial, type RedirectSignIn, Refused } from '../../plugin-sdk/authentication.ts';
import { admit } from './admit.ts';
import { carriedBy, carry } from './invite-cookie.ts';
import { openSession } from './open-session.ts';
import { noteRefusal } from './refusals.ts';
import { cookieIn, ownCookie } from './session-cookie.ts';
import { tryOut } from './trial.ts';

const ATTEMPT_SECONDS = 600;

/** What a browser carries while it is away at the provider; sealed, so that nobody reads or makes one. */
type Attempt = {
  kept: string;
  next: string;
  endsAt: number;
  /** a provider that is only tried: nobody gets in by it */
  trial?: OpenIdTrial;
};

type Asked = {
  /** a path of the web application */
  next?: string | undefined;
  /** the address that is expected */
  loginHint?: string;
  /** the person wants another account than the one the provider knows them by */
  choosesAccount?: boolean;
};

/** Where the provider sends browsers back to; operators have registered it since the predecessor. */
const callbackOf = ({ settings }: Context) => `${settings.uiUrl}/implicit/callback`;

/** Only a path of this application: an address from outside must not decide where a signed-in person lands. */
const safeNext = (next: string | undefined) => (next && next.length <= 2000 && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next) ? next : '/');

/**
 * Sends a browser to the provider. Nothing is stored here: whoever only looks at the door must not fill a table.
 * @throws not_found nobody is sent anywhere in this installation
 */
export async function beginProviderSignIn(
  ctx: Context,
  { next, ...asked }: Asked,
  request: FastifyRequest,
  reply: FastifyReply,
  status = 303,
) {
  const attempt = { next: safeNext(next) };
  return orSayWhy(
    ctx,
    attempt,
    request,
    reply,
    async () => {
      return sendAway(ctx, requireRedirect(ctx.provider), attempt, reply, asked);
    },
    status,
  );
}

/**
 * Begins a test sign-in at a provider that is not configured.
 * @returns where to send the window
 * @throws invalid the provider cannot be asked, with what an operator needs to know
 */
export async function beginTrial(ctx: Context, trial: OpenIdTrial, reply: FastifyReply): Promise<string> {
  try {
    return await sendAway(ctx, requireRedirect(ctx.trialProvider(trial)), { next: '/', trial }, reply);
  } catch (error) {
    throw error instanceof Refused ? invalid('issuer', error.message) : error;
  }
}

async function sendAway(
  ctx: Context,
  redirect: RedirectSignIn,
  attempt: Pick<Attempt, 'next' | 'trial'>,
  reply: FastifyReply,
  asked: Omit<Asked, 'next'> = {},
) {
  const { url, state, kept } = await redirect.begin(callbackOf(ctx), asked);
  const sealed: Attempt = { ...attempt, kept, endsAt: ctx.now().getTime() + ATTEMPT_SECONDS * 1000 };
  reply.header('set-cookie', attemptCookie(ctx, state, encrypt(JSON.stringify(sealed), ctx.settings.encryptionKey)));
  return url;
}

/** Takes a browser that comes back from the provider: lets the person in, or says once why not. */
export async function finishProviderSignIn(ctx: Context, request: FastifyRequest, reply: FastifyReply) {
  const query = new URLSearchParams(request.url.split('?')[1] ?? '');
  const state = query.get('state') ?? '';
  const attempt = attemptIn(ctx, state, request);
  return orSayWhy(ctx, attempt, request, reply, async () => {
    if (!attempt)
      throw new Refused(
        'wrong_state',
        'What came back from the provider was not begun in this browser, or more than ten minutes ago, or was used already.',
      );
    reply.header('set-cookie', attemptCookie(ctx, state, undefined));
    if (attempt.trial) return finishTrial(ctx, attempt.trial, query, attempt.kept);
    const { identity, grant } = await requireRedirect(ctx.provider).finish(query, attempt.kept);
    const token = carriedBy(ctx, request)?.token;
    const admitted = await admit(ctx, identity, { token, origin: ctx.origin });
    await openSession(ctx, { ...admitted, method: 'provider', provider: { ...identity, grant } }, request, reply);
    if (admitted.joined) return `/${admitted.joined.slug}`;
    // They are signed in as somebody whom the invitation is not for: the page says so, and offers another account.
    return admitted.notice ? '/claim' : attempt.next;
  });
}

/** The answer is behind `#`: the page shows it, and no log of the way has it. */
async function finishTrial(ctx: Context, trial: OpenIdTrial, query: URLSearchParams, kept: string): Promise<string> {
  const result = await tryOut(ctx, () => requireRedirect(ctx.trialProvider(trial)).finish(query, kept));
  return `/sign-in/trial#${Buffer.from(JSON.stringify(result)).toString('base64url')}`;
}

function requireRedirect(provider: AuthenticationProvider | undefined): RedirectSignIn {
  if (!provider?.redirect) throw notFound('page');
  return provider.redirect;
}

/** A browser shows what it is sent to: what went wrong is said on a page, once, and the way on is kept. */
async function orSayWhy(
  ctx: Context,
  attempt: Pick<Attempt, 'next'> | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<string>,
  status = 303,
) {
  const to = await work().catch((error) => {
    if (!(error instanceof Refused)) throw error;
    noteRefusal(ctx, { peer: request.ip, id: request.id }, error);
    const carried = carriedBy(ctx, request);
    if (carried && isAboutInvitation(error.code)) {
      carry(ctx, { ...carried, refused: error.code }, reply);
      return '/claim';
    }
    return `/sign-in?${new URLSearchParams({ refused: error.code, request: request.id, ...(attempt && { next: attempt.next }) })}`;
  });
  return reply.code(status).header('location', to).send();
}

const isAboutInvitation = (code: string) =>
  code.startsWith('invite_') || ['seat_limit_reached', 'rate_limited', 'email_not_verified'].includes(code);

/** Two tabs may be away at the same time: each has a cookie of its own. */
const nameOf = (state: string) => `attempt-${createHash('sha256').update(state).digest('hex').slice(0, 16)}`;

const attemptCookie = ({ settings }: Context, state: string, sealed: string | undefined) =>
  ownCookie(settings, nameOf(state), sealed, ATTEMPT_SECONDS);

function attemptIn(ctx: Context, state: string, { headers }: FastifyRequest): Attempt | undefined {
  const sealed = cookieIn(ctx.settings, nameOf(state), headers);
  try {
    const attempt = JSON.parse(decrypt(sealed ?? '', ctx.settings.encryptionKey)) as Attempt;
    return ctx.now().getTime() < attempt.endsAt ? attempt : undefined;
  } catch {
    return undefined; // none, or not one of ours
  }
}
