import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import { translated } from '../../core/constraints.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { forbidden, invalid, notFound, rejected } from '../../core/errors.ts';
import { Email, nullable } from '../../core/field.ts';
import { findJson } from '../../core/list.ts';
import { atLeast, ROLES, type Role } from '../../core/roles.ts';
import { rowId } from '../../lib/row-id.ts';
import { addMember, addToProject, createUser, endEverySession, storedPassword, verifyPassword } from '../auth/index.ts';
import { setMemberRole } from '../members/index.ts';
import { users } from './resource.ts';
import { Member } from './shapes.ts';

const ProjectChoice = Type.Object({
  project: Type.Unsafe<{ id?: number; name?: string }>({ type: 'object', additionalProperties: true }),
  default: Type.Optional(nullable(Type.Boolean())),
  role: Type.Optional(Type.Unknown({ description: 'Ignored: roles are those of the organization.' })),
});
const RoleInput = Type.Optional(nullable(Type.String({ maxLength: 50 })));
const ReadOnlyInput = Type.Optional(
  nullable(Type.Boolean({ description: 'A Member who sees everything and changes nothing; as it was when left out' })),
);

export const CreateUser = Type.Object({
  email: Email,
  password: Type.Optional(nullable(Type.String({ maxLength: 1000 }))),
  projects: Type.Optional(nullable(Type.Array(ProjectChoice))),
  organizations: Type.Optional(Type.Unknown()),
  role: RoleInput,
  read_only: ReadOnlyInput,
});
export const UpdateUser = Type.Object({
  id: Type.Integer(),
  projects: Type.Optional(nullable(Type.Array(ProjectChoice))),
  organizations: Type.Optional(Type.Unknown()),
  experimental_features: Type.Optional(nullable(Type.Boolean())),
  role: RoleInput,
  read_only: ReadOnlyInput,
});
export const ChangePassword = Type.Object({
  current_password: Type.String({ minLength: 1, maxLength: 1000 }),
  new_password: Type.String({ minLength: 1, maxLength: 1000 }),
});
export const ResetPassword = Type.Object({ new_password: Type.String({ minLength: 1, maxLength: 1000 }) });

/** Creates a user of the caller's organization. @throws conflict the address is taken */
export async function createMember(ctx: Context, input: Static<typeof CreateUser>): Promise<string> {
  const role = input.role ? roleOf(input.role) : 'Member';
  const isReadOnly = input.read_only ?? false;
  if (isReadOnly && role !== 'Member') throw invalid('read_only', `Only a Member may be somebody who only reads; ${role} administers.`);
  const password = await storedPassword(ctx, input.password, input);
  return translated({ noun: 'user', table: 'users' }, () =>
    transaction(ctx, async (tx) => {
      const userId = await createUser(tx, { email: input.email, password });
      await addMember(tx, { userId, organizationId: tx.tenant.id, role, isReadOnly, source: 'import' });
      if (input.projects?.length) await setProjects(tx, userId, input.projects);
      return getMember(tx, userId);
    }),
  );
}

/**
 * Changes a member: their role (Owner only), their default projects.
 * @throws forbidden somebody else's account, or a role, without being Owner
 */
export async function updateMember(ctx: Context, userId: number, input: Static<typeof UpdateUser>): Promise<string> {
  return transaction(ctx, async (tx) => {
    const current = await standingOf(tx, userId);
    const role = input.role ? roleOf(input.role) : current.role;
    // Whoever is made an administrator writes, whatever they did before.
    const isReadOnly = input.read_only ?? (role === 'Member' && current.isReadOnly);
    const changes = role !== current.role || isReadOnly !== current.isReadOnly;
    if (!atLeast(tx.actor.role, 'Owner') && (userId !== tx.actor.userId || changes))
      throw forbidden('Only an Owner changes other users and roles.');
    if (changes) await setMemberRole(tx, { userId, role, isReadOnly });
    if (input.projects) await setProjects(tx, userId, input.projects);
    if (typeof input.experimental_features === 'boolean') {
      await tx.db
        .updateTable('users')
        .set({ experimental_features: input.experimental_features, updated_at: tx.now() })
        .where('id', '=', userId)
        .execute();
    }
    return getMember(tx, userId);
  });
}

