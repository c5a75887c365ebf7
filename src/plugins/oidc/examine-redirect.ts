import { calculatePKCECodeChallenge, randomPKCECodeVerifier } from 'openid-client';
import { type AuthenticationHost, Refused } from '../../plugin-sdk/authentication.ts';
import { askAnything } from './ask.ts';
import type { Discovered } from './issuer.ts';
import type { OidcOptions } from './options.ts';
import type { Said } from './steps.ts';

/** A provider that keeps to the standard answers so to a browser that nobody is signed in with; it does so only to an address it knows. */
const NOBODY_THERE = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required'];

/**
 * Goes where a browser would be sent, as somebody who is not signed in and does not want to see a page: whether the provider would send
 * them back to us.
 * @source https://openid.net/specs/openid-connect-core-1_0.html section 3.1.2.1, `prompt`
 */
export async function lookAtRedirect(options: OidcOptions, { metadata }: Discovered, { fetch, uiUrl }: AuthenticationHost): Promise<Said> {
  const back = `${uiUrl}/implicit/callback`;
  const { authorization_endpoint: endpoint } = metadata;
  if (typeof endpoint !== 'string' || !URL.canParse(endpoint))
    throw new Refused('provider_unavailable', 'The discovery document names no authorization_endpoint: nobody can be sent anywhere.');
  const url = new URL(endpoint);
  const asked = {
    ...options.parameters,
    response_type: 'code',
    client_id: options.clientId ?? '',
    scope: [...new Set(['openid', ...(options.scopes ?? [])])].join(' '),
    redirect_uri: back,
    state: 'examined',
    nonce: 'examined',
    code_challenge: await calculatePKCECodeChallenge(randomPKCECodeVerifier()),
    code_challenge_method: 'S256',
    prompt: 'none',
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  const answer = await askAnything(url.href, { redirect: 'manual' }, fetch);
  const location = URL.parse(answer.headers.get('location') ?? '', url.origin);
  if (location && location.origin + location.pathname === back) return cameBack(location.searchParams, back);
  if (answer.status >= 400)
    throw new Refused(
      'client_refused',
      `The provider answers ${answer.status} to a browser that is to come back to ${back}: register that address there, letter by letter, or correct DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID.`,
    );
  return {
    note: `Register ${back}. Whether it is cannot be seen from here: the provider answers ${answer.status} to everybody. A test sign-in tells.`,
  };
}

function cameBack(query: URLSearchParams, back: string): Said {
  const error = query.get('error') ?? '';
  if (query.has('code') || NOBODY_THERE.includes(error)) return `${back} is registered: the provider sends browsers back to it`;
  throw new Refused(
    'provider_error',
    `The provider knows ${back}, but signs nobody in by it: ${JSON.stringify(error)}, ${JSON.stringify(query.get('error_description') ?? '')}.`,
  );
}
