import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export type Key = { kid: string; publicKey: KeyObject; privateKey: KeyObject };

export function aKey(modulusLength = 2048): Key {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
  const { e, kty, n } = publicKey.export({ format: 'jwk' });
  return { kid: createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url'), publicKey, privateKey };
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Any header and claims, signed as they are. */
export function signed(key: Key, header: Record<string, unknown>, claims: unknown): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), key.privateKey).toString('base64url')}`;
}

export const headerOf = (key: Key) => ({ alg: 'RS256', typ: 'invite+jwt', kid: key.kid });

type Answer = (request: { headers: IncomingMessage['headers']; body: Record<string, unknown> }, response: ServerResponse) => unknown;

export const answering =
  (status: number, body: unknown, type = 'application/json'): Answer =>
  (_, response) =>
    response.writeHead(status, { 'content-type': type }).end(typeof body === 'string' ? body : JSON.stringify(body));

/** Our server as the Actions see it: the keys of the links, and the claim. */
export async function aTocsin() {
  const state = {
    keys: [] as Key[],
    /** undefined: the keys are out of reach */
    jwks: undefined as Answer | undefined,
    claim: answering(500, {}) as Answer,
    claims: [] as { headers: IncomingMessage['headers']; body: Record<string, unknown> }[],
    jwksAsked: 0,
  };
  const published = (response: ServerResponse) =>
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=600' }).end(
      JSON.stringify({
        keys: state.keys.map((key) => ({ ...key.publicKey.export({ format: 'jwk' }), kid: key.kid, use: 'sig', alg: 'RS256' })),
      }),
    );
  const server = createServer(async (request, response) => {
    if (request.method === 'GET' && request.url === '/.well-known/jwks.json') {
      state.jwksAsked += 1;
      return state.jwks ? state.jwks({ headers: request.headers, body: {} }, response) : published(response);
    }
    if (request.method !== 'POST' || request.url !== '/api/v1/auth0/claim') return response.writeHead(404).end();
    const asked = { headers: request.headers, body: (await json(request)) as Record<string, unknown> };
    state.claims.push(asked);
    return state.claim(asked, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { state, origin, stop };
}
