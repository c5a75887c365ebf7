import type { Command } from 'commander';
import type { Access } from '../../edges/http/route.ts';
import { loadConfig, processSources } from '../config/config.ts';
import { type ShownSetting, shownSettings } from '../config/show.ts';
import { requireCurrentSchema } from '../database/migrate.ts';
import { runUntilSignal } from '../stages.ts';
import { buildWebIfNeeded } from '../web.ts';
import { printTable, say } from './with-system.ts';

type StartOptions = { host?: string; port?: string; logLevel?: string; migrate?: boolean };

/* Commands load the product only when they run it: help and small commands answer at once. */

/** Flags of the reference's web server that need no value here: start scripts that give them keep working. */
const IGNORED_NOTE = 'Options of other web servers are accepted and have no effect.';

export function addServerCommands(program: Command) {
  const server = program.command('server').description('web server');
  server
    .command('start [ignored...]')
    .description(`serves the API and the web application. ${IGNORED_NOTE}`)
    .option('--host <address>', 'address to listen on (TOCSIN_HOST)')
    .option('--port <number>', 'port to listen on (PORT)')
    .option('--log-level <level>', 'what is logged (LOG_LEVEL)')
    .option('--migrate', 'runs pending migrations first')
    .allowUnknownOption()
    .action((ignored: string[], options: StartOptions) => serve(ignored, options));
  for (const [parent, name] of [
    [server, 'config'],
    [program.command('config').description('configuration'), 'show'],
  ] as const) {
    parent
      .command(name)
      .description('shows every setting: value (secrets masked), origin, meaning')
      .option('--json', 'machine-readable')
      .action(async ({ json }: { json?: boolean }) =>
        printTable(shownSettings(await loadConfig()) satisfies ShownSetting[], json ?? false),
      );
  }
  program.commands
    .find((one) => one.name() === 'config')
    ?.command('check')
    .description('says what is wrong with the configuration, and what has no effect; changes nothing')
    .action(checkConfiguration);
  server
    .command('routes')
    .description('lists the operations of the API')
    .option('--json', 'machine-readable')
    .action(async ({ json }: { json?: boolean }) => {
      const { routes } = await import('../routes.ts');
      const rows = routes.map(({ method, path, tag, access, summary }) => ({
        method: method.toUpperCase(),
        path: `/api/v1${path}`,
        tag,
        access: accessOf(access),
        summary,
      }));
      printTable(rows, json ?? false);
    });
  program.command('worker').description('background jobs').command('start').description('runs jobs until stopped').action(work);
}

async function checkConfiguration() {
  const config = await loadConfig();
  for (const warning of config.warnings) say(warning);
  say('The configuration is good.');
}

/** Who may call an operation: `public`, `identity` (any signed-in user), a role, or what the subject's own rule says. */
const accessOf = (access: Access) => (typeof access === 'string' ? access : (access.role ?? 'by subject'));

async function serve(ignored: string[], { host, port, logLevel, migrate }: StartOptions) {
  if (ignored.length) process.stderr.write(`Without effect: ${ignored.join(' ')}\n`);
  const { environment, envFile } = processSources();
  const given = { ...(host && { TOCSIN_HOST: host }), ...(port && { PORT: port }), ...(logLevel && { LOG_LEVEL: logLevel }) };
  await runUntilSignal(async (stages) => {
    const config = await loadConfig({ environment: { ...environment, ...given }, envFile });
    const [{ wire }, { startHttp }] = await Promise.all([import('../wire.ts'), import('../run.ts')]);
    const problem = config.webDir && (await buildWebIfNeeded(config.webDir, say));
    const wired = await wire(config, stages, { migrations: migrate ? 'run' : 'never', onProgress: say });
    await requireCurrentSchema(wired.database.url);
    if (problem) wired.system.log.error(problem);
    const { address } = stages.add('the web server', await startHttp(wired, problem ? { ...config, webDir: undefined } : config));
    say(`Serving ${config.uiUrl} (listening on ${address})`);
    return wired.system.log;
  });
}

async function work() {
  await runUntilSignal(async (stages) => {
    const config = await loadConfig();
    const [{ wire }, { startWorker }] = await Promise.all([import('../wire.ts'), import('../run.ts')]);
    const wired = await wire(config, stages, { migrations: 'never' });
    await requireCurrentSchema(wired.database.url);
    stages.add('the worker', startWorker(wired, config));
    say('The worker runs.');
    return wired.system.log;
  });
}
