import assert from 'node:assert/strict';
import { Secret, TOTP } from 'otpauth';
import pino from 'pino';
import { authenticateRequest } from '../src/app/authentication.ts';
import { routes as allRoutes } from '../src/app/routes.ts';
import type { Role } from '../src/core/roles.ts';
import { createHttpServer } from '../src/edges/http/server.ts';
import { asUser, inject, MINUTE, type TestOrganization } from './harness.ts';

export const PASSWORD = 'Correct0horse battery';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Somebody with a password, and browsers that keep what they are given. */
export async function aPerson(organization: TestOrganization, role: Role = 'Member') {
  const { ctx } = organization;
  const person = await asUser(ctx, role);
  const { actor } = person;
  const path = `/{organization}/users/${actor.userId}/reset-password`;
  assert.equal((await inject(ctx, { method: 'POST', path, body: { new_password: PASSWORD } })).status, 200);
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const server = await createHttpServer({ ...ctx, log }, allRoutes, authenticateRequest);
  const aBrowser = (agent = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0') => {
    const jar = new Map<string, string>();
    const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const ask = async (method: Method, path: string, body?: object, headers: Record<string, string> = {}) => {
      const answer = await server.inject({
        method,
        url: `/api/v1${path.replace('{organization}', organization.tenant.slug)}`,
        headers: { ...(jar.size && { cookie: cookie() }), 'user-agent': agent, host: 'tocsin.test', ...headers },
        ...(body && { payload: body }),
      });
      const set = [answer.headers['set-cookie'] ?? []].flat();
      for (const one of set) keep(jar, one);
      return {
        status: answer.statusCode,
        set: set.length ? set.join('\n') : undefined,
        headers: answer.headers,
        json: () => answer.json(),
        /** what was refused, in words */
        says: () => (answer.json() as { detail?: { msg: string }[] }).detail?.map(({ msg }) => msg).join(' '),
      };
    };
    return {
      ask,
      cookie,
      signIn: (password = PASSWORD) => ask('POST', '/sign-in/password', { email: actor.email, password }),
      role: async () => (await ask('GET', '/{organization}/auth/myrole')).status,
    };
  };
  return { actor, ctx: person, aBrowser, logged };
}

function keep(jar: Map<string, string>, cookie: string) {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
  if (value) jar.set(name, value);
  else jar.delete(name);
}

/** What an authenticator application shows that was given the secret. */
export const codeOf = (secret: string, at: Date) => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: at.getTime() });

/** Somebody who is signed in and whose phone has an authenticator application. */
export async function withTotp(organization: TestOrganization) {
  const person = await aPerson(organization);
  const browser = person.aBrowser();
  await browser.signIn();
  const begun = await browser.ask('POST', '/my-account/second-factor/totp', { password: PASSWORD });
  const { secret, uri } = begun.json() as { secret: string; uri: string };
  const code = (offMs = 0) => codeOf(secret, new Date(organization.system.now().getTime() + offMs));
  const confirmed = await browser.ask('POST', '/my-account/second-factor/totp/confirm', { code: code() });
  assert.equal(confirmed.status, 200);
  const { recovery_codes: recoveryCodes } = confirmed.json() as { recovery_codes: string[] };
  // The code that confirmed it is spent.
  organization.clock.advance(MINUTE);
  return { ...person, browser, secret, uri, code, recoveryCodes };
}
