import { decodeJwt, type JWTPayload } from 'jose';
import { type AuthenticationHost, type RefusalCode, Refused } from '../../plugin-sdk/authentication.ts';
import { emailOf } from './email.ts';
import type { Keys } from './keys.ts';
import { audienceOf, type OidcOptions } from './options.ts';
import type { Said, Step } from './steps.ts';
import { readToken, timeOf } from './token.ts';

type Outcome = { refused?: Refused };

/** Reads the token once, as a request would, and tells at each step how far that came. */
export function tokenSteps(token: string, options: OidcOptions, { host, keys }: { host: AuthenticationHost; keys: () => Keys }): Step[] {
  let outcome: Promise<Outcome> | undefined;
  const read = async (): Promise<Outcome> => {
    try {
      const directory = { get: async () => keys(), newer: async () => undefined };
      emailOf(await readToken(token, { directory, audience: audienceOf(options), now: host.now() }), options);
      return {};
    } catch (error) {
      if (error instanceof Refused) return { refused: error };
      throw error;
    }
  };
  const step = (check: string, codes: RefusalCode[], say: (claims: () => JWTPayload) => Said, place?: Step['place']): Step => ({
    check: `token: ${check}`,
    ...(place && { place }),
    async look() {
      outcome ??= read();
      const { refused } = await outcome;
      if (refused && codes.includes(refused.code)) throw refused;
      return say(() => decodeJwt(token));
    },
  });
  return [
    step('key', ['malformed', 'wrong_algorithm', 'unknown_key'], () => 'is one of the provider'),
    step('signature', ['bad_signature'], () => 'fits'),
    step(
      'issuer',
      ['wrong_issuer'],
      (claims) => {
        const { iss } = claims();
        return keys().issuer ? `iss=${iss}` : { note: `iss=${iss}, which is not compared.` };
      },
      'issuer',
    ),
    step('audience', ['wrong_audience'], (claims) => `aud=${JSON.stringify(claims().aud)}`, 'audience'),
    step('time', ['expired', 'not_yet_valid'], (claims) => `valid until ${timeOf(claims().exp)}`),
    step('e-mail', ['no_email_claim', 'email_not_verified'], (claims) => emailOf(claims(), options).email, 'email'),
  ];
}
