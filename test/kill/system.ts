import pino from 'pino';
import { hostFor } from '../../src/app/host.ts';
import { plugins } from '../../src/app/plugins.ts';
import { trialProvider } from '../../src/app/provider.ts';
import type { System } from '../../src/core/context.ts';
import { createDatabase } from '../../src/core/db.ts';
import { NO_METRICS } from '../../src/core/metrics.ts';
import { claimInvitation } from '../../src/features/invitations/index.ts';
import { testSettings } from '../settings.ts';

/** A system as a process of its own has it: the real clock, every built-in plug-in. */
export function systemOn(databaseUrl: string, dataDir: string) {
  const { db, pool, close } = createDatabase(databaseUrl, { max: 12 });
  const system: System = {
    db,
    plugins,
    hostFor,
    trialProvider: trialProvider('https://tocsin.test'),
    inviteDeliveries: [],
    claimInvitation,
    now: () => new Date(),
    metrics: NO_METRICS,
    log: pino({ level: 'silent' }),
    settings: testSettings(dataDir),
  };
  return { system, pool, close };
}
