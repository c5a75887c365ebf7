import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
  /** the body, read as JSON */
  json: unknown;
  /** when it was there whole, and when its answer went out, ms of `performance.now()` */
  arrivedMs: number;
  answeredMs?: number;
};

/** How a request ends: with an answer, with a connection that is cut after the body was read, or never. */
export type Ending = { status?: number; headers?: Record<string, string>; afterMs?: number } | 'cut' | 'hang';

export type HttpReceiver = Awaited<ReturnType<typeof startHttpReceiver>>;

/** A server on this machine that keeps what it is sent. What no test has said otherwise of is answered 200. */
export async function startHttpReceiver() {
  const received: Received[] = [];
  const endings: Ending[] = [];
  const waiting: { count: number; go(): void }[] = [];

  async function receive(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const { method = '', url: path = '', headers } = request;
    const one: Received = { method, path, headers, text, json: jsonOf(text), arrivedMs: performance.now() };
    received.push(one);
    for (const { count, go } of waiting) if (received.length >= count) go();
    const ending = endings.shift() ?? {};
    if (ending === 'hang') return;
    if (ending === 'cut') return request.socket.destroy();
    setTimeout(() => {
      one.answeredMs = performance.now();
      response.writeHead(ending.status ?? 200, ending.headers).end('{}');
    }, ending.afterMs ?? 0);
  }

  const server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** in the order of their arrival */
    received,
    /** how the next requests end, in turn */
    endNext: (...next: Ending[]) => void endings.push(...next),
    /** resolves when that many requests have arrived */
    arrived: (count: number) =>
      received.length >= count ? Promise.resolve() : new Promise<void>((go) => void waiting.push({ count, go })),
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
