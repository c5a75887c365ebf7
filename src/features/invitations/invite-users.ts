import type { Context } from '../../core/context.ts';
import { rehearse } from '../../core/db.ts';
import { AppError, invalid } from '../../core/errors.ts';
import { requireScope } from '../../core/permissions.ts';
import type { InviteUser, Promised } from './draft.ts';
import type { Invitation } from './invitation.ts';
import { inviteUser } from './invite-user.ts';

const MOST_AT_ONCE = 100;

/** Somebody of a list; what they are to be is said here, or for all. */
export type Invitee = Pick<InviteUser, 'email' | 'name'> & Partial<Pick<Promised, 'roles'>>;
export type BulkResult = { email: string; invitation?: Invitation; error?: AppError };

/**
 * Invites many at once; each succeeds or fails by itself.
 * @returns what became of each, in the order they were given
 * @throws forbidden; invalid nobody, or more than a hundred
 * @source invitations.md, INV-24
 */
export async function inviteUsers(
  ctx: Context,
  people: readonly Invitee[],
  promised: Promised & Pick<InviteUser, 'if_pending' | 'deliver'>,
): Promise<BulkResult[]> {
  requireScope(ctx, 'admin:members');
  if (!people.length || people.length > MOST_AT_ONCE)
    throw invalid('people', `Give 1 to ${MOST_AT_ONCE} people at once; these are ${people.length}.`);
  const results: BulkResult[] = [];
  for (const { email, name, roles = promised.roles } of people) {
    try {
      results.push({ email, invitation: await inviteUser(ctx, { ...promised, roles, name: name ?? null, email }) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      results.push({ email, error });
    }
  }
  return results;
}

/** What would become of each: the same rules on the same rows, and nothing of it stays. @throws as `inviteUsers` */
export const rehearseInvitations: typeof inviteUsers = async (ctx, people, promised) =>
  (await rehearse(ctx, (tx) => inviteUsers(tx, people, promised))).map(({ invitation: _taken, ...result }) => result);
