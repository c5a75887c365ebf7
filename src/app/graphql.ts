import { readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { sql } from 'kysely';
import { type ActingKey, type Context, NOBODY, NOWHERE, type System } from '../core/context.ts';
import { unauthenticated } from '../core/errors.ts';
import { buildSchema, schemaText } from '../edges/graphql/build-schema.ts';
import { persisted } from '../edges/graphql/persisted.ts';
import { serveGraphQL } from '../edges/graphql/serve.ts';
import { part as apiKeys } from '../features/api-keys/graphql.ts';
import { part as audit } from '../features/audit/graphql.ts';
import { part as directories } from '../features/directories/graphql.ts';
import { part as invitations } from '../features/invitations/graphql.ts';
import { part as members } from '../features/members/graphql.ts';
import { part as organizations } from '../features/organizations/graphql.ts';
import { part as users } from '../features/users/graphql.ts';
import { authenticateRequest } from './authentication.ts';
import { VERSION } from './version.ts';

/** The management API: what each feature adds to it. */
const parts = [organizations(VERSION), users, members, invitations, apiKeys, directories, audit];

export const graphQLSchema = (): GraphQLSchema => buildSchema(parts);
export const graphQLSchemaText = (): string => schemaText(parts);

type Values = {
  DISPATCH_CORS_ORIGINS: string[];
  DISPATCH_GRAPHQL_PERSISTED_ONLY: boolean;
  TOCSIN_GRAPHQL_POINTS_PER_MINUTE: number;
};

/** Documents of our own web application; generated beside the schema. */
const DOCUMENTS = new URL('../../contract/documents.json', import.meta.url);

/** @param values where it comes from in the configuration; @param origin of the web application */
export function serveManagementApi(server: FastifyInstance, system: System, values: Values): void {
  serveGraphQL(server, system, graphQLSchema(), {
    persisted: persisted(JSON.parse(readFileSync(DOCUMENTS, 'utf8')) as string[]),
    persistedOnly: values.DISPATCH_GRAPHQL_PERSISTED_ONLY,
    corsOrigins: values.DISPATCH_CORS_ORIGINS,
    origin: new URL(system.settings.uiUrl).origin,
    pointsPerMinute: values.TOCSIN_GRAPHQL_POINTS_PER_MINUTE,
    anonymousPerMinute: 60,
    place: (request, slug) => place(system, request, slug),
  });
}

/**
 * Who asks, and in which of their organizations: the one they name, else the only one.
 * @throws unauthenticated a credential that is no good
 */
async function place(
  system: System,
  request: FastifyRequest,
  slug: string | undefined,
): Promise<{ ctx: Context; unplaced: string | undefined }> {
  const origin = { requestId: request.id, address: request.ip, agent: String(request.headers['user-agent'] ?? '') };
  const known = await authenticateRequest(system, request, slug);
  if (!known) {
    if (request.headers.authorization !== undefined) throw unauthenticated();
    return { ctx: { ...system, origin, actor: NOBODY, tenant: NOWHERE }, unplaced: 'Sign in, or send a token.' };
  }
  const { only, several } = slug === undefined ? await placesOf(system, known) : { only: undefined, several: [] };
  const identity = only === undefined ? known : ((await authenticateRequest(system, request, only)) ?? known);
  const { tenant, ...caller } = identity;
  const isThere = tenant !== undefined && caller.role !== undefined;
  const actor = { kind: 'user' as const, ...caller };
  return {
    ctx: {
      ...system,
      origin,
      actor: isThere ? actor : { ...actor, scopes: several.length ? new Set(['read:organization'] as const) : caller.scopes },
      tenant: isThere ? tenant : NOWHERE,
    },
    unplaced: isThere
      ? undefined
      : `Say which organization with the header X-Dispatch-Organization: ${several.join(', ') || 'you belong to none of this name'}.`,
  };
}

const MOST_NAMED = 20;

type Known = { userId: number; key?: ActingKey };

async function placesOf({ db, now }: System, { userId, key }: Known): Promise<{ only: string | undefined; several: string[] }> {
  const { rows } = await sql<{ slug: string }>`
    select o.slug from active_members m join organizations o on o.id = m.organization_id
    where m.dispatch_user_id = ${userId} and (m.expires_at is null or m.expires_at > ${now()})
      and (${key?.organizationId ?? null}::int is null or o.id = ${key?.organizationId ?? null}) order by o.slug limit ${MOST_NAMED}`.execute(
    db,
  );
  const slugs = rows.map(({ slug }) => slug);
  return { only: slugs.length === 1 ? slugs[0] : undefined, several: slugs };
}
