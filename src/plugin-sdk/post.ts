import { retryAfterMs } from '../lib/retry-after.ts';
import { PluginError } from './failure.ts';

type Post = {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
  signal: AbortSignal;
  now(): Date;
  /** what it is called in messages, the host included and no secret: "The webhook hooks.example.com" */
  receiver: string;
  /** what to do about an address that is wrong, and about credentials that are not accepted */
  remedies: { address: string; credentials: string };
};

/** Worth another attempt although they look like refusals: request timeout, too early, too many requests. */
const PASSING = new Set([408, 425, 429]);

/**
 * One POST, once: no redirect is followed, and what is answered beside the status is not read.
 * @throws PluginError for everything but 2xx, with the time to wait where the receiver names one
 */
export async function post({ url, headers, body, timeoutMs, signal, ...about }: Post): Promise<{ status: number }> {
  const ends = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const answer = await fetch(url, { method: 'POST', headers, body, signal: ends, redirect: 'manual' }).catch((error: Error) => {
    throw unreached(error, ends.aborted, timeoutMs, about);
  });
  await answer.body?.cancel();
  if (!answer.ok) throw refused(answer, about);
  return { status: answer.status };
}

type About = Pick<Post, 'now' | 'receiver' | 'remedies'>;

// The error itself is not passed on: it may repeat the address, and the headers with it.
function unreached({ cause }: Error, ended: boolean, timeoutMs: number, { receiver, remedies }: About) {
  if (ended) return new PluginError(`${receiver} did not answer within ${timeoutMs / 1000} s.`);
  const { code } = (cause ?? {}) as { code?: string };
  return new PluginError(`${receiver} cannot be reached${code ? ` (${code})` : ''}. ${remedies.address}`);
}

function refused({ status, headers }: Response, { receiver, remedies, now }: About) {
  const says = `${receiver} answered ${status}`;
  const wait = retryAfterMs(headers.get('retry-after'), now());
  if (PASSING.has(status) || status >= 500) return new PluginError(`${says}; it is tried again later.`, { retryAfterMs: wait });
  if (status === 401 || status === 403) return new PluginError(`${says}. ${remedies.credentials}`, { retry: false });
  if (status < 400) return new PluginError(`${says}: it sends callers elsewhere. ${remedies.address}`, { retry: false });
  if (status === 404 || status === 410) return new PluginError(`${says}. ${remedies.address}`, { retry: false });
  return new PluginError(`${says}: it does not take what it was sent.`, { retry: false });
}
