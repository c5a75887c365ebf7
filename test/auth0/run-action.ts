import * as crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import type { AnyEvent, Metadata } from './events.ts';

export const actionText = (name: string) => readFileSync(new URL(`../../deploy/auth0/actions/${name}.js`, import.meta.url), 'utf8');

type Call = [method: string, ...parameters: unknown[]];

/** What one Action asked of Auth0, in order. */
export type Outcome = {
  calls: Call[];
  /** undefined: let through */
  denied: string | undefined;
  /** what the profile holds afterwards: Auth0 writes what was set even when the Action denies */
  metadata: Metadata;
  /** handed to the next Action of the same login */
  transaction: Record<string, unknown>;
  removed: string[];
  idClaims: Record<string, unknown>;
  accessClaims: Record<string, unknown>;
  printed: string;
};

export type Cache = Map<string, { value: string; ttl: number; at: number }>;

type Options = { secrets: Record<string, string>; now?: number; cache?: Cache; cacheRefuses?: boolean; withoutTransaction?: boolean };

/** Plain values of ours: those of another realm are equal to nothing here. */
const own = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

/**
 * Runs an Action as Auth0 does: its text alone, in a realm of its own, with `require` and the globals of Node and nothing else of ours.
 * @param now of the Action's clock, ms
 */
export async function runAction(name: string, event: AnyEvent, options: Options): Promise<Outcome> {
  const { secrets, now = Date.now(), cache = new Map(), cacheRefuses = false, withoutTransaction = false } = options;
  const calls: Call[] = [];
  const transaction: Record<string, unknown> = {};
  let printed = '';
  const note =
    (method: string) =>
    (...parameters: unknown[]) =>
      void calls.push(own([method, ...parameters]) as Call);
  const print = (...words: unknown[]) => {
    printed += `${words.join(' ')}\n`;
  };
  const api = {
    access: { deny: note('deny') },
    accessToken: { setCustomClaim: note('accessClaim'), removeScope: note('removeScope'), addScope: note('addScope') },
    idToken: { setCustomClaim: note('idClaim') },
    user: { setAppMetadata: note('setAppMetadata'), setUserMetadata: note('setUserMetadata') },
    ...(!withoutTransaction && {
      transaction: {
        setMetadata: (key: string, value: unknown) => {
          note('transaction')(key, value);
          transaction[key] = value;
        },
      },
    }),
    cache: {
      get: (key: string) => {
        const kept = cache.get(key);
        return kept && kept.at + kept.ttl > now ? { value: kept.value, expires_at: kept.at + kept.ttl } : undefined;
      },
      set: (key: string, value: string, { ttl }: { ttl: number }) => {
        // Limits of Auth0: keys of 64 bytes, values of 4 kB.
        if (cacheRefuses || key.length > 64 || value.length > 4096) return { type: 'error', code: 'CacheSizeExceeded' };
        cache.set(key, { value, ttl, at: now });
        return { type: 'success' };
      },
    },
  };
  const globals = { Buffer, URL, fetch, AbortSignal, Date: { now: () => now }, console: { log: print, error: print, warn: print } };
  const module = { exports: {} as { onExecutePostLogin?(event: unknown, api: unknown): Promise<void> } };
  const require = (id: string) => {
    if (id !== 'node:crypto') throw new Error(`The Action asks for ${id}.`);
    return crypto;
  };
  const realm = createContext({ ...globals, module, exports: module.exports, require });
  runInContext(actionText(name), realm, { filename: `${name}.js` });
  await module.exports.onExecutePostLogin?.({ ...structuredClone(event), secrets }, api);

  const of = (method: string) => calls.filter(([one]) => one === method).map(([, ...parameters]) => parameters);
  const entries = (method: string) => Object.fromEntries(of(method) as [string, unknown][]);
  return {
    calls,
    denied: of('deny').at(-1)?.[0] as string | undefined,
    metadata: { ...event.user.app_metadata, ...entries('setAppMetadata') },
    transaction,
    removed: of('removeScope').map(([scope]) => String(scope)),
    idClaims: entries('idClaim'),
    accessClaims: entries('accessClaim'),
    printed,
  };
}
