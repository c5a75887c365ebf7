import { routes } from '../../src/app/routes.ts';
import type { Context } from '../../src/core/context.ts';
import { ROLES, type Role } from '../../src/core/roles.ts';
import { createHttpServer } from '../../src/edges/http/server.ts';
import { authenticate, issueToken } from '../../src/features/auth/index.ts';
import { asUser, type TestOrganization } from '../harness.ts';

export type Answer = { status: number; text: string; json<T>(): T };
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Caller = {
  ctx: Context | undefined;
  /** @param path as the route declares it, `{organization}` and ids filled in by the caller */
  send(method: Method, path: string, body?: unknown): Promise<Answer>;
};

/** Everybody who may knock: each role, a user of no organization, somebody without a token. One server answers them all; it opens no port. */
export async function callers(organization: TestOrganization): Promise<Record<Role | 'Stranger' | 'Nobody', Caller>> {
  const { ctx } = organization;
  const server = await createHttpServer(ctx, routes, (system, request, slug) => authenticate(system, request.headers.authorization, slug));
  const as = async (member: Context | undefined): Promise<Caller> => {
    const token = member && (await issueToken(member, member.actor.email));
    return {
      ctx: member,
      send: async (method, path, body) => {
        const answer = await server.inject({
          method,
          url: `/api/v1${path.replace('{organization}', ctx.tenant.slug)}`,
          headers: token ? { authorization: `Bearer ${token}` } : {},
          ...(body !== undefined && { payload: body as object }),
        });
        return { status: answer.statusCode, text: answer.body, json: <T>() => answer.json() as T };
      },
    };
  };
  const members = await Promise.all(ROLES.map(async (role) => [role, await as(await asUser(ctx, role))] as const));
  return {
    ...(Object.fromEntries(members) as Record<Role, Caller>),
    Stranger: await as(await asUser(ctx, undefined)),
    Nobody: await as(undefined),
  };
}
