import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { System } from '../../core/context.ts';

const ALGORITHM = 'HS256';
const ISSUER = 'tocsin';

export type TokenClaims = { email: string; issuedAt: Date };

const keyOf = (system: System) => new TextEncoder().encode(system.settings.jwtSecret);

/** @returns a bearer token that carries nothing but who it is: roles are looked up at each request */
export function issueToken(system: System, email: string): Promise<string> {
  const issuedAt = Math.floor(system.now().getTime() / 1000);
  return new SignJWT({ email })
    .setProtectedHeader({ alg: ALGORITHM })
    .setIssuer(ISSUER)
    .setSubject(email)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + system.settings.jwtLifetimeSeconds)
    .sign(keyOf(system));
}

/** @returns undefined for a token that is forged, expired or of another algorithm */
export async function readToken(system: System, token: string): Promise<TokenClaims | undefined> {
  try {
    const { payload } = await jwtVerify(token, keyOf(system), { algorithms: [ALGORITHM], currentDate: system.now() });
    if (typeof payload.email !== 'string') return undefined;
    return { email: payload.email, issuedAt: new Date((payload.iat ?? 0) * 1000) };
  } catch {
    // Every reason to refuse a token is answered alike; which one it was helps only whoever forged it.
    return undefined;
  }
}
