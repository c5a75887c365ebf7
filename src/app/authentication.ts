import type { Authenticate } from '../edges/http/server.ts';
import { authenticate } from '../features/auth/index.ts';

/** How a server asks who sends a request. */
export const authenticateRequest: Authenticate = (system, { headers, socket, ip, id, method }, organization) =>
  authenticate(system, { headers, peer: socket.remoteAddress ?? '', address: ip, method, id }, organization);
