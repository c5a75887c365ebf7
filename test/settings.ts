import type { Settings } from '../src/core/context.ts';

/** What the systems of tests are configured with. */
export const testSettings = (dataDir: string): Settings => ({
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
});
