import { PluginError } from '../../plugin-sdk/failure.ts';
import type { Configuration } from './config.ts';

/** More than this is no answer about one run. */
const MAX_ANSWER_BYTES = 1_000_000;

type Call = {
  method: 'GET' | 'POST';
  query?: [string, string][];
  body?: unknown;
  headers?: Record<string, string>;
  signal: AbortSignal;
};

/** Text of what the engine answered; undefined when it says that there is nothing. */
export type Ask = (call: Call) => Promise<string | undefined>;

/**
 * @returns what calls the engine
 * @throws PluginError with the remedy; the secret is in no message
 */
export function engineClient({ api_url, auth_header }: Configuration, fetch: typeof globalThis.fetch): Ask {
  return async ({ method, query = [], body, headers, signal }) => {
    const url = addressOf(api_url, query);
    const answer = await reached(url.host, signal, () =>
      fetch(url, {
        method,
        // A redirect would repeat a POST as a GET: the final address belongs into the settings.
        redirect: 'manual',
        headers: { accept: 'application/json', authorization: auth_header, ...(body !== undefined && JSON_BODY), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal,
      }),
    );
    if (method === 'GET' && (answer.status === 404 || answer.status === 410)) return undefined;
    if (!answer.ok) throw refusal(url.host, answer.status);
    const text = await reached(url.host, signal, () => textOf(answer, url.host));
    return text.trim() ? text : undefined;
  };
}

const JSON_BODY = { 'content-type': 'application/json' };

function addressOf(address: string, query: [string, string][]): URL {
  if (!URL.canParse(address))
    throw new PluginError('The address of the workflow engine is none. Correct it in the settings.', { retry: false });
  const url = new URL(address);
  for (const [name, value] of query) url.searchParams.append(name, value);
  return url;
}

async function reached<T>(host: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PluginError) throw error;
    if (signal.aborted) throw new PluginError(`The workflow engine ${host} did not answer in time.`);
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    throw new PluginError(`The workflow engine ${host} cannot be reached${code ? ` (${code})` : ''}. Check its address in the settings.`);
  }
}

function refusal(host: string, status: number): PluginError {
  const says = `The workflow engine ${host} answered ${status}`;
  if (status === 429 || status >= 500) return new PluginError(`${says}; it is asked again later.`);
  if (status === 401 || status === 403)
    return new PluginError(`${says}: it does not accept the authorization header. Enter a valid one in the settings.`, { retry: false });
  if (status >= 300 && status < 400)
    return new PluginError(`${says}: it sends callers elsewhere. Enter its final address in the settings.`, { retry: false });
  return new PluginError(`${says}. Check its address, and that it has this workflow.`, { retry: false });
}

async function textOf(answer: Response, host: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES)
      throw new PluginError(`The workflow engine ${host} answered more than ${MAX_ANSWER_BYTES / 1_000_000} MB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
