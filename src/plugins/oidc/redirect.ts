import { createHash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import * as openid from 'openid-client';
import { type AuthenticationHost, type Grant, type RedirectSignIn, Refused } from '../../plugin-sdk/authentication.ts';
import { clientOf } from './client.ts';
import type { Directory } from './directory.ts';
import { emailClaimOf, emailOf } from './email.ts';
import type { OidcOptions } from './options.ts';
import { asRefusal } from './refusals.ts';
import { readToken } from './token.ts';

type Kept = { redirectUri: string; state: string; nonce: string; verifier: string };
type Answered = { refresh_token?: string | undefined; id_token?: string | undefined; expires_in?: number | undefined };
type Told = { refreshToken?: string; idToken: string };

/**
 * Signs people in by sending their browser to the provider and back: authorization code with PKCE, exchanged here, so that no token ever
 * reaches the browser.
 * @source https://openid.net/specs/openid-connect-core-1_0.html section 3.1
 */
export function redirectSignIn(options: OidcOptions, host: AuthenticationHost, directory: Directory): RedirectSignIn {
  const { clientId = '', scopes = ['openid', 'profile', 'email'], parameters = {} } = options;
  const client = () => clientOf(options, host, directory);
  const read = (token: string) => readToken(token, { directory, audience: clientId, now: host.now() });

  return {
    at: URL.parse(options.issuer ?? '')?.host ?? '',

    async begin(redirectUri, { loginHint, choosesAccount = false } = {}) {
      const kept: Kept = {
        redirectUri,
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        verifier: openid.randomPKCECodeVerifier(),
      };
      const url = openid.buildAuthorizationUrl(await client(), {
        ...parameters,
        ...(loginHint && { login_hint: loginHint }),
        ...(choosesAccount && { prompt: 'login' }),
        response_type: 'code',
        scope: [...new Set(['openid', ...scopes])].join(' '),
        redirect_uri: redirectUri,
        state: kept.state,
        nonce: kept.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(kept.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, state: kept.state, kept: JSON.stringify(kept) };
    },

    async finish(query, text) {
      const { redirectUri, state, nonce, verifier } = JSON.parse(text) as Kept;
      const configuration = await client();
      const back = new URL(`${redirectUri}?${query}`);
      const tokens = await openid
        .authorizationCodeGrant(configuration, back, { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier })
        .catch((error) => {
          throw asRefusal(error);
        });
      const idToken = tokens.id_token as string;
      // The library trusts the connection; we have the provider's signature as well, with the words we use for tokens everywhere.
      const claims = await read(idToken);
      if (!options.ignoreAtHash) requireAtHash(claims, idToken, tokens.access_token);
      const all = await withEmail(claims, options, () => userInfo(configuration, tokens.access_token, claims.sub));
      return {
        identity: { issuer: String(claims.iss), subject: claims.sub, ...emailOf(all, options) },
        claims: all,
        grant: grantOf(tokens, claims, host),
      };
    },

    async renew(text, subject) {
      const { refreshToken = '', idToken } = JSON.parse(text) as Told;
      const tokens = await openid.refreshTokenGrant(await client(), refreshToken).catch((error) => {
        throw asRefusal(error);
      });
      const claims = tokens.id_token ? await read(tokens.id_token) : undefined;
      if (claims && claims.sub !== subject)
        throw new Refused('bad_grant', `A refreshed token is of "${claims.sub}", the session of "${subject}".`);
      const { refresh_token = refreshToken, id_token = idToken, expires_in } = tokens;
      return grantOf({ refresh_token, id_token, expires_in }, claims, host);
    },

    async signOutUrl(text, backTo) {
      const configuration = await client();
      if (options.staySignedIn || !configuration.serverMetadata().end_session_endpoint) return undefined;
      const { idToken } = JSON.parse(text) as Told;
      return openid.buildEndSessionUrl(configuration, { id_token_hint: idToken, post_logout_redirect_uri: backTo }).href;
    },
  };
}

const LEAST_MS = 300_000;

/** What a session keeps of it. Without a refresh token there is nothing to renew, and the session simply ends with its own time. */
function grantOf(tokens: Answered, claims: JWTPayload | undefined, { now }: AuthenticationHost): Grant {
  const told: Told = { idToken: tokens.id_token as string, ...(tokens.refresh_token && { refreshToken: tokens.refresh_token }) };
  // Some access tokens live for a minute: asking for each would be a busy kind of nothing.
  const renewAt = tokens.refresh_token && new Date(now().getTime() + Math.max(LEAST_MS, (tokens.expires_in ?? 3600) * 1000));
  return {
    text: JSON.stringify(told),
    ...(renewAt && { renewAt }),
    ...(typeof claims?.sid === 'string' && { session: claims.sid }),
  };
}

/** @source https://openid.net/specs/openid-connect-core-1_0.html section 3.1.3.6: a code's ID token may leave it out */
function requireAtHash({ at_hash }: JWTPayload, idToken: string, accessToken: string) {
  if (at_hash === undefined) return;
  const { alg = '' } = JSON.parse(Buffer.from(idToken.split('.')[0] ?? '', 'base64url').toString()) as { alg?: string };
  const digest = createHash(alg.startsWith('Ed') ? 'sha512' : `sha${alg.slice(-3)}`)
    .update(accessToken)
    .digest();
  const expected = digest.subarray(0, digest.length / 2).toString('base64url');
  if (at_hash !== expected)
    throw new Refused(
      'at_hash_mismatch',
      `at_hash_mismatch got=${JSON.stringify(at_hash).slice(0, 100)} expected=${expected}: the access token is not the one that the ID token speaks of. DISPATCH_PKCE_DONT_VERIFY_AT_HASH=true takes it all the same.`,
    );
}

/** Many providers put the address into the answer of their userinfo address alone. */
async function withEmail(claims: JWTPayload, options: OidcOptions, ask: () => Promise<Record<string, unknown>>): Promise<JWTPayload> {
  return emailClaimOf(claims, options) === undefined ? { ...(await ask()), ...claims } : claims;
}

async function userInfo(configuration: openid.Configuration, accessToken: string, subject: string): Promise<Record<string, unknown>> {
  if (!configuration.serverMetadata().userinfo_endpoint) return {};
  return openid.fetchUserInfo(configuration, accessToken, subject).catch((error) => {
    throw asRefusal(error);
  });
}
