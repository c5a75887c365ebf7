import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { type AuthenticationHost, Refused } from '../../plugin-sdk/authentication.ts';
import { discoveryUrl, issuerOf } from './issuer.ts';

const FETCH_MS = 3000;
const FRESH_MS = 600_000;
/** A made-up key id must not make us ask the provider at every request. */
const COOL_DOWN_MS = 30_000;
const MAX_BYTES = 1_000_000;

type Keys = { issuer: string | undefined; set: JSONWebKeySet; find: ReturnType<typeof createLocalJWKSet>; readAt: number };

export type Directory = ReturnType<typeof createDirectory>;

/**
 * The provider's issuer name and keys, read when they are first needed, again after ten minutes, and once for a key nobody has heard
 * of. While the provider is away the last good ones count.
 */
export function createDirectory(
  { issuer, jwksUrl }: { issuer: string | undefined; jwksUrl: string | undefined },
  { now, fetch }: AuthenticationHost,
) {
  let known: Keys | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<Keys> | undefined;

  async function readJson(url: string): Promise<Record<string, unknown>> {
    const away = (why: string, cause?: unknown) => new Refused('provider_unavailable', `${url} ${why}.`, cause);
    const answer = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS), headers: { accept: 'application/json' } }).catch((cause) => {
      throw away('does not answer', cause);
    });
    if (!answer.ok) throw away(`answered ${answer.status}`);
    const text = await answer.text().catch((cause) => {
      throw away('did not finish its answer', cause);
    });
    try {
      const value = text.length <= MAX_BYTES && JSON.parse(text);
      if (value && typeof value === 'object') return value;
    } catch {
      // Told below.
    }
    throw away('did not answer with a JSON object');
  }

  async function read(): Promise<Keys> {
    const discovered = issuer ? await discover(issuer) : undefined;
    const url = jwksUrl ?? discovered?.jwksUrl ?? '';
    const set = (await readJson(url)) as unknown as JSONWebKeySet;
    if (!Array.isArray(set.keys) || !set.keys.length) throw new Refused('provider_unavailable', `${url} holds no keys.`);
    return { issuer: discovered?.issuer, set, find: createLocalJWKSet(set), readAt: now().getTime() };
  }

  async function discover(configured: string) {
    const url = discoveryUrl(configured);
    const { issuer: named, jwks_uri: keys } = await readJson(url);
    // The provider's own spelling counts, slash at the end or not: it is what its tokens carry.
    if (typeof named !== 'string' || issuerOf(named) !== issuerOf(configured))
      throw new Refused(
        'wrong_issuer',
        `${url} is of the issuer ${JSON.stringify(named)}, expected ${issuerOf(configured)}; correct DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL.`,
      );
    if (typeof keys !== 'string') throw new Refused('provider_unavailable', `${url} names no jwks_uri.`);
    return { issuer: named, jwksUrl: keys };
  }

  /** One question at a time, however many requests wait for the answer. */
  function refresh(): Promise<Keys> {
    triedAt = now().getTime();
    reading ??= read()
      .then((keys) => {
        known = keys;
        return keys;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  }

  const mayTry = () => now().getTime() - triedAt >= COOL_DOWN_MS;

  return {
    /** @throws Refused provider_unavailable it has never answered */
    async get(): Promise<Keys> {
      if (!known) return refresh();
      if (now().getTime() - known.readAt < FRESH_MS || !mayTry()) return known;
      const last = known;
      return refresh().catch(() => last);
    },
    /** @returns newer keys than these, or undefined when they were asked for a moment ago or the provider is away */
    async newer(than: Keys): Promise<Keys | undefined> {
      if (known !== than) return known;
      return mayTry() ? refresh().catch(() => undefined) : undefined;
    },
  };
}
