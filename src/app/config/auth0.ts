import { choice, secret } from './read.ts';

/** Who admits people where the OpenID provider is Auth0. @source docs/guides/auth0.md */
export const AUTH0_SETTINGS = {
  DISPATCH_AUTH0_MODE: choice(
    'who decides whom Auth0 lets in: server: we, when they come back; action: Auth0 as well, at its door, by two Actions; organizations: its own organizations and invitations',
    ['server', 'action', 'organizations'],
    'server',
  ),
  TOCSIN_AUTH0_CLAIM_SECRET: secret(
    'shared with the Action that claims invitations, at least 32 bytes; without it that address answers nobody',
  ),
};
