import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { ActingKey, Context, System } from '../../core/context.ts';
import { identityVersion } from '../../core/db.ts';
import type { Role } from '../../core/roles.ts';
import { NO_SCOPES, narrowed, type Scope } from '../../core/scopes.ts';
import { KEY_PREFIX } from '../../lib/api-key.ts';
import { type IncomingRequest, type ProvenIdentity, Refused } from '../../plugin-sdk/authentication.ts';
import { admit } from './admit.ts';
import { isCrossSite } from './cross-site.ts';
import { type KeyHolder, keyHolder } from './key-holder.ts';
import { refusalsTold, told } from './refusals.ts';
import { sessionSecret } from './session-cookie.ts';
import { isSessionOf, noteSeen } from './sessions.ts';
import { isOurToken, readToken } from './tokens.ts';

type Caller = {
  userId: number;
  email: string;
  role: Role | undefined;
  scopes: ReadonlySet<Scope>;
  tenant: { id: number; slug: string; name: string } | undefined;
  administers: readonly number[];
  sessionId?: number;
  key?: ActingKey;
};

/** How long another process may not have heard of a change of role; this one hears at once. */
const KNOWN_MS = 1000;
const MOST_KNOWN = 10_000;

type Known = { caller: Caller; at: number; version: number };
const KNOWN = new WeakMap<object, Map<string, Known>>();

/** Who a request is from before it is asked what they are here; `key` is the same for the same claim. */
type Claim = { key: string; issuedAt?: Date; granted?: readonly string[] | undefined; findUser(): Promise<Whom | undefined> };
type Whom = { email: string } | { userId: number } | { session: string } | { key: KeyHolder };

/**
 * Who sends a request, and what they are in the organization of its path: by a token of ours, by a browser's session, else by what the
 * provider proves. Asked anew when this process has written anything about people since, and at least every second.
 *
 * @returns undefined without a credential, or with a token of ours that is no good
 * @throws unauthenticated the provider refuses what it was shown, or whoever it proves is nobody here; unavailable the provider is away
 * @source docs/decisions/2026-11-25-request-limits.md
 */
export async function authenticate(system: System, request: Incoming, organization: string | undefined): Promise<Caller | undefined> {
  const claim = await claimOf(system, request);
  if (!claim) return undefined;
  const [key, at, version] = [`${organization ?? ''} ${claim.key}`, system.now().getTime(), identityVersion()];
  const known = knownTo(system);
  const found = known.get(key);
  if (found && found.version === version && at >= found.at && at < found.at + KNOWN_MS) return found.caller;
  const who = await findUser(system, claim, request);
  const caller = who && (await lookUp(system, who, claim, organization));
  if (known.size >= MOST_KNOWN) known.clear();
  // The version is of before the look: what was written meanwhile makes it worthless.
  if (caller) known.set(key, { caller, at, version });
  else known.delete(key);
  return caller;
}

/** A request with where it came from: behind proxies that are trusted, not who opened the connection. */
type Incoming = IncomingRequest & { address?: string };

async function claimOf(system: System, request: Incoming): Promise<Claim | undefined> {
  const { provider } = system;
  const token = /^bearer\s+(\S+)$/i.exec(String(request.headers.authorization ?? ''))?.[1];
  if (token?.startsWith(KEY_PREFIX)) {
    const origin = { ...originOf(request), address: request.address ?? request.peer };
    const findKey = async () => {
      const key = await keyHolder(system, token, origin);
      return key && { key };
    };
    return { key: `${token} from ${origin.address}`, findUser: findKey };
  }
  if (token && (!provider || isOurToken(token))) {
    const claims = await readToken(system, token);
    return claims && { key: token, issuedAt: claims.issuedAt, findUser: async () => ({ email: claims.email }) };
  }
  const secret = token ? undefined : sessionOf(system, request);
  if (secret) return { key: `session ${secret}`, findUser: async () => ({ session: secret }) };
  const proven = await refusalsTold(system, request, () => prove(system, request));
  if (!proven) return undefined;
  const key = JSON.stringify([proven.issuer, proven.subject, proven.email, proven.emailVerified, proven.granted]);
  return {
    key,
    granted: proven.granted,
    findUser: async () => ({ userId: (await admit(system, proven, { origin: originOf(request) })).userId }),
  };
}

/**
 * Whom the provider vouches for in a request, whether or not they may come in: for an invitation, which is presented by somebody who may not yet.
 * @returns undefined for a caller who is known, and where requests bring no identity of their own, or one that is no good
 */
