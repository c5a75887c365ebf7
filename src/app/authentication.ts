import type { Authenticate } from '../edges/http/server.ts';
import { authenticate } from '../features/auth/index.ts';
import type { AuthenticationProvider } from '../plugin-sdk/authentication.ts';

/** How a server asks who sends a request. @param provider undefined: tokens of ours are all there is */
export const authenticateBy =
  (provider?: AuthenticationProvider): Authenticate =>
  (system, { headers, socket, id, method }, organization) =>
    authenticate(system, { headers, peer: socket.remoteAddress ?? '', method, id }, organization, provider);
