import pino from 'pino';
import { hostFor } from '../../src/app/host.ts';
import { plugins } from '../../src/app/plugins.ts';
import { trialProvider } from '../../src/app/provider.ts';
import type { System } from '../../src/core/context.ts';
import { createDatabase } from '../../src/core/db.ts';
import { NO_METRICS } from '../../src/core/metrics.ts';
import { claimInvitation } from '../../src/features/invitations/index.ts';

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
    settings: {
      uiUrl: 'https://tocsin.test',
      dataDir,
      jwtAlgorithm: 'HS256',
      jwtSecret: 'a secret of at least thirty-two bytes, for tests',
      jwtLifetimeSeconds: 86_400,
      auditDays: 400,
      encryptionKey: 'a key for tests',
      ownerEmail: undefined,
      registration: 'invite',
      signIn: 'password',
      smtpUrl: undefined,
      mailFrom: 'tocsin@tocsin.test',
      production: false,
      invitations: {
        lifetimeSeconds: 86_400,
        pieces: { count: 10, longest: 255 },
        allowsUnicode: false,
        hasLanding: false,
        limits: { perInviterHour: 50, perOrganizationDay: 200, perAddressDay: 3, perAddressWeek: 10, open: 500 },
      },
      linksByEmail: false,
      auth0: { claimSecret: undefined, issuer: undefined },
    },
  };
  return { system, pool, close };
}
