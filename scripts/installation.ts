import { type Config, loadConfig } from '../src/app/config/config.ts';
import { createStages, report } from '../src/app/stages.ts';
import { type Wired, wire } from '../src/app/wire.ts';

export type Installation = Wired & { url: string };

export const BENCH_FOLDER = '.data/bench';
export const benchFolder = () => process.env.TOCSIN_DATA_DIR ?? BENCH_FOLDER;

/** Opens the embedded database of a data folder, whatever else is configured; it stops when the work is over. */
export const withInstallation = <T>(dataDir: string, work: (installation: Installation) => Promise<T>): Promise<T> =>
  withConfig(loadConfig({ environment: { TOCSIN_DATA_DIR: dataDir, STATIC_DIR: '', LOG_LEVEL: 'ERROR' }, envFile: {} }), work);

/** Opens the installation that `npm start` would run here; it stops when the work is over. */
export const withConfiguredInstallation = <T>(work: (installation: Installation) => Promise<T>): Promise<T> =>
  withConfig(loadConfig(), work);

async function withConfig<T>(reading: Promise<Config>, work: (installation: Installation) => Promise<T>): Promise<T> {
  const config = await reading;
  const stages = createStages(() => undefined);
  try {
    const wired = await wire(config, stages, { migrations: 'run', onProgress: progress });
    return await work({ ...wired, url: wired.database.url });
  } finally {
    await stages.stop();
  }
}

/** Runs a script: one line for what an operator can mend; the database stops however it ends. */
export async function runScript(main: () => Promise<void>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  try {
    await main();
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** What happens goes to standard error, so that standard output holds the result alone. */
export const progress = (message: string) => void process.stderr.write(`${message}\n`);
