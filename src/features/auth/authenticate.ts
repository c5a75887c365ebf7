import { sql } from 'kysely';
import type { System } from '../../core/context.ts';
import { identityVersion } from '../../core/db.ts';
import type { Role } from '../../core/roles.ts';
import { readToken, type TokenClaims } from './tokens.ts';

type Caller = { userId: number; email: string; role: Role | undefined; tenant: { id: number; slug: string; name: string } | undefined };

/** How long another process may not have heard of a change of role; this one hears at once. */
const KNOWN_MS = 1000;
const MOST_KNOWN = 10_000;

type Known = { caller: Caller; at: number; version: number };
const KNOWN = new WeakMap<object, Map<string, Known>>();

/**
 * Who sends a request, and what they are in the organization of its path. Asked anew when this process has written anything about
 * people since, and at least every second.
 *
 * @param authorization the header as sent
 * @returns undefined without a valid token of a user who is not disabled
 * @source docs/decisions/2026-11-25-request-limits.md
 */
export async function authenticate(
  system: System,
  authorization: string | undefined,
  organization: string | undefined,
): Promise<Caller | undefined> {
  const token = /^bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  const claims = token && (await readToken(system, token));
  if (!claims) return undefined;
  const [key, at, version] = [`${organization ?? ''} ${token}`, system.now().getTime(), identityVersion()];
  const known = knownTo(system);
  const found = known.get(key);
  if (found && found.version === version && at >= found.at && at < found.at + KNOWN_MS) return found.caller;
  const caller = await lookUp(system, claims, organization);
  if (known.size >= MOST_KNOWN) known.clear();
  // The version is of before the look: what was written meanwhile makes it worthless.
  if (caller) known.set(key, { caller, at, version });
  else known.delete(key);
  return caller;
}

function knownTo({ settings }: System): Map<string, Known> {
  const known = KNOWN.get(settings) ?? new Map<string, Known>();
  KNOWN.set(settings, known);
  return known;
}

async function lookUp(system: System, claims: TokenClaims, organization: string | undefined): Promise<Caller | undefined> {
  const { rows } = await sql<{
    id: number;
    email: string;
    tokens_valid_after: Date | null;
    role: Role | null;
    organization_id: number | null;
    slug: string;
    name: string;
  }>`
    select u.id, u.email, u.tokens_valid_after, m.role, o.id as organization_id, o.slug, o.name
    from users u
    left join organizations o on o.slug = ${organization ?? null}
    left join organization_members m on m.organization_id = o.id and m.dispatch_user_id = u.id
    where lower(u.email) = lower(${claims.email}) and u.disabled_at is null`.execute(system.db);
  const [user] = rows;
  // Tokens carry whole seconds: one made in the same second as the sign-out everywhere is still good.
  if (!user || (user.tokens_valid_after && claims.issuedAt.getTime() + 999 < user.tokens_valid_after.getTime())) return undefined;
  const tenant = user.organization_id === null ? undefined : { id: user.organization_id, slug: user.slug, name: user.name };
  return { userId: user.id, email: user.email, role: user.role ?? undefined, tenant };
}
