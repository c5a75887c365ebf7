import type { Context } from '../../core/context.ts';
import { AppError } from '../../core/errors.ts';
import { requireFresh } from '../auth/index.ts';
import { refusal } from './invitation.ts';

/**
 * Whoever hands out much has just signed in: what they fill in has no place for a password or a code.
 * @param then what they do after signing in again, for the message
 * @throws forbidden REAUTHENTICATION_REQUIRED. @source invitations.md, INV-9 and INV-56
 */
export async function requireFreshSignIn(ctx: Context, field: string, then: string): Promise<void> {
  if (ctx.actor.kind === 'system') return;
  try {
    await requireFresh(ctx, {});
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'invalid') throw error;
    throw refusal(
      'forbidden',
      'REAUTHENTICATION_REQUIRED',
      field,
      `You signed in a while ago. Sign out and in again, then ${then} within ten minutes.`,
      { url: `${ctx.settings.uiUrl}/sign-in` },
    );
  }
}
