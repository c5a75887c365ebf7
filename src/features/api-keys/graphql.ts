import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import { accessOf, scopesOf } from '../../core/scopes.ts';
import { connection, connectionTypes, withContext } from '../../edges/graphql/connection.ts';
import { globalId, idOf } from '../../edges/graphql/global-id.ts';
import { mutation } from '../../edges/graphql/mutation.ts';
import { type SchemaPart, upper } from '../../edges/graphql/part.ts';
import { documentId } from '../../edges/graphql/persisted.ts';
import { secondsOf } from '../../edges/graphql/scalars.ts';
import { KEY_PREFIX } from '../../lib/api-key.ts';
import { standingOf } from '../members/index.ts';
import type { KeyTerms } from './api-key.ts';
import {
  createApiKey,
  createPersonalToken,
  createServiceAccount,
  deleteServiceAccount,
  type MadeKey,
  revokeApiKey,
  rotateApiKey,
  updateServiceAccount,
} from './index.ts';
import { type AccountRow, accounts, findAccount, findKey, type KeyRow, keysOf } from './reads.ts';
import { SCHEMA } from './schema.ts';

type TermsInput = {
  name: string;
  scopes: string[];
  expiresIn?: string | null;
  networks?: string[] | null;
  documents?: string[] | null;
};

const secondsIn = (duration: string | null | undefined) => (duration == null ? undefined : secondsOf(duration));

const termsOf = ({ name, scopes, expiresIn, networks, documents }: TermsInput): KeyTerms => ({
  name,
  scopes,
  lifetimeSeconds: secondsIn(expiresIn),
  networks: networks ?? [],
  documents: documents ?? [],
});

/** @throws not_found an id of something else; the operation sees to those of other organizations */
function numberIn(id: string, type: 'ServiceAccount' | 'ApiKey'): number {
  const number = Number(idOf(id, type));
  if (!number) throw notFound(type === 'ApiKey' ? 'API key' : 'service account');
  return number;
}

const made = async (ctx: Context, { id, text }: MadeKey) => ({ apiKey: await readKey(ctx, id), secret: text });

async function readKey(ctx: Context, id: number) {
  const found = await findKey(ctx, id);
  return found && withContext(found, ctx);
}

async function readAccount(ctx: Context, id: number) {
  const found = await findAccount(ctx, id);
  return found && withContext(found, ctx);
}

const revoke = mutation(async (ctx, { apiKeyId }) => {
  const id = numberIn(apiKeyId, 'ApiKey');
  await revokeApiKey(ctx, id);
  return { apiKey: await readKey(ctx, id) };
});

function stateOf({ revoked_at, expires_at }: KeyRow, now: Date): string {
  if (revoked_at && revoked_at <= now) return 'REVOKED';
  return expires_at <= now ? 'EXPIRED' : 'ACTIVE';
}

export const part: SchemaPart = {
  schema: SCHEMA + connectionTypes('ServiceAccount'),
  resolvers: {
    Organization: {
      serviceAccounts: (_source, page, ctx, { info }) =>
        connection(ctx, { rows: accounts(ctx), sortType: 'text', of: 'service accounts' }, page, info),
    },
    Person: {
      personalTokens: ({ id }, _args, ctx, { asked }) =>
        id === ctx.actor.userId && ctx.tenant.id ? asked.load('keys', ctx, keysOf, id as number) : [],
    },
    ServiceAccount: {
      id: ({ id }) => globalId('ServiceAccount', id),
      databaseId: ({ id }) => id,
      roles: (row: AccountRow) => accessOf({ role: row.role, isReadOnly: row.read_only }).map(upper),
      organizationRole: ({ role }) => upper(role),
      scopes: (row: AccountRow) => [...scopesOf({ role: row.role, isReadOnly: row.read_only })],
      keys: ({ id }, _args, ctx, { asked }) => asked.load('keys', ctx, keysOf, id as number),
    },
    ApiKey: {
      id: ({ id }) => globalId('ApiKey', id),
      prefix: ({ public_id }) => KEY_PREFIX + public_id,
      state: (row: KeyRow, _args, ctx) => stateOf(row, ctx.now()),
      documents: ({ documents }: KeyRow) => documents.map((text) => ({ id: documentId(text), text })),
      lastUse: ({ last_used_at, last_used_network, last_used_agent }: KeyRow) =>
        last_used_at && { at: last_used_at, network: last_used_network, userAgent: last_used_agent },
    },
    Mutation: {
      createServiceAccount: mutation(async (ctx, { name, roles, organizationRole }) => ({
        serviceAccount: await readAccount(ctx, await createServiceAccount(ctx, { name, ...standingOf(roles, organizationRole) })),
      })),
      updateServiceAccount: mutation(async (ctx, { serviceAccountId, name, roles, organizationRole }) => {
        const id = numberIn(serviceAccountId, 'ServiceAccount');
        await updateServiceAccount(ctx, id, { name, ...standingOf(roles, organizationRole) });
        return { serviceAccount: await readAccount(ctx, id) };
      }),
      deleteServiceAccount: mutation(async (ctx, { serviceAccountId }) => {
        const id = numberIn(serviceAccountId, 'ServiceAccount');
        const serviceAccount = await readAccount(ctx, id);
        await deleteServiceAccount(ctx, id);
        return { serviceAccount };
      }),
      createApiKey: mutation(async (ctx, { serviceAccountId, ...terms }) =>
        made(ctx, await createApiKey(ctx, { ownerId: numberIn(serviceAccountId, 'ServiceAccount'), ...termsOf(terms) })),
      ),
      rotateApiKey: mutation(async (ctx, { apiKeyId, expiresIn, graceIn }) => {
        const rotation = { lifetimeSeconds: secondsIn(expiresIn), graceSeconds: secondsIn(graceIn) };
        return made(ctx, await rotateApiKey(ctx, numberIn(apiKeyId, 'ApiKey'), rotation));
      }),
      revokeApiKey: revoke,
      createPersonalToken: mutation(async (ctx, terms) => made(ctx, await createPersonalToken(ctx, termsOf(terms)))),
      revokePersonalToken: revoke,
    },
  },
  nodes: {
    ApiKey: (ctx, id) => findKey(ctx, Number(id) || 0),
    ServiceAccount: async (ctx, id) => (ctx.actor.scopes.has('admin:keys') ? findAccount(ctx, Number(id) || 0) : undefined),
  },
};
