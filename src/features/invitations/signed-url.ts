import { sql } from 'kysely';
import type { System } from '../../core/context.ts';
import { unavailable } from '../../core/errors.ts';
import { privateKeyOf } from '../invitation-keys/index.ts';
import { wordsOf } from './access.ts';
import type { Invitation } from './invitation.ts';
import { linkUrl } from './link-url.ts';
import { audienceOf, issuerOf, signToken } from './token.ts';

/** The key that a link was issued under has stopped signing: it cannot be written any more, only replaced. */
export class KeyGone extends Error {}

/** Writes the link of an invitation from what is stored: the same each time. @throws KeyGone */
export async function linkOf(system: System, invitation: Invitation): Promise<string> {
  const { rows } = await sql<{ kid: string; slug: string }>`
    select l.kid, o.slug from invitation_links l join organizations o on o.id = l.organization_id where l.jti = ${invitation.currentJti}`.execute(
    system.db,
  );
  const { kid, slug } = rows[0] as { kid: string; slug: string };
  const privateKey = await privateKeyOf(system, kid);
  if (privateKey === undefined) throw new KeyGone(`The key ${kid} signs no more.`);
  const { uiUrl } = system.settings;
  const claims = {
    email: invitation.email,
    organization: slug,
    roles: wordsOf(invitation),
    exp: invitation.expiresAt.getTime() / 1000,
    iat: invitation.issuedAt.getTime() / 1000,
    iss: issuerOf(uiUrl),
    aud: audienceOf(uiUrl),
    jti: invitation.currentJti,
  };
  return linkUrl(uiUrl, await signToken(claims, { kid, privateKey }));
}

/** The link right after it was issued. @throws unavailable the key was replaced within this moment */
export async function signedUrl(system: System, invitation: Invitation): Promise<string> {
  try {
    return await linkOf(system, invitation);
  } catch (error) {
    throw error instanceof KeyGone ? unavailable('The key that signs was just replaced; try again.', error) : error;
  }
}
