import type { System } from '../core/context.ts';
import { createDatabase } from '../core/db.ts';
import { NO_METRICS } from '../core/metrics.ts';
import { claimInvitation } from '../features/invitations/index.ts';
import type { AuthenticationProvider } from '../plugin-sdk/authentication.ts';
import type { Metrics } from '../plugin-sdk/metrics.ts';
import type { Config } from './config/config.ts';
import { invitationSettings } from './config/invitations.ts';
import { generatedSecrets } from './config/secrets.ts';
import { BASIC_PROVIDER } from './config/sign-in.ts';
import { createDeliveries } from './deliveries.ts';
import { hostFor } from './host.ts';
import { openLog } from './log.ts';
import { plugins } from './plugins.ts';
import { trialProvider } from './provider.ts';

type Parts = { provider?: AuthenticationProvider | undefined; metrics?: Metrics };

/** Builds what every context of this process is made of. */
export function createSystem(config: Config, databaseUrl: string, log: System['log'], { provider, metrics = NO_METRICS }: Parts = {}) {
  const { values, uiUrl, dataDir, production } = config;
  const { db, pool, close } = createDatabase(databaseUrl, {
    max: values.DATABASE_ENGINE_POOL_SIZE + values.DATABASE_ENGINE_MAX_OVERFLOW,
    waitMs: values.DATABASE_ENGINE_POOL_TIMEOUT * 1000,
    maxAgeSeconds: values.DATABASE_ENGINE_POOL_RECYCLE,
  });
  const known = { jwtSecret: values.DISPATCH_JWT_SECRET, encryptionKey: values.DISPATCH_ENCRYPTION_KEY };
  const generated = known.jwtSecret && known.encryptionKey ? undefined : generatedSecrets(dataDir);
  const now = () => new Date();
  const system: System = {
    db,
    log,
    metrics,
    plugins,
    hostFor,
    provider,
    trialProvider: trialProvider(uiUrl),
    inviteDeliveries: createDeliveries(config, { now, log }),
    claimInvitation,
    now,
    settings: {
      uiUrl,
      dataDir,
      production,
      jwtSecret: known.jwtSecret ?? (generated?.jwtSecret as string),
      encryptionKey: known.encryptionKey ?? (generated?.encryptionKey as string),
      jwtAlgorithm: values.DISPATCH_JWT_ALG,
      jwtLifetimeSeconds: values.DISPATCH_JWT_EXP,
      auditDays: values.TOCSIN_AUDIT_DAYS,
      ownerEmail: values.DISPATCH_OWNER_EMAIL,
      registration: values.TOCSIN_REGISTRATION,
      signIn: signInBy(values.DISPATCH_AUTHENTICATION_PROVIDER_SLUG, provider),
      smtpUrl: values.TOCSIN_SMTP_URL,
      mailFrom: values.TOCSIN_MAIL_FROM ?? '',
      invitations: invitationSettings(values),
      auth0: {
        claimSecret: values.TOCSIN_AUTH0_CLAIM_SECRET,
        issuer: issuerOf(values.DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL),
      },
      linksByEmail: values.TOCSIN_LINK_BY_EMAIL,
    },
  };
  return { system, pool, close };
}

/** The system of one command, with a log of its own. */
export async function openSystem(config: Config, databaseUrl: string) {
  const { log, close: closeLog } = await openLog(config);
  const { system, pool, close } = createSystem(config, databaseUrl, log);
  return { system, pool, close: () => close().finally(closeLog) };
}

/** Auth0's issuers end with a slash, however the address was written down. */
const issuerOf = (url: string | undefined) => url && `${url.replace(/\/\.well-known\/.*$/, '').replace(/\/+$/, '')}/`;

function signInBy(slug: string, provider: AuthenticationProvider | undefined) {
  if (slug === BASIC_PROVIDER) return 'password';
  if (slug === '') return 'none';
  return provider?.redirect ? 'redirect' : 'request';
}
