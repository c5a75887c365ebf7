import type { Context } from '../../core/context.ts';
import { AppError, invalid } from '../../core/errors.ts';
import { requireScope } from '../../core/permissions.ts';
import type { InviteUser, Promised } from './draft.ts';
import type { Invitation } from './invitation.ts';
import { inviteUser } from './invite-user.ts';

export const MOST_AT_ONCE = 100;

export type BulkResult = { email: string; invitation?: Invitation; error?: AppError };

/**
 * Invites many at once; each succeeds or fails by itself.
 * @returns what became of each, in the order of the addresses
 * @throws forbidden; invalid no address, or more than a hundred
 * @source invitations.md, INV-24
 */
export async function inviteUsers(
  ctx: Context,
  emails: readonly string[],
  promised: Promised & Pick<InviteUser, 'if_pending' | 'deliver'>,
): Promise<BulkResult[]> {
  requireScope(ctx, 'admin:members');
  if (!emails.length || emails.length > MOST_AT_ONCE)
    throw invalid('emails', `Give 1 to ${MOST_AT_ONCE} addresses at once; these are ${emails.length}.`);
  const results: BulkResult[] = [];
  for (const email of emails) {
    try {
      results.push({ email, invitation: await inviteUser(ctx, { ...promised, email }) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      results.push({ email, error });
    }
  }
  return results;
}
