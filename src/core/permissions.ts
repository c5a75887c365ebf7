import { type RawBuilder, sql } from 'kysely';
import type { Context } from './context.ts';
import { AppError, forbidden } from './errors.ts';
import { atLeast, type Role } from './roles.ts';
import type { Scope } from './scopes.ts';

type Predicate = (ctx: Context, alias: string) => RawBuilder<boolean>;

/**
 * Who may do something: a role of the organization and those above it, or whoever the predicate over the subject's row admits.
 * The same rule answers for one subject (`can`) and, as SQL, for a list (`allowed`).
 */
export type Rule = {
  role?: Role;
  where?: Predicate;
  /** the same in words that are cheaper for a list of many rows, and dearer for one row */
  among?: Predicate;
};

export const member: Rule = { role: 'Member' };
export const admin: Rule = { role: 'Admin' };
export const manager: Rule = { role: 'Manager' };
export const owner: Rule = { role: 'Owner' };

/** Admits whoever one of the rules admits. */
export function either(...rules: Rule[]): Rule {
  return {
    where: (ctx, alias) =>
      joined(
        rules.map((rule) => allowed(ctx, rule, alias)),
        sql` or `,
      ),
  };
}

/** Admits only whoever all of the rules admit. */
export function both(...rules: Rule[]): Rule {
  return {
    where: (ctx, alias) =>
      joined(
        rules.map((rule) => allowed(ctx, rule, alias)),
        sql` and `,
      ),
  };
}

const joined = (parts: RawBuilder<boolean>[], separator: RawBuilder<unknown>) => sql<boolean>`(${sql.join(parts, separator)})`;

/** The rule as SQL over the rows `alias` of a list; constant where the caller's role decides. */
export function allowed(ctx: Context, rule: Rule, alias: string): RawBuilder<boolean> {
  const decided = decidedByRole(ctx, rule);
  if (decided !== undefined) return decided ? sql<boolean>`true` : sql<boolean>`false`;
  return (rule.among ?? rule.where)?.(ctx, alias) ?? sql<boolean>`false`;
}

/** Whether the rule needs no look at a subject: decided by the role alone. */
export function decidedByRole(ctx: Context, rule: Rule): boolean | undefined {
  if (ctx.actor.kind === 'system') return true;
  if (rule.role && atLeast(ctx.actor.role, rule.role)) return true;
  return rule.where ? undefined : false;
}

/**
 * The rows of the projects that the caller looks after without being an administrator of the organization. Who only reads looks after none, whatever
 * they are there. @source invitations.md, INV-12
 */
export const isLookedAfter = ({ actor }: Context, projectId: RawBuilder<unknown>): RawBuilder<boolean> =>
  actor.administers?.length && actor.scopes.has('write:incidents')
    ? sql<boolean>`${projectId} = any(${[...actor.administers]}::int[])`
    : sql<boolean>`false`;

/** @param subject a row of a tenant's table */
export async function can(ctx: Context, rule: Rule, subject?: { table: string; id: number | string }): Promise<boolean> {
  const decided = decidedByRole(ctx, rule);
  if (decided !== undefined && (!subject || !decided)) return decided;
  if (!subject) return false;
  const admitted = decided ? sql<boolean>`true` : (rule.where?.(ctx, 't0') ?? sql<boolean>`false`);
  const { rows } = await sql<{ ok: boolean }>`
    select ${admitted} as ok from ${sql.table(subject.table)} t0
    where t0.id = ${subject.id} and t0.organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  return rows[0]?.ok === true;
}

/** The first of two checks: whether the membership and the credential reach so far at all. @param scopes any of these is enough */
export const reaches = ({ actor }: Pick<Context, 'actor'>, ...scopes: Scope[]) => scopes.some((scope) => actor.scopes.has(scope));

/** @throws forbidden the caller's membership or credential does not reach so far */
export function requireScope(ctx: Pick<Context, 'actor'>, ...scopes: Scope[]): void {
  if (reaches(ctx, ...scopes)) return;
  throw new AppError('forbidden', `This needs ${scopes.join(' or ')}, which your role or your credential does not give.`, {
    data: { scopes },
  });
}

/** @throws forbidden the rule does not admit the caller, or the subject does not exist: the two look the same */
export async function requirePermission(ctx: Context, rule: Rule, subject?: { table: string; id: number | string }) {
  if (!(await can(ctx, rule, subject))) throw forbidden();
}
