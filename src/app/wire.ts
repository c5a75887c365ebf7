import type { Config } from './config/config.ts';
import { migrate } from './database/migrate.ts';
import { type OpenDatabase, openDatabase } from './database/open.ts';
import { configuredKeys } from './invitation-keys.ts';
import { openLog } from './log.ts';
import { createMetrics, partOf, startSampling } from './metrics.ts';
import { prepare } from './prepare.ts';
import { createProvider } from './provider.ts';
import type { Stages } from './stages.ts';
import { FAILED } from './startup-error.ts';
import { createSystem } from './system.ts';

export type Wired = ReturnType<typeof createSystem>;

type WireOptions = {
  /** `never`: the caller has made sure that the schema is this version's */
  migrations: 'run' | 'never';
  onProgress?: (message: string) => void;
  /** it starts the processes that serve, and serves nobody itself */
  isStarter?: boolean;
};

/** Opens the database and builds the system on it; both stop with the stages. */
export async function wire(
  config: Config,
  stages: Stages,
  { migrations, onProgress, isStarter = false }: WireOptions,
): Promise<Wired & { database: OpenDatabase }> {
  const { log, close } = await openLog(config);
  for (const warning of config.warnings) log.warn(warning);
  const database = stages.add(
    'the database',
    await openDatabase(config, {
      onProgress,
      onExit: (reason) => {
        process.stderr.write(`The embedded database ended: ${reason}. If its disk is full, free some space; then start again.\n`);
        void stages.stop().finally(() => process.exit(FAILED));
      },
    }),
  );
  stages.add('the log', { stop: close });
  if (migrations === 'run') await migrate(database.url, (name) => onProgress?.(`Migrating: ${name}`));
  const part = partOf(isStarter);
  const { metrics } = stages.add('the metrics', await createMetrics(config, log, part));
  const wired = createSystem(config, database.url, log, { provider: await createProvider(config), metrics });
  stages.add('the connections', { stop: wired.close });
  if (migrations === 'run') await prepare(wired.system, await configuredKeys(config));
  stages.add('the samples', startSampling(wired.system, wired.pool, part));
  return { ...wired, database };
}
