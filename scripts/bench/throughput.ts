import type { Context } from '../../src/core/context.ts';
import { issueToken } from '../../src/features/auth/index.ts';
import type { Limit, Varied } from './pgbench.ts';
import { fileOf, freePort, run, startScript } from './processes.ts';
import type { Statement } from './statement.ts';

export const CONNECTIONS = 4;
const WARM_UP_MS = 3000;

export type Server = { port: number; pid: number; headers: string; stop(): Promise<void> };

/** The application's own web server in a process of its own, on the measuring database. */
export async function startApplication(ctx: Context, url: string): Promise<Server> {
  const port = await freePort();
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: url,
    STATIC_DIR: '',
    PORT: String(port),
    DISPATCH_JWT_SECRET: ctx.settings.jwtSecret,
    // What is measured is the work, not how much of it one caller is granted.
    TOCSIN_REQUESTS_PER_MINUTE: '0',
    TOCSIN_SIGNALS_PER_MINUTE: '0',
  };
  const started = await startScript(fileOf('../../src/app/cli.ts'), ['server', 'start'], env, /Serving/);
  return { ...started, port, headers: `Authorization: Bearer ${await issueToken(ctx, ctx.actor.email)}\r\n` };
}

/** The HTTP framework alone. */
export async function startEmpty(): Promise<Server> {
  const port = await freePort();
  return { ...(await startScript(fileOf('empty-server.ts'), [String(port)], { PATH: process.env.PATH }, /Serving/)), port, headers: '' };
}

/** @param body it is posted @returns answers per second over a fixed number of connections */
export async function answersPerSecond(server: Server, paths: string[], ms: number, body?: string): Promise<number> {
  const order = { port: server.port, connections: CONNECTIONS, ms, headers: server.headers, paths, body };
  const printed = await run(process.execPath, [fileOf('http-load.ts'), JSON.stringify(order)]);
  const result = JSON.parse(printed) as { perSecond: number; refused: number; firstRefusal: string };
  if (result.refused) throw new Error(`${result.refused} requests were refused: ${result.firstRefusal}`);
  return result.perSecond;
}

export type Measured = { measured: number; limit: number };
export type Comparison = { runs: number; ms: number };

/** Answers of the server beside the same statement in the database alone, by turns, so that both meet the same weather. */
export async function againstStatement(
  server: Server,
  paths: string[],
  { limit, statement, varied, body }: { limit: Limit; statement: Statement; varied?: Varied; body?: string },
  { runs, ms }: Comparison,
): Promise<Measured[]> {
  const options = { connections: CONNECTIONS, ...(varied && { varied }) };
  await answersPerSecond(server, paths, WARM_UP_MS, body);
  await limit.perSecond(statement, { ...options, ms: WARM_UP_MS });
  const pairs: Measured[] = [];
  for (let run = 0; run < runs; run += 1)
    pairs.push({ measured: await answersPerSecond(server, paths, ms, body), limit: await limit.perSecond(statement, { ...options, ms }) });
  return pairs;
}

/** Answers of the server beside those of another one. */
export async function againstServer(server: Server, paths: string[], other: Server, { runs, ms }: Comparison): Promise<Measured[]> {
  await answersPerSecond(server, paths, WARM_UP_MS);
  await answersPerSecond(other, ['/'], WARM_UP_MS);
  const pairs: Measured[] = [];
  for (let run = 0; run < runs; run += 1)
    pairs.push({ measured: await answersPerSecond(server, paths, ms), limit: await answersPerSecond(other, ['/'], ms) });
  return pairs;
}
