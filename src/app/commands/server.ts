import { type Command, Option } from 'commander';
import type { Access } from '../../edges/http/route.ts';
import { loadConfig, processSources, readConfig } from '../config/config.ts';
import { type ShownSetting, shownSettings } from '../config/show.ts';
import { requireCurrentSchema } from '../database/migrate.ts';
import { runUntilSignal } from '../stages.ts';
import { MISCONFIGURED } from '../startup-error.ts';
import { develop } from './develop.ts';
import { serve } from './serve.ts';
import { addServerOptions, type ServerOptions } from './server-options.ts';
import { printTable, say } from './with-system.ts';

/* Commands load the product only when they run it: help and small commands answer at once. */

export function addServerCommands(program: Command) {
  const server = program.command('server').description('web server');
  addServerOptions(server.command('start').description('serves the API and the web application'))
    .argument('[application]', 'of older scripts: no application has to be named')
    .action((application: string | undefined, options: ServerOptions) => serve(application, options));
  server
    .command('develop')
    .description('runs the server and the web application from their sources, both anew with every change')
    .addOption(new Option('--log-level <level>', 'what is logged (LOG_LEVEL)').choices(['critical', 'error', 'warning', 'info', 'debug']))
    .action(develop);
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
    .option('--json', 'machine-readable')
    .action(checkConfiguration);
  server
    .command('routes')
    .description('lists the operations of the API')
    .option('--json', 'machine-readable')
    .action(async ({ json }: { json?: boolean }) => {
      const { routes } = await import('../routes.ts');
      const rows = routes.map(({ method, path, tag, access, scopes, summary }) => ({
        method: method.toUpperCase(),
        path: `/api/v1${path}`,
        tag,
        access: accessOf(access),
        scope: scopes?.join(' ') ?? '',
        summary,
      }));
      printTable(rows, json ?? false);
    });
  program.command('worker').description('background jobs').command('start').description('runs jobs until stopped').action(work);
}

async function checkConfiguration({ json }: { json?: boolean }) {
  if (json) return tellConfiguration();
  const config = await loadConfig();
  for (const warning of config.warnings) say(warning);
  say('The configuration is good.');
}

async function tellConfiguration() {
  const { config, problems } = await readConfig(processSources());
  const wrong = problems.map(({ name, message }) => ({ result: 'wrong', detail: `${name}: ${message}` }));
  printTable([...wrong, ...config.warnings.map((detail) => ({ result: 'note', detail }))], true);
  if (problems.length) process.exitCode = MISCONFIGURED;
}

/** Who may call an operation: `public`, `identity` (any signed-in user), a role, or what the subject's own rule says. */
const accessOf = (access: Access) => (typeof access === 'string' ? access : (access.role ?? 'by subject'));

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
