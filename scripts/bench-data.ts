import { enableCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { StartupError } from '../src/app/startup-error.ts';
import { DEFAULT_INCIDENTS, ensureBench } from './bench/bench-database.ts';
import { benchFolder, progress, runScript, withInstallation } from './installation.ts';

/*
 * `npm run bench:data -- --incidents 100000 --seed 1`: fills a data folder of its own (`TOCSIN_DATA_DIR`, default `.data/bench`) for
 * `npm run bench`. The same numbers make the same rows.
 */

enableCompileCache();

await runScript(async () => {
  const { values } = parseArgs({ options: { incidents: { type: 'string' }, seed: { type: 'string' } } });
  const size = { incidents: wholeNumber('incidents', values.incidents, DEFAULT_INCIDENTS), seed: wholeNumber('seed', values.seed, 1) };
  const folder = benchFolder();
  const began = performance.now();
  await withInstallation(folder, async ({ system }) => {
    const { filled } = await ensureBench(system, size, (message) => progress(`${seconds(began).padStart(6)} s  ${message}`));
    process.stdout.write(
      filled
        ? `${size.incidents} incidents with seed ${size.seed} are in ${folder}, made in ${seconds(began)} s.\n`
        : `${folder} holds ${size.incidents} incidents with seed ${size.seed} already.\n`,
    );
  });
});

function wholeNumber(name: string, text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 10_000_000)
    throw new StartupError(`--${name} takes a whole number from 1 to 10000000.`);
  return value;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
