import type { Context } from '../../core/context.ts';
import { AppError } from '../../core/errors.ts';
import { requireFresh } from '../auth/index.ts';
import { refusal } from './invitation.ts';

/**
 * Whoever promises ownership has just signed in: an invitation has no place for a password or a code.
 * @throws forbidden REAUTHENTICATION_REQUIRED. @source invitations.md, INV-9 and INV-56
 */
export async function requireFreshSignIn(ctx: Context): Promise<void> {
  if (ctx.actor.kind === 'system') return;
  try {
    await requireFresh(ctx, {});
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'invalid') throw error;
    throw refusal(
      'forbidden',
      'REAUTHENTICATION_REQUIRED',
      'roles',
      'You signed in a while ago. Sign out and in again, then invite an Owner within ten minutes.',
      {
        url: `${ctx.settings.uiUrl}/sign-in`,
      },
    );
  }
}
