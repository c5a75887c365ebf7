import { enableCompileCache } from 'node:module';
import { loadConfig } from './config/config.ts';
import { howToOwn } from './prepare.ts';
import { startHttp, startScheduler, startWorker } from './run.ts';
import { runUntilSignal } from './stages.ts';
import { buildWebIfNeeded } from './web.ts';
import { wire } from './wire.ts';

/** `npm start`: web server, worker and scheduler in one process, on the embedded database unless another is configured. */
enableCompileCache();

const say = (line: string) => process.stdout.write(`${line}\n`);

await runUntilSignal(async (stages) => {
  const config = await loadConfig();
  const building = config.webDir ? buildWebIfNeeded(config.webDir, say) : Promise.resolve(undefined);
  const wired = await wire(config, stages, { migrations: 'run', onProgress: say });
  const { system } = wired;
  const problem = await building;
  if (problem) system.log.error(problem);
  stages.add('the worker', startWorker(wired, config));
  stages.add('the schedule', startScheduler(wired));
  const { address } = stages.add('the web server', await startHttp(wired, problem ? { ...config, webDir: undefined } : config));
  say(`Tocsin is ready: ${config.uiUrl} (listening on ${address})`);
  const how = await howToOwn(system);
  if (how) say(how);
  return system.log;
});
