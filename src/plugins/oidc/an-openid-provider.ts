import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider from 'oidc-provider';

export const CLIENT_ID = 'tocsin';
const REDIRECT = 'https://tocsin.test/implicit/callback';

export type Person = { sub: string; email?: string; email_verified?: boolean };

export async function aKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk: JWK = { ...(await exportJWK(privateKey)), kid, use: 'sig', alg: 'RS256' };
  return { jwk, privateKey, publicKey };
}

type More = {
  /** beside the one of `signIn` */
  redirectUris?: string[];
  backTo?: string[];
  /** a confidential client */
  secret?: string;
  /** the address comes from userinfo alone, as the standard has it for this flow */
  isStrict?: boolean;
  accessTokenSeconds?: number;
};

/** A certified OpenID provider on this machine, with one client and the people it knows. */
export async function anOpenIdProvider(jwks: JWK[], people: Person[], more: More = {}) {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    jwks: { keys: jwks as never },
    clients: [
      {
        client_id: CLIENT_ID,
        redirect_uris: [REDIRECT, ...(more.redirectUris ?? [])],
        post_logout_redirect_uris: more.backTo ?? [],
        ...(more.secret ? { client_secret: more.secret } : { token_endpoint_auth_method: 'none' as const }),
        response_types: ['code'],
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: more.isStrict ?? false,
    issueRefreshToken: async (_ctx, _client, code) => code.scopes.has('offline_access'),
    rotateRefreshToken: true,
    ttl: {
      AccessToken: more.accessTokenSeconds ?? 3600,
      IdToken: 86_400,
      RefreshToken: 86_400,
      Session: 86_400,
      Grant: 86_400,
      Interaction: 600,
    },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    findAccount: (_ctx, sub) => {
      const person = people.find((one) => one.sub === sub);
      return person && { accountId: sub, claims: async () => person as never };
    },
  });
  server.on('request', provider.callback());
  return {
    issuer,
    /** Signs a person in as a browser and a public client do: authorization code with PKCE. */
    signIn: (sub: string) => signIn(issuer, sub),
    /** Takes a browser through the pages of the provider. @returns where it is sent back to */
    visit: (url: string, sub: string) => visit(url, sub, [REDIRECT, ...(more.redirectUris ?? [])]),
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function signIn(issuer: string, sub: string): Promise<{ id_token: string; access_token: string }> {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: CLIENT_ID,
    response_type: 'code',
    scope: 'openid email',
    redirect_uri: REDIRECT,
    state: 'state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const back = await visit(`${issuer}/auth?${query}`, sub, [REDIRECT]);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: CLIENT_ID,
    redirect_uri: REDIRECT,
    code: new URL(back).searchParams.get('code') ?? '',
    code_verifier: verifier,
  });
  const answer = await fetch(`${issuer}/token`, { method: 'POST', body });
  if (!answer.ok) throw new Error(`the token endpoint answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as { id_token: string; access_token: string };
}

/** Signs in and consents, with the cookies of one browser. */
async function visit(url: string, sub: string, ends: string[]): Promise<string> {
  const browse = aBrowser(ends);
  let at = await browse(url);
  for (const form of [{ prompt: 'login', login: sub, password: 'x' }, { prompt: 'consent' }] as Record<string, string>[]) {
    if (isAnEnd(at, ends)) break;
    at = await browse(at, form);
  }
  return at;
}

const isAnEnd = (url: string, ends: string[]) => ends.some((end) => url.startsWith(end));

/** Follows redirects with its cookies until a page comes, or the way leads back to the client. @returns where it ended */
function aBrowser(ends: string[]) {
  const cookies = new Map<string, string>();
  return async (url: string, form?: Record<string, string>): Promise<string> => {
    let [at, body] = [url, form && new URLSearchParams(form)];
    for (let hops = 0; hops < 10; hops += 1) {
      if (isAnEnd(at, ends)) return at;
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(at, { method: body ? 'POST' : 'GET', headers: { cookie }, redirect: 'manual', ...(body && { body }) });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      const location = answer.headers.get('location');
      if (!location) return at;
      at = new URL(location, at).href;
      body = undefined;
    }
    throw new Error(`no end of redirects at ${at}`);
  };
}
