import { browserSupportsWebAuthn, startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser';
import { answer, client } from './client.ts';
import { ApiError } from './errors.ts';
import type { Joined, NewPasskey, PasskeyRequest } from './types.ts';

/** Whether this browser can use passkeys at this address at all. */
export const hasPasskeys = browserSupportsWebAuthn;

/** @returns what the authenticator is asked for @throws ApiError 400: nobody's password was right, or that is too long ago */
export async function askForPasskey(how: 'alone' | 'second'): Promise<PasskeyRequest> {
  const path = how === 'second' ? '/sign-in/second-factor/passkey/begin' : '/sign-in/passkey/begin';
  return (await answer(client.POST(path))).options;
}

/**
 * Signs in with a passkey.
 * @param isOffered the browser names passkeys among the addresses that it knows, instead of asking at once
 * @throws ApiError the server refuses; Error with words for whoever holds the passkey
 */
export async function signInByPasskey(optionsJSON: PasskeyRequest, isOffered = false): Promise<Joined> {
  const credential = await inWords(startAuthentication({ optionsJSON, useBrowserAutofill: isOffered }));
  return answer(client.POST('/sign-in/passkey', { body: { credential } }));
}

/** Has an authenticator make a passkey, and keeps it. @returns recovery codes, if this is the first factor */
export async function addPasskey(name: string, options: NewPasskey): Promise<{ recovery_codes: string[] }> {
  const credential = await inWords(startRegistration({ optionsJSON: options }));
  return answer(client.POST('/my-account/second-factor/passkeys', { body: { name, credential } }));
}

const WORDS: Partial<Record<string, string>> = {
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: 'This device or key has a passkey of your account already.',
  ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT: 'This key cannot see who holds it. Use one with a PIN, a fingerprint or a face.',
  ERROR_INVALID_DOMAIN: 'Passkeys do not work at this address. Open the application by its name, not by a number.',
  ERROR_INVALID_RP_ID: 'Passkeys do not work at this address. Open the application at the address that its mails link to.',
};

/** Browsers say the same of a refusal, of a time that is over and of no passkey at all. */
const inWords = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    if (error instanceof ApiError) throw error;
    const words = error instanceof WebAuthnError ? WORDS[error.code] : undefined;
    throw new Error(words ?? 'No passkey was used. Try again, or choose another way.', { cause: error });
  });
