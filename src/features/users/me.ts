import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { unauthenticated } from '../../core/errors.ts';
import { nullable } from '../../core/field.ts';
import { findJson } from '../../core/list.ts';
import { ensureSettings } from '../auth/index.ts';
import { UserProject } from '../organizations/index.ts';
import { Me } from './shapes.ts';

export const SignedIn = Type.Object({ projects: Type.Array(UserProject.schema), token: nullable(Type.String()) });

/** The caller as they see themself, in every organization they belong to. */
export async function me(ctx: Context): Promise<string> {
  await ensureSettings(ctx);
  const item = await findJson(ctx, { table: 'users', scope: () => sql<boolean>`true` }, Me, ctx.actor.userId);
  if (item === undefined) throw unauthenticated();
  return item;
}

/** The projects a user has a place in, as the answer to a sign-in shows them. */
export async function projectsOf(ctx: Context, userId: number): Promise<Static<typeof SignedIn>['projects']> {
  const { rows } = await sql<{ projects: Static<typeof SignedIn>['projects'] }>`
    select coalesce(json_agg(${sql.raw(UserProject.object({ alias: 't0', depth: 0 }, 'all'))} order by t0.project_id), '[]') as projects
    from project_members t0 where t0.dispatch_user_id = ${userId}`.execute(ctx.db);
  return rows[0]?.projects ?? [];
}
