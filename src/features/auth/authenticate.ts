import { sql } from 'kysely';
import type { System } from '../../core/context.ts';
import type { Role } from '../../core/roles.ts';
import { readToken } from './tokens.ts';

type Caller = { userId: number; email: string; role: Role | undefined; tenant: { id: number; slug: string; name: string } | undefined };

/**
 * Who sends a request, and what they are in the organization of its path.
 * @param authorization the header as sent
 * @returns undefined without a valid token of a user who is not disabled
 */
export async function authenticate(
  system: System,
  authorization: string | undefined,
  organization: string | undefined,
): Promise<Caller | undefined> {
  const token = /^bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  const claims = token && (await readToken(system, token));
  if (!claims) return undefined;
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
