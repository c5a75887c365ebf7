import type { QueryClient } from '@tanstack/react-query';
import { API } from './client.ts';
import { keys } from './keys.ts';
import { dropSession } from './session.ts';
import { markStale, type Note, staleAfter } from './stale.ts';

type Heard =
  | { type: 'note'; note: Note }
  | { type: 'resync' }
  | { type: 'refused'; status: number }
  | { type: 'state'; connected: boolean };

const RETRY_MS = [1000, 2000, 5000, 10_000, 20_000];

/**
 * Live updates for one organization. Browsers allow six connections per host, so the tabs of one person share a stream: whoever holds the
 * lock reads it and tells the others; when that tab closes, the next one takes over.
 *
 * @param person e-mail of the caller: tabs of different people share nothing
 * @returns ends the subscription
 */
export function startLive(queries: QueryClient, organization: string, person: string, onState: (connected: boolean) => void): () => void {
  const name = `tocsin.live.${organization}.${person}`;
  const stopped = new AbortController();
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(name) : undefined;
  const act = (heard: Heard) => {
    if (heard.type === 'note') markStale(queries, staleAfter(organization, heard.note));
    else if (heard.type === 'refused') leave(heard.status);
    else if (heard.type === 'resync') void queries.invalidateQueries({ queryKey: keys.organization(organization) });
    else onState(heard.connected);
  };
  const tell = (heard: Heard) => {
    act(heard);
    channel?.postMessage(heard);
  };
  channel?.addEventListener('message', ({ data }: MessageEvent<Heard>) => act(data));
  const lead = () => readForEver(organization, tell, stopped.signal);
  const started = navigator.locks ? navigator.locks.request(name, { signal: stopped.signal }, lead) : lead();
  started.catch(() => undefined); // aborted by us
  return () => {
    stopped.abort();
    channel?.close();
  };
}

/** Whoever was signed out, or does not belong here any more, does not go on looking at what was here. */
function leave(status: number) {
  if (status === 401) dropSession();
  else if (status === 403 || status === 404) location.replace('/');
}

async function readForEver(organization: string, tell: (heard: Heard) => void, signal: AbortSignal) {
  let position: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    try {
      await readStream(organization, position, signal, (event) => {
        failures = 0;
        if (event.event === 'open') tell({ type: 'state', connected: true });
        if (event.id) position = event.id;
        if (event.event === 'resync') tell({ type: 'resync' });
        if (event.event === 'note' && event.data) tell({ type: 'note', note: JSON.parse(event.data) as Note });
      });
    } catch (error) {
      if (error instanceof Refused) tell({ type: 'refused', status: error.status });
      // a broken line is the normal case here: below we wait and read on from the last position
    }
    if (signal.aborted) return;
    failures += 1;
    if (failures > 1) tell({ type: 'state', connected: false });
    await pause(RETRY_MS[Math.min(failures - 1, RETRY_MS.length - 1)] as number, signal);
  }
}

class Refused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`live updates answered ${status}`);
    this.status = status;
  }
}

type ServerEvent = { event: string; id?: string; data?: string };

async function readStream(organization: string, position: string | undefined, signal: AbortSignal, hear: (event: ServerEvent) => void) {
  const headers = new Headers({ accept: 'text/event-stream' });
  if (position) headers.set('last-event-id', position);
  const response = await fetch(`${API}/${organization}/live`, { headers, signal, cache: 'no-store' });
  if (!response.ok || !response.body) throw new Refused(response.status);
  hear({ event: 'open' });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).replace(/\r\n?/g, '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) hear(parseEvent(block));
  }
}

/** @source https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation */
export function parseEvent(block: string): ServerEvent {
  const parsed: ServerEvent = { event: 'message' };
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [, field, value = ''] = /^([^:]+)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === 'event') parsed.event = value;
    else if (field === 'id') parsed.id = value;
    else if (field === 'data') data.push(value);
  }
  if (data.length) parsed.data = data.join('\n');
  return parsed;
}

function pause(ms: number, signal: AbortSignal) {
  return new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    const now = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', now, { once: true });
    // Coming back online is worth an attempt at once.
    addEventListener('online', now, { once: true });
  });
}
