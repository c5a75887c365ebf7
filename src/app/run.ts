import type { FastifyInstance } from 'fastify';
import type { System } from '../core/context.ts';
import { databaseOn } from '../core/db.ts';
import { createLive } from '../core/live.ts';
import { createScheduler, type Schedule } from '../core/schedule.ts';
import { createWorker } from '../core/worker.ts';
import { liveRoute } from '../edges/http/live.ts';
import { createHttpServer } from '../edges/http/server.ts';
import { serveScim } from '../features/directories/routes.ts';
import { audiences } from './audiences.ts';
import { authenticateRequest } from './authentication.ts';
import { serveClaim } from './claim.ts';
import type { Transport } from './commands/server-options.ts';
import type { Config } from './config/config.ts';
import { serveManagementApi } from './graphql.ts';
import { servePublicKeys } from './invitation-keys.ts';
import { ensureDefaultUser } from './prepare.ts';
import { routes } from './routes.ts';
import { StartupError, systemCode } from './startup-error.ts';
import type { createSystem } from './system.ts';
import { pageIn, sendCallbacksOn, serveWeb } from './web.ts';
import { schedules, work } from './work.ts';

type Wired = ReturnType<typeof createSystem>;
type Part = { stop(): Promise<unknown> };

/** An office shares one address. */
const PEOPLE_PER_ADDRESS = 10;

/** Starts the HTTP server with the API, live updates and, when there is a folder of it, the web application. */
export async function startHttp({ system, pool }: Wired, config: Config, transport: Transport = {}): Promise<Part & { address: string }> {
  const live = createLive(system, pool, audiences);
  await live.start();
  const { TOCSIN_REQUESTS_PER_MINUTE: perCaller, TOCSIN_SIGNALS_PER_MINUTE: signals, TOCSIN_STATEMENT_SECONDS: seconds } = config.values;
  const requests = { ...system, db: databaseOn(pool, seconds * 1000) };
  if (system.settings.signIn === 'none') await letAnybodyIn(system, config);
  const server = await createHttpServer(requests, [...routes, liveRoute(live, authenticateRequest)], authenticateRequest, {
    ...(config.values.RATELIMIT_ENABLED && { rates: { perCaller, perAddress: perCaller * PEOPLE_PER_ADDRESS, named: { signals } } }),
    trustedProxies: config.values.TOCSIN_TRUSTED_PROXIES,
    keepAliveSeconds: transport.keepAliveSeconds,
    tls: transport.tls,
  });
  sendCallbacksOn(server);
  servePublicKeys(server, requests);
  serveManagementApi(server, requests, config.values);
  await serveScim(server, requests);
  serveClaim(server, config.webDir && pageIn(config.webDir));
  if (config.webDir) await serveWeb(server, config.webDir);
  const stop = async () => {
    await live.stop();
    await server.close();
  };
  try {
    return { address: await listen(server, config, transport.backlog), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function letAnybodyIn(system: System, { values }: Config) {
  const { DISPATCH_AUTHENTICATION_DEFAULT_USER: email, TOCSIN_DEFAULT_USER_ROLE: role } = values;
  system.log.warn(`Nobody is asked who they are: whoever reaches this port is ${email} (${role}).`);
  await ensureDefaultUser(system, { email, role });
}

async function listen(server: FastifyInstance, { values: { PORT: port, TOCSIN_HOST: host } }: Config, backlog?: number): Promise<string> {
  try {
    return await server.listen({ port, host, ...(backlog && { backlog }) });
  } catch (cause) {
    const code = systemCode(cause);
    if (code === 'EADDRINUSE')
      throw new StartupError(`Port ${port} is in use by another program; stop it, or set PORT to a free one.`, { cause });
    if (code === 'EACCES') throw new StartupError(`This account may not listen on port ${port}; set PORT to one above 1023.`, { cause });
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new StartupError(`This machine has no address ${host}; correct TOCSIN_HOST.`, { cause });
    throw cause;
  }
}

/** Starts running jobs. @param only of these names */
export function startWorker({ system, pool }: Wired, config: Config, only?: readonly string[]): Part {
  const worker = createWorker(system, pool, work, { concurrency: config.values.TOCSIN_WORKER_CONCURRENCY, ...(only && { only }) });
  worker.start();
  return worker;
}

/** Starts queueing what the clock demands. */
export function startScheduler({ system }: Wired, wanted: readonly Schedule[] = schedules): Part {
  const scheduler = createScheduler(system, wanted);
  scheduler.start();
  return scheduler;
}
