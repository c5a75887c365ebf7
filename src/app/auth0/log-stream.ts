import { StartupError } from '../startup-error.ts';
import { alteration, covers, creation, type Run } from './change.ts';

type LogStream = { id: string; name: string; type: string; sink?: Record<string, unknown> };

/** @param authorization the whole header; undefined: one that is set there stays */
export type WantedStream = { name: string; url: string; authorization: string | undefined };

/** Sends the tenant's log to an address. A stream that somebody has paused stays paused. */
export async function setUpLogStream(run: Run, { name, url, authorization }: WantedStream) {
  const current = (await run.api.find<LogStream[]>('/log-streams'))?.find((one) => one.name === name);
  if (current && current.type !== 'http')
    throw new StartupError(`The log stream ${name} at Auth0 is one of type ${current.type}; rename it there, ours posts to an address.`);
  const sink = {
    httpEndpoint: url,
    httpContentType: 'application/json',
    httpContentFormat: 'JSONLINES',
    ...(authorization !== undefined && { httpAuthorization: authorization }),
  };
  const told = { resource: 'log stream', name, detail: url };
  if (!current) {
    if (run.apply) await run.api.send('POST', '/log-streams', { name, type: 'http', sink });
    run.tell({ ...told, state: creation(run) });
    return;
  }
  const isThere = covers(current.sink, sink);
  if (!isThere && run.apply)
    await run.api.send('PATCH', `/log-streams/${encodeURIComponent(current.id)}`, { sink: { ...current.sink, ...sink } });
  run.tell({ ...told, state: isThere ? 'as it was' : alteration(run) });
}
