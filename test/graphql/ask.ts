import { authenticateRequest } from '../../src/app/authentication.ts';
import { serveManagementApi } from '../../src/app/graphql.ts';
import type { Context } from '../../src/core/context.ts';
import { createHttpServer } from '../../src/edges/http/server.ts';
import { issueToken } from '../../src/features/auth/index.ts';

export type Answer = {
  status: number;
  headers: Record<string, unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  data: any;
  errors: { message: string; path?: string[]; extensions: Record<string, unknown> }[];
  text: string;
};

const VALUES = {
  DISPATCH_CORS_ORIGINS: ['https://tools.example.com'],
  DISPATCH_GRAPHQL_PERSISTED_ONLY: false,
  TOCSIN_GRAPHQL_POINTS_PER_MINUTE: 1_000_000,
};

/** The management API of a system, without a port. */
export async function aManagementApi(ctx: Context, values: Partial<typeof VALUES> = {}) {
  const server = await createHttpServer(ctx, [], authenticateRequest);
  serveManagementApi(server, ctx, { ...VALUES, ...values });
  const raw = async (
    payload: string | object | undefined,
    headers: Record<string, string> = {},
    method: 'POST' | 'GET' | 'OPTIONS' = 'POST',
    url = '/graphql',
  ): Promise<Answer> => {
    const answer = await server.inject({
      method,
      url,
      headers: { ...(payload !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(payload !== undefined && { payload }),
    });
    let body: { data?: unknown; errors?: Answer['errors'] } = {};
    try {
      body = JSON.parse(answer.body);
    } catch {
      // no JSON: the text says so
    }
    return { status: answer.statusCode, headers: answer.headers, data: body.data, errors: body.errors ?? [], text: answer.body };
  };
  return {
    server,
    raw,
    /** @param who undefined: nobody */
    ask: async (who: Context | undefined, query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<Answer> =>
      raw(
        { query, variables },
        {
          accept: 'application/graphql-response+json',
          ...(who && { authorization: `Bearer ${await issueToken(who, who.actor.email)}` }),
          ...(who?.tenant.slug && { 'x-dispatch-organization': who.tenant.slug }),
          ...headers,
        },
      ),
  };
}
