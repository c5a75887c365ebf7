import { beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../src/app/routes.ts';
import type { Context } from '../../src/core/context.ts';
import { decidedByRole } from '../../src/core/permissions.ts';
import { ROLES } from '../../src/core/roles.ts';
import { SCOPES } from '../../src/core/scopes.ts';
import type { Route } from '../../src/edges/http/route.ts';
import { isOpen } from '../../src/edges/http/route.ts';
import { anOrganization } from '../harness.ts';
import { type Caller, callers, type Method } from './callers.ts';
import { filled } from './furnish.ts';

/*
 * Every operation × everybody. What the declaration says of access must be what the door does, and no caller gets a 5xx.
 * Ids name nothing and bodies are empty, so nothing is changed: it is the door that is asked.
 */

let all: Awaited<ReturnType<typeof callers>>;

beforeAll(async () => {
  all = await callers(await anOrganization());
});

const send = (caller: Caller, one: Route) => {
  const method = one.method.toUpperCase() as Method;
  return caller.send(method, filled(one.path), one.body ? {} : undefined);
};

/** Streams answer for ever and are tested on their own. */
const ASKED = routes.filter((one) => !one.path.endsWith('/live'));

describe.each(ASKED.map((one) => [`${one.method.toUpperCase()} ${one.path}`, one] as const))('%s', (_name, one) => {
  test('without a token', async () => {
    const { status } = await send(all.Nobody, one);
    if (isOpen(one)) expect(status).not.toBe(401);
    else expect(status).toBe(401);
  });

  test('a stranger sees what they would see of an organization that does not exist', async () => {
    const answer = await send(all.Stranger, one);
    expect(answer.status).toBeLessThan(500);
    if (typeof one.access !== 'object') return;
    const method = one.method.toUpperCase() as Method;
    const nowhere = await all.Stranger.send(
      method,
      filled(one.path).replace('{organization}', 'no_such_organization'),
      one.body ? {} : undefined,
    );
    expect([answer.status, answer.text]).toEqual([404, nowhere.text]);
  });

  test('INV-16: whoever must be a member needs a scope for it', () => {
    if (typeof one.access !== 'object') return;
    const known: string[] = Object.keys(SCOPES);
    expect(one.scopes?.length).toBeGreaterThan(0);
    for (const scope of one.scopes ?? []) expect(known).toContain(scope);
  });

  test('CHECK 24.2: a viewer reads, and changes nothing', async () => {
    const { status, text } = await send(all.Viewer, one);
    expect(status, text).toBeLessThan(500);
    if (typeof one.access !== 'object') return;
    const reads = one.scopes?.some((scope) => scope.startsWith('read:'));
    if (!reads || decidedByRole(all.Viewer.ctx as Context, one.access) === false) expect(status, text).toBe(403);
    else if (!one.subject && one.method === 'get') expect(status, text).not.toBe(403);
  });

  test.each(ROLES)('%s', async (role) => {
    const caller = all[role];
    const { status, text } = await send(caller, one);
    expect(status, text).toBeLessThan(500);
    expect(status, text).not.toBe(401);
    if (typeof one.access !== 'object' || !caller.ctx) return;
    const decided = decidedByRole(caller.ctx, one.access);
    if (decided === false) expect(status, text).toBe(403);
    // The subject does not exist, which looks like a subject the caller may not see.
    else if (one.subject && !(decided && one.subject.roleFirst)) expect([403, 404]).toContain(status);
    else expect(status, text).not.toBe(decided ? 403 : 500);
  });
});
