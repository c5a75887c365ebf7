import { type AuthenticationHost, Refused } from '../../plugin-sdk/authentication.ts';
import { ask } from './ask.ts';
import { discoveredIn, discoveryUrl, requireSameIssuer } from './issuer.ts';
import { type Keys, keysOf } from './keys.ts';

const FRESH_MS = 600_000;
/** A made-up key id must not make us ask the provider at every request. */
const COOL_DOWN_MS = 30_000;
/** Nor must any made-up token while it is away; short, as nobody gets in before it has answered. */
const COLD_COOL_DOWN_MS = 2000;

export type Directory = { get(): Promise<Keys>; newer(than: Keys): Promise<Keys | undefined> };

type Addresses = { issuer: string | undefined; jwksUrl: string | undefined };

/**
 * The provider's issuer name and keys, read when they are first needed, again after ten minutes, and once for a key nobody has heard
 * of. While the provider is away the last good ones count.
 */
export function createDirectory({ issuer, jwksUrl }: Addresses, { now, fetch }: AuthenticationHost): Directory {
  let known: { keys: Keys; readAt: number } | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failure: unknown;
  let reading: Promise<Keys> | undefined;

  async function read(): Promise<Keys> {
    const discovered = issuer ? await discover(issuer) : undefined;
    return keysOf(await ask(jwksUrl ?? discovered?.jwksUrl ?? '', fetch), discovered);
  }

  async function discover(pasted: string) {
    const discovered = discoveredIn(await ask(discoveryUrl(pasted), fetch));
    requireSameIssuer(discovered, pasted);
    return discovered;
  }

  /** One question at a time, however many requests wait for the answer. */
  function refresh(): Promise<Keys> {
    reading ??= read()
      .then((keys) => {
        known = { keys, readAt: now().getTime() };
        failure = undefined;
        return keys;
      })
      .catch((error) => {
        failure = error;
        throw error;
      })
      .finally(() => {
        triedAt = now().getTime();
        reading = undefined;
      });
    return reading;
  }

  const mayTry = (coolDownMs: number) => reading !== undefined || now().getTime() - triedAt >= coolDownMs;

  return {
    /** @throws Refused provider_unavailable it has never answered */
    async get() {
      if (!known) {
        if (failure instanceof Refused && !mayTry(COLD_COOL_DOWN_MS)) throw new Refused(failure.code, failure.message, failure);
        return refresh();
      }
      if (now().getTime() - known.readAt < FRESH_MS || !mayTry(COOL_DOWN_MS)) return known.keys;
      const last = known.keys;
      return refresh().catch(() => last);
    },
    /** @returns newer keys than these, or undefined when they were asked for a moment ago or the provider is away */
    async newer(than) {
      if (known?.keys !== than) return known?.keys;
      return mayTry(COOL_DOWN_MS) ? refresh().catch(() => undefined) : undefined;
    },
  };
}
