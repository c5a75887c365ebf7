import { StartupError, systemCode } from '../startup-error.ts';

/** Who asks: a machine-to-machine application of the tenant. `origin` without a trailing slash. */
export type Access = { origin: string; clientId: string; clientSecret: string };

export type Clock = { now(): Date; wait(ms: number): Promise<void> };

export type Management = {
  /** @returns undefined for 404 */
  find<T>(path: string): Promise<T | undefined>;
  /** Every page. @param key of the list in the answer; without one the answer is the list */
  list<T>(path: string, query: Record<string, string>, key?: string): Promise<T[]>;
  send<T>(method: 'POST' | 'PATCH', path: string, body?: unknown): Promise<T>;
  /** Asks again each second until it is as wanted, for a minute at most. */
  until<T>(path: string, isThere: (value: T) => boolean, what: string): Promise<T>;
};

const ANSWER_MS = 30_000;
const PAGE = 50;
const MAX_PAGES = 100;
const ATTEMPTS = 6;
const MAX_WAIT_MS = 60_000;
const POLLS = 60;

/**
 * Talks to Auth0's Management API.
 * @throws StartupError with what Auth0 says, never with what was sent: secrets are in there
 * @source https://auth0.com/docs/api/management/v2
 */
export async function openManagement(access: Access, clock: Clock, fetch = globalThis.fetch): Promise<Management> {
  const exchange = (method: string, url: string, headers: Record<string, string>, body?: unknown) =>
    patiently(clock, () =>
      fetch(url, {
        method,
        headers: { accept: 'application/json', ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_MS),
      }).catch((error) => {
        const { cause, name } = error as Error;
        throw new StartupError(`${access.origin} does not answer (${systemCode(cause) ?? name}); correct AUTH0_DOMAIN.`, { cause: error });
      }),
    );
  const base = `${access.origin}/api/v2`;
  const grant = {
    grant_type: 'client_credentials',
    client_id: access.clientId,
    client_secret: access.clientSecret,
    audience: `${base}/`,
  };
  const answer = await exchange('POST', `${access.origin}/oauth/token`, {}, grant);
  const { access_token: token } = (await bodyOf(answer)) as { access_token?: unknown };
  if (!answer.ok || typeof token !== 'string')
    throw new StartupError(
      `${access.origin} gives no token (${answer.status}): correct AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET, of a machine-to-machine application that is authorized for the Auth0 Management API of this tenant.`,
    );

  async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; value: unknown }> {
    const response = await exchange(method, `${base}${path}`, { authorization: `Bearer ${token}` }, body);
    const value = await bodyOf(response);
    if (response.ok || (response.status === 404 && method === 'GET')) return { status: response.status, value };
    throw new StartupError(refusal(`${method} ${path.split('?')[0]}`, response.status, value));
  }

  const api: Management = {
    async find<T>(path: string) {
      const { status, value } = await ask('GET', path);
      return status === 404 ? undefined : (value as T);
    },
    async list<T>(path: string, query: Record<string, string>, key?: string) {
      const all: T[] = [];
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const words = new URLSearchParams({ ...query, page: String(page), per_page: String(PAGE) });
        const { value } = await ask('GET', `${path}?${words}`);
        const rows = (key === undefined ? value : (value as Record<string, unknown> | undefined)?.[key]) as T[] | undefined;
        if (!Array.isArray(rows)) throw new StartupError(`GET ${path} did not answer with a list; is ${access.origin} a tenant of Auth0?`);
        all.push(...rows);
        if (rows.length < PAGE) break;
      }
      return all;
    },
    send: async <T>(method: 'POST' | 'PATCH', path: string, body?: unknown) => (await ask(method, path, body)).value as T,
    async until<T>(path: string, isThere: (value: T) => boolean, what: string) {
      for (let poll = 0; poll < POLLS; poll += 1) {
        const { value } = await ask('GET', path);
        if (isThere(value as T)) return value as T;
        await clock.wait(1000);
      }
      throw new StartupError(`${what} is not ready after ${POLLS} s; run the command again, it goes on where it stopped.`);
    },
  };
  return api;
}

/** Waits where Auth0 says when it may be asked again. @source https://auth0.com/docs/troubleshoot/customer-support/operational-policies/rate-limit-policy */
async function patiently(clock: Clock, send: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await send();
    if (response.status !== 429 || attempt === ATTEMPTS) return response;
    await response.body?.cancel();
    const resetMs = Number(response.headers.get('x-ratelimit-reset')) * 1000 - clock.now().getTime();
    await clock.wait(Math.min(Math.max(resetMs, 1000), MAX_WAIT_MS));
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    // A proxy speaks: its status says enough.
    return undefined;
  }
}

function refusal(what: string, status: number, value: unknown): string {
  const { message } = (value ?? {}) as { message?: unknown };
  const said = typeof message === 'string' ? `: ${message.slice(0, 300)}` : '';
  const remedy: Record<number, string> = {
    401: 'the token was refused; correct AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET',
    403: 'grant the machine-to-machine application that scope of the Auth0 Management API (docs/guides/auth0.md lists them)',
    429: 'too many requests; wait a minute and run the command again',
  };
  return `Auth0 refused ${what} (${status}${said}); ${remedy[status] ?? 'what was done before stays, and the command goes on there when it is run again'}.`;
}
