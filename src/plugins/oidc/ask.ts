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
  const signal = AbortSignal.timeout(FETCH_MS);
  const away = (why: string, cause: unknown) =>
    new Refused('provider_unavailable', `${url} ${why}${signal.aborted ? ` within ${FETCH_MS / 1000} s` : ''}.`, cause);
  const response = await fetch(url, { signal, headers: { accept: 'application/json' } }).catch((cause) => {
    throw away('does not answer', cause);
  });
  const text = await textOf(url, response).catch((cause) => {
    throw cause instanceof Refused ? cause : away('did not finish its answer', cause);
  });
  return { url, status: response.status, text, date: dateOf(response.headers) };
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
