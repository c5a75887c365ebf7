import { randomUUID } from 'node:crypto';
import { decodeJwt, jwtVerify, SignJWT } from 'jose';
import type { System } from '../../core/context.ts';

const ISSUER = 'tocsin';

export type TokenClaims = { email: string; issuedAt: Date };

const keyOf = (system: System) => new TextEncoder().encode(system.settings.jwtSecret);

/** @returns a bearer token that carries nothing but who it is: roles are looked up at each request */
export function issueToken(system: System, email: string): Promise<string> {
  const issuedAt = Math.floor(system.now().getTime() / 1000);
  return new SignJWT({ email })
    .setProtectedHeader({ alg: system.settings.jwtAlgorithm })
    .setIssuer(ISSUER)
    .setSubject(email)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + system.settings.jwtLifetimeSeconds)
    .sign(keyOf(system));
}

/** Whether it says that it is one of ours; `readToken` finds out whether that is true. */
export function isOurToken(token: string): boolean {
  try {
    return decodeJwt(token).iss === ISSUER;
  } catch {
    return false; // no JWT at all
  }
}

/** @returns undefined for a token that is forged, expired or of another algorithm */
export async function readToken(system: System, token: string): Promise<TokenClaims | undefined> {
  const claims = KNOWN.get(system.settings)?.get(token) ?? (await verify(system, token));
  return claims && system.now() < claims.expiresAt ? claims : undefined;
}

type Verified = TokenClaims & { expiresAt: Date };

/** A signature that was good stays good: the same browser sends the same token with each request. What may change is asked each time. */
const KNOWN = new WeakMap<object, Map<string, Verified>>();
const MOST_KNOWN = 10_000;

async function verify(system: System, token: string): Promise<Verified | undefined> {
  try {
    const { payload } = await jwtVerify(token, keyOf(system), { algorithms: [system.settings.jwtAlgorithm], currentDate: system.now() });
    if (typeof payload.email !== 'string' || payload.exp === undefined) return undefined;
    const claims = { email: payload.email, issuedAt: new Date((payload.iat ?? 0) * 1000), expiresAt: new Date(payload.exp * 1000) };
    const known = KNOWN.get(system.settings) ?? new Map<string, Verified>();
    KNOWN.set(system.settings, known);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(token, claims);
    return claims;
  } catch {
    // Every reason to refuse a token is answered alike; which one it was helps only whoever forged it.
    return undefined;
  }
}
