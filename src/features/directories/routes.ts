import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context, System } from '../../core/context.ts';
import { limitReached } from '../../core/db.ts';
import { AppError, type ErrorKind } from '../../core/errors.ts';
import { API } from '../../edges/http/server.ts';
import { changeGroup, createGroup, removeGroup } from './change-group.ts';
import { changeDirectoryUser, removeDirectoryUser } from './change-user.ts';
import { createDirectoryUser } from './create-user.ts';
import { contentOf } from './directory-user.ts';
import type { GroupContent } from './groups-store.ts';
import { type KindName, listResources, readResourceById } from './reads.ts';
import { GROUP, USER } from './scim/attributes.ts';
import { MOST_RESULTS, providerConfig, resourceTypes, schemas } from './scim/discovery.ts';
import { badRequest, ScimError } from './scim/errors.ts';
import { applyPatch } from './scim/patch.ts';
import { projectionOf } from './scim/project.ts';
import { type Resource, readResource } from './scim/read-resource.ts';
import { directoryContext, scimUrl } from './tokens.ts';

const MEDIA_TYPE = 'application/scim+json';
const MOST_BYTES = 1_000_000;
const PREFIX = `${API}/:organization/scim/v2`;

declare module 'fastify' {
  interface FastifyRequest {
    /** the directory that shows its token, in its organization */
    directory: Context;
  }
}

/**
 * Serves SCIM 2.0 beside the contract: its media type, its errors and who may ask are its own. Whatever is asked without a token of the organization
 * gets the same answer, so that nothing tells which organizations and addresses there are.
 * @source RFC 7644
 */
export async function serveScim(server: FastifyInstance, system: System): Promise<void> {
  await server.register(
    async (scim) => {
      scim.removeAllContentTypeParsers();
      scim.addContentTypeParser([MEDIA_TYPE, 'application/json'], { parseAs: 'string', bodyLimit: MOST_BYTES }, (_request, text, done) => {
        try {
          done(null, text === '' ? undefined : JSON.parse(text as string));
        } catch {
          done(badRequest('invalidSyntax', 'The body is not valid JSON.'));
        }
      });
      scim.addHook('onRequest', async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const { organization } = request.params as { organization: string };
        const origin = { requestId: request.id, address: request.ip, agent: String(request.headers['user-agent'] ?? '') };
        const directory = await directoryContext(system, organization, request.headers.authorization, origin);
        if (!directory) throw new ScimError(401, undefined, 'Show a token of this organization: Authorization: Bearer scim_…');
        request.directory = directory;
      });
      scim.setErrorHandler((error, request, reply) => answerError(system, error, request, reply));
      discovery(scim);
      resources(scim);
      scim.all('/*', async (request) => {
        const { '*': path } = request.params as { '*': string };
        if (['Me', 'Bulk', '.search'].includes(path)) throw new ScimError(501, undefined, `${path} is not supported.`);
        throw new ScimError(404, undefined, 'There is nothing at this address.');
      });
    },
    { prefix: PREFIX },
  );
}

const send = (reply: FastifyReply, status: number, body: unknown) => reply.code(status).type(MEDIA_TYPE).send(JSON.stringify(body));

const listOf = (found: Resource[], totalResults = found.length, startIndex = 1) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults,
  startIndex,
  itemsPerPage: found.length,
  Resources: found,
});

function discovery(scim: FastifyInstance) {
  scim.get('/ServiceProviderConfig', (request, reply) => send(reply, 200, providerConfig(scimUrl(request.directory))));
  const lists = { ResourceTypes: resourceTypes, Schemas: schemas };
  for (const [name, list] of Object.entries(lists)) {
    scim.get(`/${name}`, (request, reply) => {
      // What there is does not depend on who asks. RFC 7644, 4
      if ((request.query as { filter?: string }).filter !== undefined) throw new ScimError(403, undefined, `${name} cannot be filtered.`);
      return send(reply, 200, listOf(list(scimUrl(request.directory))));
    });
    scim.get(`/${name}/:id`, (request, reply) => {
      const { id } = request.params as { id: string };
      const found = list(scimUrl(request.directory)).find((one) => one.id === id);
      if (!found) throw new ScimError(404, undefined, `There is no ${id}.`);
      return send(reply, 200, found);
    });
  }
}

type Operations = {
  create(ctx: Context, body: unknown): Promise<string>;
  replace(ctx: Context, id: string, body: unknown): Promise<void>;
  patch(ctx: Context, id: string, body: unknown): Promise<void>;
  remove(ctx: Context, id: string): Promise<void>;
};

const USERS: Operations = {
  create: (ctx, body) => createDirectoryUser(ctx, contentOf(readResource(USER, body), true)),
  replace: (ctx, id, body) => {
    const resource = readResource(USER, body);
    return changeDirectoryUser(ctx, id, ({ active }) => contentOf(resource, active));
  },
  patch: (ctx, id, body) =>
    changeDirectoryUser(ctx, id, ({ uid, externalId, displayName, ...user }) =>
      contentOf(
        applyPatch(USER, { ...user, id: uid, externalId: externalId ?? undefined, displayName: displayName ?? undefined }, body),
        user.active,
      ),
    ),
  remove: removeDirectoryUser,
};

