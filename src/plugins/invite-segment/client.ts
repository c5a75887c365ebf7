import type { Analytics, HTTPClientRequest } from '@segment/analytics-node';
import { PluginError } from '../../plugin-sdk/failure.ts';
import { post } from '../../plugin-sdk/post.ts';

type Options = { writeKey: string; host: string; path: string; timeoutMs: number; now(): Date };
type Calls = Pick<Analytics, 'identify' | 'group' | 'track'>;

export type SegmentClient = {
  /** @throws PluginError the call was not accepted */
  send<C extends keyof Calls>(call: C, event: Parameters<Calls[C]>[0], signal: AbortSignal): Promise<void>;
};

/** @source https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#max-request-size */
const MAX_EVENT_BYTES = 32 * 1024;
const MAX_ID_LENGTH = 99;

/** One call, one request, one attempt: what is tried again, and when, is decided where the invitation is kept. */
export const segmentClient = (options: Options): SegmentClient => ({
  async send(call, event, signal) {
    // Loaded at the first invitation: most installations never send one this way.
    const { Analytics } = await import('@segment/analytics-node');
    const { writeKey, host, path } = options;
    const httpClient = { makeRequest: (request: HTTPClientRequest) => sendRequest(options, request, signal) };
    const analytics = new Analytics({ writeKey, host, path, flushAt: 1, maxRetries: 0, httpClient });
    // The library keeps failures to itself but for this event; `reason` is what our own request threw.
    await new Promise<void>((resolve, reject) => {
      analytics.on('error', ({ reason }) => reject(failureOf(reason)));
      analytics.on(call, () => resolve());
      // The compiler does not follow that name and argument belong together.
      (analytics[call] as (event: unknown) => void)(event);
    });
  },
});

/** In place of the library's own, which takes a redirect for success, waits in here when it is told to, and measures events wrongly. */
async function sendRequest({ host, timeoutMs, now }: Options, { url, headers, body }: HTTPClientRequest, signal: AbortSignal) {
  refuseOversized(body);
  const { status } = await post({
    url,
    headers,
    body,
    timeoutMs,
    signal,
    now,
    receiver: `Segment at ${host}`,
    remedies: {
      address: 'Check DISPATCH_SEGMENT_HOST and DISPATCH_SEGMENT_PATH.',
      credentials: 'Give the write key of the source in DISPATCH_SEGMENT_WRITE_KEY.',
    },
  });
  return { status, statusText: '' };
}

/** Segment answers 200 to much of what it does not take. */
function refuseOversized(body: string) {
  const { batch } = JSON.parse(body) as { batch: { type: string; messageId: string }[] };
  for (const event of batch) {
    if (Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES) throw tooLarge();
    if (event.messageId.length > MAX_ID_LENGTH)
      throw new PluginError(`The id of the ${event.type} call is longer than the ${MAX_ID_LENGTH} characters that Segment takes.`, {
        retry: false,
      });
  }
}

const tooLarge = () =>
  new PluginError(
    `The invitation makes a call of more than the ${MAX_EVENT_BYTES / 1024} KB that Segment takes. Shorten the names of organization and inviter.`,
    { retry: false },
  );

function failureOf(reason: unknown): PluginError {
  if (reason instanceof PluginError) return reason;
  // It measures as well, in a way of its own: some large calls do not come as far as our measure.
  if (reason instanceof Error && /maximum event size/.test(reason.message)) return tooLarge();
  // Its other complaints name fields of the call, which hold the link.
  return new PluginError('The Segment library did not take the call.', { retry: false, cause: reason });
}