async function setProjects(tx: Context, userId: number, choices: Static<typeof ProjectChoice>[]) {
  await tx.db
    .updateTable('project_members')
    .set({ default: false, updated_at: tx.now() })
    .where('dispatch_user_id', '=', userId)
    .where('organization_id', '=', tx.tenant.id)
    .execute();
  for (const [index, { project, default: isDefault }] of choices.entries()) {
    const found = await tx.db
      .selectFrom('projects')
      .select('id')
      .where('organization_id', '=', tx.tenant.id)
      .where((where) => where.or([where('id', '=', rowId(project.id) ?? 0), where('name', '=', String(project.name ?? ''))]))
      .limit(1)
      .executeTakeFirst();
    if (!found) throw invalid(`projects.${index}.project`, 'There is no such project in this organization.');
    await addToProject(tx, { userId, organizationId: tx.tenant.id, projectId: found.id, isDefault: isDefault ?? false });
  }
}

/** @throws forbidden neither the caller's own account nor an Owner; rejected the current password is wrong */
export async function changePassword(ctx: Context, userId: number, input: Static<typeof ChangePassword>): Promise<string> {
  await standingOf(ctx, userId);
  const own = userId === ctx.actor.userId;
  if (!own && !atLeast(ctx.actor.role, 'Owner')) throw forbidden('Only an Owner changes the password of somebody else.');
  const user = await ctx.db.selectFrom('users').select('password').where('id', '=', userId).executeTakeFirstOrThrow();
  if (own && !(await verifyPassword(input.current_password, user.password))) throw rejected('The current password is wrong.');
  return replacePassword(ctx, userId, input.new_password);
}

/**
 * Sets a new password and ends every session of the user but the one that asks.
 * @throws forbidden somebody who also belongs to an organization the caller does not own: the password would open that one too
 */
export async function replacePassword(ctx: Context, userId: number, password: string): Promise<string> {
  await requireMayReplacePassword(ctx, userId);
  const { email } = await ctx.db.selectFrom('users').select('email').where('id', '=', userId).executeTakeFirstOrThrow();
  const stored = await storedPassword(ctx, password, { email, field: 'new_password' });
  return transaction(ctx, async (tx) => {
    await tx.db.updateTable('users').set({ password: stored, updated_at: tx.now() }).where('id', '=', userId).execute();
    await endEverySession(tx, userId, tx.actor.sessionId);
    return getMember(tx, userId);
  });
}

/** @throws not_found no member here; forbidden somebody who also belongs to an organization that the caller does not own */
export async function requireMayReplacePassword(ctx: Context, userId: number): Promise<void> {
  await standingOf(ctx, userId);
  if (userId !== ctx.actor.userId) await requireAllOrganizations(ctx, userId);
}

async function requireAllOrganizations(ctx: Context, userId: number) {
  const { rows } = await sql`
    select 1 from active_members m where m.dispatch_user_id = ${userId} and not exists (
      select 1 from active_members o
      where o.organization_id = m.organization_id and o.dispatch_user_id = ${ctx.actor.userId} and o.role = 'Owner') limit 1`.execute(
    ctx.db,
  );
  if (rows.length) throw forbidden('This person also belongs to another organization: only they themself change their password.');
}

async function standingOf(ctx: Context, userId: number): Promise<{ role: Role; isReadOnly: boolean }> {
  const { rows } = await sql<{ role: Role; isReadOnly: boolean }>`
    select m.role, m.read_only as "isReadOnly" from active_members m join users u on u.id = m.dispatch_user_id and u.kind = 'person'
    where m.dispatch_user_id = ${userId} and m.organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  if (!rows[0]) throw notFound('user');
  return rows[0];
}

/** @throws not_found no member of the caller's organization */
export async function getMember(ctx: Context, userId: number): Promise<string> {
  const item = await findJson(ctx, users, Member(ctx.tenant.id), userId);
  if (item === undefined) throw notFound('user');
  return item;
}

function roleOf(name: string): Role {
  const role = ROLES.find((one) => one.toLowerCase() === name.toLowerCase());
  if (!role) throw invalid('role', `Choose one of ${ROLES.join(', ')}.`);
  return role;
}
