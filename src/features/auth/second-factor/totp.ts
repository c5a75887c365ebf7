import { Secret, TOTP } from 'otpauth';
import type { Settings } from '../../../core/context.ts';

const SECRET_BYTES = 20;
/** Clocks of phones go wrong by seconds: one step earlier and one later count as well. */
const WINDOW = 1;

/** @returns base32, as people type it where no camera is at hand */
export const newSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/**
 * What the picture says that an authenticator application reads. Applications overwrite what has the same issuer and label, so the host
 * is part of it: somebody may use several installations.
 * @source https://github.com/google/google-authenticator/wiki/Key-Uri-Format
 */
export const keyUri = ({ uiUrl }: Pick<Settings, 'uiUrl'>, email: string, secret: string): string =>
  new TOTP({ issuer: `Tocsin ${new URL(uiUrl).hostname}`, label: email, secret }).toString();

/** @returns the time step a code is of, or undefined when it is of none that counts now @source https://www.rfc-editor.org/rfc/rfc6238 */
export function stepOf(secret: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime();
  const delta = TOTP.validate({ token: code, secret: Secret.fromBase32(secret), timestamp, window: WINDOW });
  return delta === null ? undefined : TOTP.counter({ timestamp }) + delta;
}
