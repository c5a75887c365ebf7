import { AuthorizationResponseError, ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import { Refused } from '../../plugin-sdk/authentication.ts';

const CLIENT = 'DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID';

const quoted = (text: unknown) => JSON.stringify(String(text ?? '')).slice(0, 300);

/** What the provider, or the library that speaks with it, says is wrong, in our words and with what to change. */
export function asRefusal(error: unknown): Refused {
  if (error instanceof Refused) return error;
  if (error instanceof AuthorizationResponseError) return refusedThere(error);
  if (error instanceof ResponseBodyError) return refusedExchange(error);
  if (error instanceof WWWAuthenticateChallengeError) return challenged(error);
  const inner = (error as Error).cause;
  if (inner instanceof Refused) return inner;
  if (error instanceof ClientError) return mismatch(error);
  return new Refused('provider_error', `The answer of the provider cannot be used: ${(error as Error).message}.`, error);
}

function refusedThere(error: AuthorizationResponseError): Refused {
  const said = `${quoted(error.error)}: ${quoted(error.error_description)}`;
  if (error.error === 'access_denied')
    return new Refused('access_denied', `The provider did not let the person in, or they gave up: ${said}.`);
  return new Refused(
    'provider_error',
    `The provider refused to sign anybody in: ${said}. Compare ${CLIENT} and the scopes with what it knows.`,
  );
}

/** To a client with a wrong secret a provider may answer with a challenge instead of an error. @source RFC 6749, 5.2 */
function challenged(error: WWWAuthenticateChallengeError): Refused {
  const isOfClient = error.cause.some(({ scheme }) => scheme === 'basic');
  const said = error.cause.map(({ scheme, parameters }) => `${scheme} ${quoted(parameters.error)}`).join(', ');
  return isOfClient
    ? clientRefused(`${said} (${error.status})`)
    : new Refused('provider_error', `The provider asks for more: ${said} (${error.status}).`);
}

const clientRefused = (said: string) =>
  new Refused(
    'client_refused',
    `The provider does not take us for the client: ${said}. Correct ${CLIENT} or TOCSIN_OIDC_CLIENT_SECRET; a public client has no secret.`,
  );

function refusedExchange(error: ResponseBodyError): Refused {
  const said = `${quoted(error.error)}: ${quoted(error.error_description)} (${error.status})`;
  if (error.error === 'invalid_client' || error.error === 'unauthorized_client') return clientRefused(said);
  if (error.error === 'invalid_grant') return new Refused('bad_grant', `The provider does not take the code or token any more: ${said}.`);
  return new Refused('provider_error', `The provider refused the exchange of the code: ${said}.`);
}

/** The library compared something that does not fit. Its messages name the thing, never the token. */
function mismatch(error: ClientError): Refused {
  const said = [error.message, (error.cause as Error | undefined)?.message].filter(Boolean).join(': ').slice(0, 300);
  if (/\bstate\b/.test(said)) return new Refused('wrong_state', `What came back is not what was begun in this browser: ${said}.`, error);
  if (/\bnonce\b/.test(said)) return new Refused('wrong_nonce', `The ID token was made for another sign-in: ${said}.`, error);
  if (/"aud"/.test(said)) return new Refused('wrong_audience', `The ID token is for another client: ${said}. Correct ${CLIENT}.`, error);
  if (/"iss"|\bissuer\b/.test(said)) return new Refused('wrong_issuer', `The ID token is of another issuer: ${said}.`, error);
  if (/"exp"/.test(said)) return new Refused('expired', `The ID token has expired: ${said}. Compare the clocks.`, error);
  if (/"iat"|"nbf"/.test(said)) return new Refused('not_yet_valid', `The ID token is not valid yet: ${said}. Compare the clocks.`, error);
  if (/"alg"/.test(said)) return new Refused('wrong_algorithm', `The ID token is signed in a way that is not taken: ${said}.`, error);
  if (/timed out|fetch failed|network/i.test(said))
    return new Refused('provider_unavailable', `The provider does not answer: ${said}.`, error);
  return new Refused('provider_error', `The answer of the provider does not fit: ${said}.`, error);
}