const groupOf = ({ displayName, externalId, members }: Resource): GroupContent => ({
  displayName: (displayName as string).trim(),
  externalId: (externalId as string | undefined) || null,
  members: ((members as { value?: string }[] | undefined) ?? []).map(({ value }) => {
    if (!value) throw badRequest('invalidValue', 'members: each has the id of a user as its `value`.');
    return value;
  }),
});

const GROUPS: Operations = {
  create: (ctx, body) => createGroup(ctx, groupOf(readResource(GROUP, body))),
  replace: (ctx, id, body) => {
    const content = groupOf(readResource(GROUP, body));
    return changeGroup(ctx, id, () => content);
  },
  patch: (ctx, id, body) =>
    changeGroup(ctx, id, ({ uid, displayName, externalId, members }) =>
      groupOf(
        applyPatch(
          GROUP,
          { id: uid, displayName, externalId: externalId ?? undefined, members: members.map((value) => ({ value, type: 'User' })) },
          body,
        ),
      ),
    ),
  remove: removeGroup,
};

function resources(scim: FastifyInstance) {
  for (const [name, { create, replace, patch, remove }] of Object.entries({ Users: USERS, Groups: GROUPS }) as [KindName, Operations][]) {
    const answer = async (request: FastifyRequest, reply: FastifyReply, status: number, id: string) => {
      const resource = await readResourceById(request.directory, name, id, projectionIn(request));
      if (status === 201) reply.header('location', `${scimUrl(request.directory)}/${name}/${id}`);
      return send(reply, status, resource);
    };
    const idIn = (request: FastifyRequest) => (request.params as { id: string }).id;
    scim.get(`/${name}`, async (request, reply) => {
      const query = queryIn(request);
      const { totalResults, resources: found } = await listResources(request.directory, name, query, projectionIn(request));
      return send(reply, 200, listOf(found, totalResults, query.startIndex));
    });
    scim.get(`/${name}/:id`, (request, reply) => answer(request, reply, 200, idIn(request)));
    scim.post(`/${name}`, async (request, reply) => answer(request, reply, 201, await create(request.directory, request.body)));
    scim.put(`/${name}/:id`, async (request, reply) => {
      await replace(request.directory, idIn(request), request.body);
      return answer(request, reply, 200, idIn(request));
    });
    scim.patch(`/${name}/:id`, async (request, reply) => {
      await patch(request.directory, idIn(request), request.body);
      return answer(request, reply, 200, idIn(request));
    });
    scim.delete(`/${name}/:id`, async (request, reply) => {
      await remove(request.directory, idIn(request));
      return reply.code(204).send();
    });
  }
}

/** A parameter that comes twice counts as it came last. */
const parameters = (request: FastifyRequest) =>
  Object.fromEntries(
    Object.entries(request.query as Record<string, string | string[]>).map(([name, value]) => [name, [value].flat().at(-1)]),
  );

const projectionIn = (request: FastifyRequest) => {
  const { attributes, excludedAttributes } = parameters(request);
  return projectionOf(attributes, excludedAttributes);
};

/** @throws ScimError invalidValue no number. @source RFC 7644, 3.4.2.4: less than 1 is 1, a negative count 0 */
function queryIn(request: FastifyRequest) {
  const { filter, startIndex, count } = parameters(request);
  const number = (name: string, text: string | undefined, otherwise: number) => {
    if (text === undefined || text === '') return otherwise;
    if (!/^-?\d{1,9}$/.test(text)) throw badRequest('invalidValue', `${name}: this should be a whole number.`);
    return Number(text);
  };
  return {
    filter,
    startIndex: Math.max(1, number('startIndex', startIndex, 1)),
    count: Math.min(MOST_RESULTS, Math.max(0, number('count', count, MOST_RESULTS))),
  };
}

const STATUS: Record<ErrorKind, number> = {
  rejected: 400,
  invalid: 400,
  too_large: 413,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  limit: 429,
  unavailable: 503,
};

/** Errors in the envelope of SCIM; what is no refusal is a bug and says nothing but the request's id. @source RFC 7644, 3.12 */
function answerError(system: System, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const { status, scimType, detail } = toldOf(limitReached(error) ?? error, request.id);
  if (status === 500)
    system.log.error({ err: error, request: request.id, method: request.method, path: request.url.split('?')[0] }, 'a request failed');
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  if (status === 413) reply.header('connection', 'close');
  return send(reply, status, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    ...(scimType && { scimType }),
    detail,
  });
}

function toldOf(error: unknown, requestId: string): { status: number; scimType?: string | undefined; detail: string } {
  if (error instanceof ScimError) return { status: error.status, scimType: error.scimType, detail: error.message };
  if (error instanceof AppError) {
    const scimType = error.kind === 'invalid' ? 'invalidValue' : error.kind === 'conflict' && isTaken(error) ? 'uniqueness' : undefined;
    return { status: STATUS[error.kind], scimType, detail: error.message };
  }
  const status = (error as { statusCode?: number }).statusCode;
  if (status && status < 500) return { status, detail: (error as Error).message };
  return { status: 500, detail: `Something went wrong on our side. Mention request ${requestId} to your administrator.` };
}

/** A name that another has; what else stands in the way of a change is no question of names. */
const isTaken = ({ problems }: AppError) => problems[0]?.type === 'value_error';
