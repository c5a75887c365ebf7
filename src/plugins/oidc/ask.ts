import { Refused } from '../../plugin-sdk/authentication.ts';

const FETCH_MS = 3000;
const MAX_BYTES = 1_000_000;

/** What an address answered; `date` is the other side's clock, where it tells. */
export type Answer = { url: string; status: number; text: string; date: Date | undefined };

/**
 * Asks an address of the provider, for 3 s and a megabyte at most.
 * @throws Refused provider_unavailable it does not answer, or not to the end
 */
export async function ask(url: string, fetch: typeof globalThis.fetch): Promise<Answer> {
  const headers = { accept: 'application/json' };
  const answer = await exchange(url, () => fetch(url, { headers, signal: AbortSignal.timeout(FETCH_MS) }));
  return { url, status: answer.status, text: answer.text, date: dateOf(answer.headers) };
}

/** @param name what to call the address: without what its query may hold */
async function exchange(name: string, send: () => Promise<Response>): Promise<{ status: number; text: string; headers: Headers }> {
  const isLate = (cause: unknown) => (cause as Error)?.name === 'TimeoutError';
  const away = (why: string, cause: unknown) =>
    new Refused('provider_unavailable', `${name} ${why}${isLate(cause) ? ` within ${FETCH_MS / 1000} s` : ''}.`, cause);
  const response = await send().catch((cause) => {
    throw away('does not answer', cause);
  });
  const text = await textOf(name, response).catch((cause) => {
    throw cause instanceof Refused ? cause : away('did not finish its answer', cause);
  });
  return { status: response.status, text, headers: response.headers };
}

/**
 * The same limits for what a library asks of the provider.
 * @throws Refused provider_unavailable
 */
export async function askAnything(url: string, init: RequestInit, fetch: typeof globalThis.fetch): Promise<Response> {
  const { origin, pathname } = new URL(url);
  const { status, text, headers } = await exchange(origin + pathname, () => fetch(url, { ...init, signal: AbortSignal.timeout(FETCH_MS) }));
  return new Response([204, 304].includes(status) ? null : text, { status, headers });
}

/** @throws Refused provider_unavailable the answer is an error, or no JSON object */
export function objectOf({ url, status, text }: Answer): Record<string, unknown> {
  if (status < 200 || status > 299) throw new Refused('provider_unavailable', `${url} answered ${status}.`);
  try {
    const value = JSON.parse(text);
    if (value && typeof value === 'object' && !Array.isArray(value)) return value;
  } catch {
    // Told below: what it is instead does not matter.
  }
  throw new Refused('provider_unavailable', `${url} did not answer with a JSON object.`);
}

/** Stops reading at the limit: what is too long is never held in memory whole. */
async function textOf(url: string, { body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new Refused('provider_unavailable', `${url} answers with more than ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** An answer out of a cache carries the time it was made; `Age` says how long ago that was. */
function dateOf(headers: Headers): Date | undefined {
  const [at, ageSeconds] = [Date.parse(headers.get('date') ?? ''), Number(headers.get('age') ?? 0)];
  return Number.isNaN(at) ? undefined : new Date(at + (ageSeconds > 0 ? ageSeconds * 1000 : 0));
}
