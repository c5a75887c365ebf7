import { authenticateRequest } from '../../src/app/authentication.ts';
import { routes } from '../../src/app/routes.ts';
import { work } from '../../src/app/work.ts';
import type { System } from '../../src/core/context.ts';
import { runJobs } from '../../src/core/worker.ts';
import { createHttpServer } from '../../src/edges/http/server.ts';
import { issueToken } from '../../src/features/auth/index.ts';

const MINUTE_MS = 60_000;

export type Made = { id: number } & Record<string, unknown>;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';

/**
 * The installation with a clock that the example moves. Everything goes through the REST contract as the person who does it, so the
 * example can hold nothing that a user could not have made.
 */
export async function createStage(given: System, organization: { id: number; slug: string }) {
  let now = given.now();
  // Nothing of the example leaves the house: mail stays in the outbox.
  const system: System = { ...given, now: () => now, settings: { ...given.settings, smtpUrl: undefined } };
  const server = await createHttpServer(system, routes, authenticateRequest);

  async function send(email: string, method: Method, path: string, body?: object): Promise<Made> {
    const answer = await server.inject({
      method,
      url: `/api/v1/${organization.slug}${path}`,
      headers: { authorization: `Bearer ${await issueToken(system, email)}` },
      ...(body && { payload: body }),
    });
    if (answer.statusCode !== 200) throw new Error(`${method} ${path} as ${email}: ${answer.statusCode} ${answer.body}`);
    return answer.json() as Made;
  }

  return {
    system,
    at: (time: Date) => {
      now = time;
    },
    pass: (minutes: number) => {
      now = new Date(now.getTime() + minutes * MINUTE_MS);
    },
    now: () => now,
    /** What this person does. */
    as: (email: string) => ({
      get: (path: string) => send(email, 'GET', path),
      post: (path: string, body: object) => send(email, 'POST', path, body),
      put: (path: string, body: object) => send(email, 'PUT', path, body),
      patch: (path: string, body: object) => send(email, 'PATCH', path, body),
    }),
    /** Does at once what the workers would do by now. */
    settle: () => runJobs(system, work, { organizationId: organization.id }),
    close: () => server.close(),
  };
}

export type Stage = Awaited<ReturnType<typeof createStage>>;
