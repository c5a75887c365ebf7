import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Started = { workflow_id: string; params: Record<string, unknown>; key: string | undefined };

export type FakeEngine = Awaited<ReturnType<typeof startFakeEngine>>;

/** An engine on this machine, for tests: starts what it is told to, once per key, and tells of it what the test wants told. */
export async function startFakeEngine({ auth = 'Bearer of-tests' } = {}) {
  const started: Started[] = [];
  const states = new Map<number, Record<string, unknown>>();
  const queries: URLSearchParams[] = [];
  const failures: (number | 'cut')[] = [];
  let body: string | undefined;

  function start(text: string) {
    const { workflow_id, params } = JSON.parse(text) as Started;
    return { workflow_id, params };
  }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const reply = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.headers.authorization !== auth) return reply(401, { error: 'unauthorized' });
    const failure = failures.shift();
    if (typeof failure === 'number') return reply(failure, { error: 'on purpose' });
    if (body !== undefined) return response.end(body);
    if (request.method === 'POST') {
      const { workflow_id, params } = start(Buffer.concat(chunks).toString('utf8'));
      const key = request.headers['idempotency-key'] as string | undefined;
      const id = Number(params.workflowInstanceId);
      if (!started.some((one) => one.key === key)) started.push({ workflow_id, params, key });
      if (!states.has(id)) states.set(id, { status: 'Created' });
      // The run is on its way, and whoever asked for it never hears so.
      if (failure === 'cut') return request.socket.destroy();
      return reply(200, states.get(id));
    }
    const query = new URL(request.url ?? '/', 'http://engine').searchParams;
    queries.push(query);
    const state = states.get(Number(query.get('workflow_instance_id')));
    return state ? reply(200, state) : reply(404, { error: 'no such run' });
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    /** what the plug-in is configured with to reach it */
    configuration: { api_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/run`, auth_header: auth },
    /** what it was told to start */
    started,
    /** what it was asked */
    queries,
    /** what it tells of a run from now on */
    tell: (instanceId: number, state: Record<string, unknown>) => void states.set(instanceId, state),
    /** how the next calls end: with a status, or `cut` after the work is done; what is not named goes well */
    failNext: (...next: (number | 'cut')[]) => void failures.push(...next),
    /** answers every call with this text */
    sayOnly: (text: string) => {
      body = text;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
