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

/** A certified OpenID provider on this machine, with one public client and the people it knows. */
export async function anOpenIdProvider(jwks: JWK[], people: Person[]) {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    jwks: { keys: jwks as never },
    clients: [
      {
        client_id: CLIENT_ID,
        redirect_uris: [REDIRECT],
        token_endpoint_auth_method: 'none',
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
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
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function signIn(issuer: string, sub: string): Promise<{ id_token: string; access_token: string }> {
  const browse = aBrowser();
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
  let at = await browse(`${issuer}/auth?${query}`);
  for (const form of [{ prompt: 'login', login: sub, password: 'x' }, { prompt: 'consent' }] as Record<string, string>[]) {
    if (at.startsWith(REDIRECT)) break;
    at = await browse(at, form);
  }
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: CLIENT_ID,
    redirect_uri: REDIRECT,
    code: new URL(at).searchParams.get('code') ?? '',
    code_verifier: verifier,
  });
  const answer = await fetch(`${issuer}/token`, { method: 'POST', body });
  if (!answer.ok) throw new Error(`the token endpoint answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as { id_token: string; access_token: string };
}

/** Follows redirects with its cookies until a page comes, or the way leads back to the client. @returns where it ended */
function aBrowser() {
  const cookies = new Map<string, string>();
  return async (url: string, form?: Record<string, string>): Promise<string> => {
    let [at, body] = [url, form && new URLSearchParams(form)];
    for (let hops = 0; hops < 10; hops += 1) {
      if (at.startsWith(REDIRECT)) return at;
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
