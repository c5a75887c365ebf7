import type { Context } from '../../core/context.ts';
import { AppError, forbidden } from '../../core/errors.ts';
import { reaches, requireScope } from '../../core/permissions.ts';
import { atLeast, type Role } from '../../core/roles.ts';

export type Status = 'active' | 'suspended' | 'removed';

/** A member as the rules see them. */
export type Member = {
  id: number;
  userId: number;
  email: string;
  role: Role;
  isReadOnly: boolean;
  status: Status;
  isManagedByDirectory: boolean;
};

/** A refusal that a program can act on: the code is the `type` of the answer's detail. */
const refused = (kind: 'conflict' | 'forbidden', code: string, msg: string, data?: Record<string, unknown>) =>
  new AppError(kind, msg, { problems: [{ type: code, loc: ['body', 'role'], msg }], ...(data && { data }) });

export const lastOwner = () => refused('conflict', 'LAST_OWNER', 'This is the last Owner; make somebody else Owner first.');
/** What a directory gives at most: its administrators are not ours. @source invitations.md, 17 */
const HIGHEST_OF_DIRECTORY: Role = 'Admin';

/** @param email of whoever commands the subjects */
export const handoverRequired = (subjects: string[], email: string) =>
  refused('conflict', 'HANDOVER_REQUIRED', `Hand over first: they command ${subjects.join(', ')}.`, { email });
const managedByDirectory = () =>
  refused('conflict', 'ROLE_MANAGED_BY_DIRECTORY', 'A directory manages this role; change it there, in the groups of the person.');

/** @throws forbidden ROLE_NOT_GRANTABLE a rank above the caller's own. @source invitations.md, INV-9 */
export function requireGrantable({ actor }: Pick<Context, 'actor'>, role: Role): void {
  const highest = actor.kind === 'directory' ? HIGHEST_OF_DIRECTORY : actor.role;
  if (actor.kind === 'system' || atLeast(highest, role)) return;
  throw refused(
    'forbidden',
    'ROLE_NOT_GRANTABLE',
    `You cannot make somebody ${role}: the highest you can give is ${highest ?? 'nothing'}.`,
  );
}

/** Whoever stands strictly above a member may act on them; Owners also on Owners. */
const standsAbove = (mine: Role | undefined, theirs: Role) => mine === 'Owner' || (mine !== theirs && atLeast(mine, theirs));

/** @returns whether the caller looks after members of this rank, and the installation's command line everybody */
export const mayActOn = ({ actor }: Pick<Context, 'actor'>, { role }: Pick<Member, 'role'>): boolean =>
  actor.kind === 'system' || (reaches({ actor }, 'admin:members') && standsAbove(actor.role, role));

/** @throws forbidden the caller does not look after members, or not after one of this rank. @source invitations.md, INV-9 */
export function requireMayActOn(ctx: Pick<Context, 'actor'>, member: Pick<Member, 'role' | 'isManagedByDirectory'>): void {
  if (ctx.actor.kind === 'system') return;
  if (ctx.actor.kind === 'directory' && member.isManagedByDirectory) return;
  requireScope(ctx, 'admin:members');
  if (!standsAbove(ctx.actor.role, member.role))
    throw forbidden(`Only somebody above ${member.role} may do this to a member of that rank.`);
}

/** @throws conflict ROLE_MANAGED_BY_DIRECTORY */
export function requireOwnRoles({ actor }: Pick<Context, 'actor'>, { isManagedByDirectory }: Member): void {
  if (isManagedByDirectory && actor.kind !== 'directory') throw managedByDirectory();
}
