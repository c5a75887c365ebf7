import cluster from 'node:cluster';
import { loadConfig, processSources } from '../config/config.ts';
import { requireCurrentSchema } from '../database/migrate.ts';
import { runUntilSignal } from '../stages.ts';
import { StartupError } from '../startup-error.ts';
import { buildWebIfNeeded } from '../web.ts';
import { startProcesses } from './processes.ts';
import { type ServerOptions, settingsOf, transportOf } from './server-options.ts';
import { say } from './with-system.ts';

/** `server start`: one process, or several that share a port under one that holds the database. */
export async function serve(application: string | undefined, options: ServerOptions) {
  if (application && cluster.isPrimary) process.stderr.write(`Without effect here: ${application}; no application has to be named.\n`);
  const sources = sourcesOf(options);
  const count = options.workers ?? concurrencyOf({ ...sources.envFile, ...sources.environment });
  await runUntilSignal(
    async (stages) => {
      const transport = transportOf(options);
      const config = secured(await loadConfig(sources), transport.tls !== undefined);
      const [{ wire }, { startHttp }] = await Promise.all([import('../wire.ts'), import('../run.ts')]);
      const isOneOfMany = cluster.isWorker;
      const problem = config.webDir && !isOneOfMany ? await buildWebIfNeeded(config.webDir, say) : undefined;
      const migrations = options.migrate && !isOneOfMany ? 'run' : 'never';
      const wired = await wire(config, stages, { migrations, onProgress: say, isStarter: !isOneOfMany && count > 1 });
      await requireCurrentSchema(wired.database.url);
      if (problem) wired.system.log.error(problem);
      const served = problem ? { ...config, webDir: undefined } : config;
      if (isOneOfMany || count === 1) {
        const { address } = stages.add('the web server', await startHttp(wired, served, transport));
        if (!isOneOfMany) say(`Serving ${config.uiUrl} (listening on ${address})`);
        return wired.system.log;
      }
      const onLoss = (reason: string) => wired.system.log.error(reason);
      const environment = { DATABASE_URL: wired.database.url, ...(problem && { STATIC_DIR: '' }) };
      const scheme = transport.tls ? 'https' : 'http';
      const { address } = stages.add('the web servers', await startProcesses(count, environment, onLoss));
      say(`Serving ${config.uiUrl} with ${count} processes (listening on ${scheme}://${address})`);
      return wired.system.log;
    },
    { stopSeconds: options.timeoutGracefulShutdown },
  );
}

function sourcesOf(options: ServerOptions) {
  const { environment, envFile } = processSources();
  return { environment: { ...environment, ...settingsOf(options) }, envFile };
}

const MOST = 64;

function concurrencyOf({ WEB_CONCURRENCY: text }: Record<string, string | undefined>): number {
  if (!text) return 1;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > MOST)
    throw new StartupError(`WEB_CONCURRENCY: "${text}" is not a whole number from 1 to ${MOST}.`);
  return count;
}

/** Links lead to where the server really is, unless somebody has said where that is. */
function secured(config: Awaited<ReturnType<typeof loadConfig>>, isSecure: boolean) {
  return isSecure && config.origins.DISPATCH_UI_URL === 'default' ? { ...config, uiUrl: config.uiUrl.replace(/^http:/, 'https:') } : config;
}
