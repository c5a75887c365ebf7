import { sql } from 'kysely';
import type { Context, System } from '../../core/context.ts';
import { forbidden } from '../../core/errors.ts';
import type { Role } from '../../core/roles.ts';
import { INSTANCE_SCOPES, type InstanceScope } from '../../core/scopes.ts';

type Db = Pick<System, 'db' | 'now'>;

type NewUser = {
  email: string;
  /** stored form; null for somebody who signs in through a provider */
  password: string | null;
  name?: string | null;
  /** reserved by an invitation */
  uid?: string;
  /** left out: a person */
  kind?: 'person' | 'service';
};

/** @returns the user's id */
export async function createUser(tx: Db, { email, password, name = null, uid, kind = 'person' }: NewUser): Promise<number> {
  const { id } = await tx.db
    .insertInto('users')
    .values({ email, password, name, kind, ...(uid && { uid }), created_at: tx.now(), updated_at: tx.now() })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function findUserId({ db }: Pick<System, 'db'>, email: string): Promise<number | undefined> {
  const user = await db.selectFrom('users').select('id').where(sql<boolean>`lower(email) = lower(${email})`).executeTakeFirst();
  return user?.id;
}

export type NewMember = {
  userId: number;
  organizationId: number;
  role: Role;
  /** how they come in */
  source: 'invite' | 'scim' | 'bootstrap' | 'domain' | 'import' | 'registration' | 'service';
  isReadOnly?: boolean;
  isManagedByDirectory?: boolean;
  /** opens nothing until the person has signed in themself */
  isConfined?: boolean;
  /** until then; left out: for good */
  expiresAt?: Date | null;
  /** left out or empty: the default project, as a Member */
  projects?: readonly { id: number; role: Role }[];
};

/** Gives a user a place in an organization and in its projects; who had left comes back as what they are now. */
export async function addMember(tx: Db, member: NewMember): Promise<void> {
  const standing = {
    role: member.role,
    read_only: member.isReadOnly ?? false,
    status: 'active',
    source: member.source,
    managed_by_directory: member.isManagedByDirectory ?? false,
    confined: member.isConfined ?? false,
    expires_at: member.expiresAt ?? null,
    left_at: null,
    updated_at: tx.now(),
  };
  await tx.db
    .insertInto('organization_members')
    .values({
      dispatch_user_id: member.userId,
      organization_id: member.organizationId,
      ...standing,
      created_at: tx.now(),
    })
    .onConflict((conflict) => conflict.columns(['dispatch_user_id', 'organization_id']).doUpdateSet(standing))
    .execute();
  await tx.db
    .updateTable('users')
    .set({ signed_up_at: tx.now(), signed_up_via: member.source })
    .where('id', '=', member.userId)
    .where('signed_up_at', 'is', null)
    .execute();
  for (const { id, role } of member.projects ?? []) await addToProject(tx, { ...member, projectId: id, role, isDefault: true });
  if (member.projects?.length) return;
  const project = await tx.db
    .selectFrom('projects')
    .select('id')
    .where('organization_id', '=', member.organizationId)
    .where('default', '=', true)
    .executeTakeFirst();
  if (project) await addToProject(tx, { ...member, projectId: project.id, role: 'Member', isDefault: true });
}

export async function addToProject(
  tx: Db,
  member: { userId: number; organizationId: number; projectId: number; isDefault: boolean; role?: Role },
): Promise<void> {
  const role = member.role && { role: member.role };
  await tx.db
    .insertInto('project_members')
    .values({
      dispatch_user_id: member.userId,
      project_id: member.projectId,
      organization_id: member.organizationId,
      default: member.isDefault,
      ...role,
      created_at: tx.now(),
      updated_at: tx.now(),
    })
    .onConflict((conflict) =>
      conflict.columns(['dispatch_user_id', 'project_id']).doUpdateSet({ default: member.isDefault, ...role, updated_at: tx.now() }),
    )
    .execute();
}

/** Whoever begins an installation looks after it: every scope of the instance is theirs. */
export const grantInstance = (tx: Db, userId: number) => instanceScopes(tx, userId, INSTANCE_SCOPES);

/** @param scopes what a user may do for the installation from now on; left out: nothing changes @returns what they may */
export async function instanceScopes(system: Db, userId: number, scopes?: readonly InstanceScope[]): Promise<string[]> {
  if (scopes)
    await system.db
      .updateTable('users')
      .set({ instance_scopes: [...new Set(scopes)], updated_at: system.now() })
      .where('id', '=', userId)
      .execute();
  const found = await system.db.selectFrom('users').select('instance_scopes').where('id', '=', userId).executeTakeFirstOrThrow();
  return found.instance_scopes;
}

/** @throws forbidden the caller does not look after the installation */
export async function requireInstanceScope(ctx: Context, scope: InstanceScope): Promise<void> {
  const found = await ctx.db.selectFrom('users').select('instance_scopes').where('id', '=', ctx.actor.userId).executeTakeFirst();
  if (!found?.instance_scopes.includes(scope))
    throw forbidden(`This needs ${scope}, which is given on the command line: \`tocsin user instance\`.`);
}

/** The caller's settings, made with their defaults on first sight. */
export async function ensureSettings(ctx: Context): Promise<void> {
  await ctx.db
    .insertInto('user_settings')
    .values({ dispatch_user_id: ctx.actor.userId, created_at: ctx.now(), updated_at: ctx.now() })
    .onConflict((conflict) => conflict.column('dispatch_user_id').doNothing())
    .execute();
}
