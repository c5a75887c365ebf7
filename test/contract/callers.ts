import assert from 'node:assert/strict';
import { authenticateRequest } from '../../src/app/authentication.ts';
import { routes } from '../../src/app/routes.ts';
import type { Context } from '../../src/core/context.ts';
import { ROLES, type Role } from '../../src/core/roles.ts';
import { createHttpServer } from '../../src/edges/http/server.ts';
import { issueToken } from '../../src/features/auth/index.ts';
import { asUser, asViewer, type TestOrganization } from '../harness.ts';
import { type Declared, differences, operationAt } from './document.ts';

export type Answer = { status: number; text: string; headers: Record<string, unknown>; json<T>(): T };
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Caller = {
  ctx: Context | undefined;
  /**
   * Every answer is held to the document: one that it does not describe fails the test.
   * @param path as the route declares it, `{organization}` and ids filled in by the caller
   */
  send(method: Method, path: string, body?: unknown): Promise<Answer>;
};

/** Hears of every request that found an operation. */
export type Heard = (one: Declared, request: { path: string; body: unknown }, answer: Answer) => void;

/** The whole HTTP stack; it opens no port. Gives each person who knocks a caller. */
export async function door(ctx: Context, heard: Heard = () => undefined): Promise<(member: Context | undefined) => Promise<Caller>> {
  const server = await createHttpServer(ctx, routes, authenticateRequest);
  return async (member) => {
    const token = member && (await issueToken(member, member.actor.email));
    return {
      ctx: member,
      send: async (method, declared, body) => {
        const path = declared.replace('{organization}', ctx.tenant.slug);
        const {
          statusCode,
          body: text,
          headers,
        } = await server.inject({
          method,
          url: `/api/v1${path}`,
          headers: token ? { authorization: `Bearer ${token}` } : {},
          ...(body !== undefined && { payload: body as object }),
        });
        const answer: Answer = { status: statusCode, text, headers, json: <T>() => JSON.parse(text) as T };
        const operation = operationAt(method, path);
        if (operation) {
          assert.deepEqual(differences(operation, { status: statusCode, contentType: String(headers['content-type'] ?? ''), text }), []);
          heard(operation, { path, body }, answer);
        }
        return answer;
      },
    };
  };
}

/** Everybody who may knock: each role, a member who only reads, a user of no organization, somebody without a token. */
export async function callers({ ctx }: TestOrganization, heard?: Heard): Promise<Record<Role | 'Viewer' | 'Stranger' | 'Nobody', Caller>> {
  const as = await door(ctx, heard);
  const members = await Promise.all(ROLES.map(async (role) => [role, await asUser(ctx, role)] as const));
  return {
    ...(Object.fromEntries(await Promise.all(members.map(async ([role, member]) => [role, await as(member)]))) as Record<Role, Caller>),
    Viewer: await as(await asViewer(ctx)),
    Stranger: await as(await asUser(ctx, undefined)),
    Nobody: await as(undefined),
  };
}