export async function provenBy(ctx: Context, { headers, socket, method, id }: FastifyRequest): Promise<ProvenIdentity | undefined> {
  if (ctx.actor.userId || ctx.settings.signIn !== 'request') return undefined;
  return prove(ctx, { headers, peer: socket.remoteAddress ?? '', method, id }).catch((error) => {
    if (error instanceof Refused && error.code !== 'provider_unavailable') return undefined;
    throw error;
  });
}

const originOf = ({ id = '', peer, headers }: IncomingRequest) => ({
  requestId: id,
  address: peer,
  agent: String(headers['user-agent'] ?? ''),
});

/** @throws unauthenticated a page of another site makes the browser send its session along */
function sessionOf(system: System, request: IncomingRequest): string | undefined {
  if (system.settings.signIn !== 'password' && system.settings.signIn !== 'redirect') return undefined;
  const secret = sessionSecret(system.settings, request.headers);
  if (!secret || !isCrossSite(request.method, request)) return secret;
  throw told(
    system,
    request,
    new Refused('cross_site', `A page of ${request.headers.origin ?? 'another site'} had a browser send a change.`),
  );
}

async function prove({ provider }: System, request: IncomingRequest) {
  const proven = await provider?.identify(request);
  if (proven && request.headers.authorization === undefined && isCrossSite(request.method, request))
    throw new Refused(
      'cross_site',
      `A page of ${request.headers.origin ?? 'another site'} had the browser of ${proven.email} send a change.`,
    );
  return proven;
}

const findUser = (system: System, claim: Claim, request: IncomingRequest) => refusalsTold(system, request, () => claim.findUser());

function knownTo({ settings }: System): Map<string, Known> {
  const known = KNOWN.get(settings) ?? new Map<string, Known>();
  KNOWN.set(settings, known);
  return known;
}

async function lookUp(
  system: System,
  who: Whom,
  { issuedAt, granted }: Claim,
  organization: string | undefined,
): Promise<Caller | undefined> {
  const { rows } = await sql<{
    id: number;
    email: string;
    tokens_valid_after: Date | null;
    role: Role | null;
    read_only: boolean;
    organization_id: number | null;
    slug: string;
    name: string;
    session_id: number | null;
    seen_at: Date;
    is_placed: boolean;
    administers: number[];
  }>`
    select u.id, u.email, u.tokens_valid_after, m.role, m.read_only, o.id as organization_id, o.slug, o.name,
      array(select pm.project_id from project_members pm
        where pm.dispatch_user_id = u.id and pm.organization_id = o.id and pm.role <> 'Member') as administers,
      ${'session' in who ? sql`s.id as session_id, s.seen_at, s.organization_id is not null as is_placed` : sql`null::int as session_id`}
    from users u
    ${'session' in who ? sql`join sessions s on s.dispatch_user_id = u.id and ${isSessionOf(who.session, system.now())}` : sql``}
    left join organizations o on o.slug = ${organization ?? null}
    left join active_members m on m.organization_id = o.id and m.dispatch_user_id = u.id and (m.expires_at is null or m.expires_at > ${system.now()})
      ${'key' in who ? sql`and o.id = ${who.key.tenant.id}` : sql``}
    where ${isPerson(who)} and u.disabled_at is null`.execute(system.db);
  const [user] = rows;
  // Tokens carry whole seconds: one made in the same second as the sign-out everywhere is still good.
  if (!user || (issuedAt && user.tokens_valid_after && issuedAt.getTime() + 999 < user.tokens_valid_after.getTime())) return undefined;
  if (user.session_id !== null) {
    const session = { id: user.session_id, seenAt: user.seen_at, isPlaced: user.is_placed };
    await noteSeen(system, session, (user.role && user.organization_id) || undefined);
  }
  const tenant = user.organization_id === null ? undefined : { id: user.organization_id, slug: user.slug, name: user.name };
  const left = 'key' in who ? who.key.scopes : granted;
  const place = user.role ? narrowed({ role: user.role, isReadOnly: user.read_only }, left) : { role: undefined, scopes: NO_SCOPES };
  const caller = {
    userId: user.id,
    email: user.email,
    ...place,
    tenant,
    administers: user.administers,
    ...('key' in who && { key: actingKey(who.key) }),
  };
  return user.session_id === null ? caller : { ...caller, sessionId: user.session_id };
}

const actingKey = ({ id, isService, tenant, documents }: KeyHolder): ActingKey => ({ id, isService, organizationId: tenant.id, documents });

function isPerson(who: Whom) {
  if ('session' in who) return sql`true`;
  if ('key' in who) return sql`u.id = ${who.key.userId}`;
  return 'userId' in who ? sql`u.id = ${who.userId}` : sql`u.kind = 'person' and lower(u.email) = lower(${who.email})`;
}
