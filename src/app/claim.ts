import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { API } from '../edges/http/server.ts';
import { beginProviderSignIn, carriedBy, carry, provenBy } from '../features/auth/index.ts';
import { addressedTo, CLAIM_CODES, type Look, lookAtLink } from '../features/invitations/index.ts';
import { PAGE_POLICY } from './web.ts';

const HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'content-security-policy': PAGE_POLICY,
};

/**
 * Where the links of invitations lead. A GET uses nothing up, however often a mail gateway fetches it: it looks at the link, remembers it in the
 * browser, and leads to the provider or to our page about it.
 *
 * @param page the web application's; undefined where its pages are served elsewhere
 * @source invitations.md 11, INV-41 to INV-43
 */
export function serveClaim(server: FastifyInstance, page: string | undefined): void {
  // The method and the body go along.
  server.post('/claim', async (_request, reply) => reply.headers(HEADERS).code(307).header('location', `${API}/invitation/accept`).send());
  server.get('/claim', { exposeHeadRoute: false }, async (request, reply) => {
    reply.headers(HEADERS);
    if (isPrefetch(request)) return reply.code(204).send();
    const ctx = await server.contextOf(request);
    const carried = carriedBy(ctx, request);
    const given = (request.query as Record<string, string | string[] | undefined>).invite_token;
    const token = given === undefined ? carried?.token : Array.isArray(given) ? '' : given;
    const refused = given === undefined || given === carried?.token ? carried?.refused : undefined;
    const look = await lookAtLink(ctx, token, { refused, proven: await provenBy(ctx, request) });
    if (typeof given === 'string' && look.result !== 'invite_invalid') carry(ctx, { token: given }, reply);
    if (wantsJson(request)) return asJson(look, reply);
    if (look.result === 'member') return reply.code(303).header('location', `/${look.organization?.slug}`).send();
    const { settings } = ctx;
    if (
      look.result === 'valid' &&
      !look.signed_in_as &&
      settings.signIn === 'redirect' &&
      !settings.invitations.hasLanding &&
      given !== undefined
    )
      return beginProviderSignIn(ctx, { loginHint: await addressedTo(ctx, token ?? '') }, request, reply, 302);
    if (page === undefined) return reply.code(303).header('location', `${settings.uiUrl}/claim`).send();
    return reply.code(statusOf(look)).type('text/html; charset=utf-8').send(page);
  });
  server.head('/claim', async (_request, reply) => reply.headers(HEADERS).send());
}

const isPrefetch = ({ headers }: FastifyRequest) =>
  /prefetch|prerender|preview/i.test(`${headers['sec-purpose'] ?? ''} ${headers.purpose ?? ''}`);

const wantsJson = ({ headers }: FastifyRequest) => {
  const accept = String(headers.accept ?? '');
  return /application\/(problem\+)?json/.test(accept) && !accept.includes('text/html');
};

const statusOf = ({ result }: Look) => (result === 'valid' || result === 'member' ? 200 : CLAIM_CODES[result].status);

/** @source RFC 9457 */
function asJson(look: Look, reply: FastifyReply) {
  if (look.result === 'valid' || look.result === 'member') return reply.type('application/json; charset=utf-8').send(JSON.stringify(look));
  const { status, says } = CLAIM_CODES[look.result];
  const problem = { type: 'about:blank', title: says, status, code: look.result };
  return reply.code(status).type('application/problem+json').send(JSON.stringify(problem));
}
