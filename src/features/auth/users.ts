import { sql } from 'kysely';
import type { Context, System } from '../../core/context.ts';
import type { Role } from '../../core/roles.ts';

type Db = Pick<System, 'db' | 'now'>;

/** @param user.password stored form; null for somebody who signs in through a provider @returns the user's id */
export async function createUser(tx: Db, user: { email: string; password: string | null }): Promise<number> {
  const { id } = await tx.db
    .insertInto('users')
    .values({ email: user.email, password: user.password, created_at: tx.now(), updated_at: tx.now() })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function findUserId({ db }: Pick<System, 'db'>, email: string): Promise<number | undefined> {
  const user = await db.selectFrom('users').select('id').where(sql<boolean>`lower(email) = lower(${email})`).executeTakeFirst();
  return user?.id;
}

/** Gives a user a place in an organization and in its default project. */
export async function addMember(tx: Db, member: { userId: number; organizationId: number; role: Role }): Promise<void> {
  await tx.db
    .insertInto('organization_members')
    .values({
      dispatch_user_id: member.userId,
      organization_id: member.organizationId,
      role: member.role,
      created_at: tx.now(),
      updated_at: tx.now(),
    })
    .onConflict((conflict) =>
      conflict.columns(['dispatch_user_id', 'organization_id']).doUpdateSet({ role: member.role, updated_at: tx.now() }),
    )
    .execute();
  const project = await tx.db
    .selectFrom('projects')
    .select('id')
    .where('organization_id', '=', member.organizationId)
    .where('default', '=', true)
    .executeTakeFirst();
  if (project) await addToProject(tx, { ...member, projectId: project.id, isDefault: true });
}

export async function addToProject(
  tx: Db,
  member: { userId: number; organizationId: number; projectId: number; isDefault: boolean },
): Promise<void> {
  await tx.db
    .insertInto('project_members')
    .values({
      dispatch_user_id: member.userId,
      project_id: member.projectId,
      organization_id: member.organizationId,
      default: member.isDefault,
      created_at: tx.now(),
      updated_at: tx.now(),
    })
    .onConflict((conflict) =>
      conflict.columns(['dispatch_user_id', 'project_id']).doUpdateSet({ default: member.isDefault, updated_at: tx.now() }),
    )
    .execute();
}

/** The caller's settings, made with their defaults on first sight. */
export async function ensureSettings(ctx: Context): Promise<void> {
  await ctx.db
    .insertInto('user_settings')
    .values({ dispatch_user_id: ctx.actor.userId, created_at: ctx.now(), updated_at: ctx.now() })
    .onConflict((conflict) => conflict.column('dispatch_user_id').doNothing())
    .execute();
}
