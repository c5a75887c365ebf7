import type { Context } from '../../core/context.ts';
import { enqueue, type Finish, Skip } from '../../core/jobs.ts';
import { decrypt, encrypt } from '../../core/secrets.ts';
import { type Grant, Refused } from '../../plugin-sdk/authentication.ts';

export const RENEW_SESSION = 'renew-session';

/** Stores what the provider gave, and sees to it that the provider is asked in time whether the person is still welcome there. */
export async function keepGrant(tx: Context, sessionId: number, { text, session, renewAt }: Grant): Promise<void> {
  await tx.db
    .updateTable('sessions')
    .set({ provider_grant: encrypt(text, tx.settings.encryptionKey), ...(session !== undefined && { provider_session: session }) })
    .where('id', '=', sessionId)
    .execute();
  if (renewAt) await enqueue(tx, RENEW_SESSION, { session_id: sessionId }, { runAt: renewAt });
}

/**
 * Asks the provider whether a session still counts. Nobody waits for the answer: while the provider is away the session goes on, and
 * ends with its own time.
 */
export async function renewSession(ctx: Context, sessionId: number): Promise<Finish | Skip> {
  const session = await ctx.db
    .selectFrom('sessions')
    .select(['provider_grant', 'provider_subject'])
    .where('id', '=', sessionId)
    .executeTakeFirst();
  if (!session?.provider_grant) return new Skip('The session has ended.');
  const redirect = ctx.provider?.redirect;
  if (!redirect) return new Skip('No provider signs people in any more.');
  try {
    const grant = await redirect.renew(decrypt(session.provider_grant, ctx.settings.encryptionKey), session.provider_subject ?? '');
    return (tx) => keepGrant(tx, sessionId, grant);
  } catch (error) {
    if (!(error instanceof Refused) || error.code === 'provider_unavailable') throw error;
    ctx.log.warn({ code: error.code, session: sessionId }, `A session ends: ${error.message}`);
    return async (tx) => {
      await tx.db.deleteFrom('sessions').where('id', '=', sessionId).execute();
    };
  }
}

/** @returns where the browser signs out of the provider as well; a provider that is away keeps nobody from signing out here */
export async function signOutUrl({ provider, settings, log }: Context, sealed: string): Promise<string | undefined> {
  try {
    return await provider?.redirect?.signOutUrl(decrypt(sealed, settings.encryptionKey), `${settings.uiUrl}/sign-in?out=1`);
  } catch (error) {
    log.warn({ cause: (error as Error).message }, 'Somebody signed out here, and perhaps not at the provider.');
    return undefined;
  }
}
