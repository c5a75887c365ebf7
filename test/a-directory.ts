import { randomBytes } from 'node:crypto';
import { authenticateRequest } from '../src/app/authentication.ts';
import { createHttpServer } from '../src/edges/http/server.ts';
import { createScimToken } from '../src/features/directories/index.ts';
import { serveScim } from '../src/features/directories/routes.ts';
import { anOrganization, asSystem, type TestOrganization } from './harness.ts';

export const SCHEMAS = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  list: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
};

export type Answer = {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  json: any;
};
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** An organization with a directory that provisions it by SCIM, through the whole HTTP stack. */
export async function aDirectory(given?: TestOrganization) {
  const place = given ?? (await anOrganization());
  const { ctx, tenant } = place;
  const { token } = await createScimToken(asSystem(ctx), 'Test directory');
  const server = await createHttpServer(ctx, [], authenticateRequest);
  await serveScim(server, ctx);
  const ask = async (method: Method, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const answer = await server.inject({
      method,
      url: path.startsWith('/api/') ? path : `/api/v1/${tenant.slug}/scim/v2${path}`,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/scim+json' }),
        ...headers,
      },
      ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    let json: unknown;
    try {
      json = JSON.parse(answer.body);
    } catch {
      // no JSON: the text says so
    }
    return { status: answer.statusCode, headers: answer.headers, text: answer.body, json };
  };
  const newUser = (more: object = {}) => {
    const userName = `user-${randomBytes(5).toString('hex')}@example.com`;
    return { schemas: [SCHEMAS.user], userName, emails: [{ value: userName, type: 'work', primary: true }], ...more };
  };
  return {
    ...place,
    token,
    server,
    ask,
    newUser,
    /** @returns the user as it was answered */
    createUser: async (more: object = {}) => {
      const { status, json, text } = await ask('POST', '/Users', newUser(more));
      if (status !== 201) throw new Error(text);
      return json;
    },
    createGroup: async (displayName: string, members: { id: string }[] = []) => {
      const body = { schemas: [SCHEMAS.group], displayName, members: members.map(({ id }) => ({ value: id })) };
      const { status, json, text } = await ask('POST', '/Groups', body);
      if (status !== 201) throw new Error(text);
      return json;
    },
    patch: (path: string, ...Operations: object[]) => ask('PATCH', path, { schemas: [SCHEMAS.patch], Operations }),
  };
}
