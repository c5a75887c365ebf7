import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import { globalId, idOf } from '../../edges/graphql/global-id.ts';
import { mutation } from '../../edges/graphql/mutation.ts';
import type { SchemaPart } from '../../edges/graphql/part.ts';
import { endEverySession, endMySession, mySessions } from '../auth/index.ts';

const schema = /* GraphQL */ `
  """One human of the installation"""
  type Person implements Node {
    id: ID!
    databaseId: Int!
    name: String
    email: EmailAddress!
    "Whether they have ever been admitted anywhere"
    signedUp: Boolean!
    signedUpAt: DateTime
    "Browsers in which they are signed in; of oneself"
    loginSessions: [LoginSession!]!
  }
  type LoginSession implements Node {
    id: ID!
    "How it began: password, link, provider or passkey"
    method: String!
    "Where the browser was when it began"
    address: String!
    userAgent: String!
    createdAt: DateTime!
    lastUsedAt: DateTime!
    endsAt: DateTime!
    "The one that asks"
    isCurrent: Boolean!
  }

  extend type Query {
    me: Person! @scopes(anyOf: ["read:organization"])
  }

  input EndLoginSessionInput {
    sessionId: ID!
    clientMutationId: String
  }
  type EndLoginSessionPayload {
    errors: [EndLoginSessionError!]!
    clientMutationId: String
  }
  input EndAllLoginSessionsInput {
    clientMutationId: String
  }
  type EndAllLoginSessionsPayload {
    errors: [EndLoginSessionError!]!
    clientMutationId: String
  }
  union EndLoginSessionError = InvalidInputError
  extend type Mutation {
    "Ends one of the caller's own"
    endLoginSession(input: EndLoginSessionInput!): EndLoginSessionPayload! @scopes(anyOf: ["read:organization"])
    "Ends all of the caller's own but the one that asks"
    endAllLoginSessions(input: EndAllLoginSessionsInput!): EndAllLoginSessionsPayload! @scopes(anyOf: ["read:organization"])
  }
`;

const person = async (ctx: Context, id: number) => {
  const { rows } = await sql<object>`
    select u.id, u.name, u.email, u.signed_up_at from users u where u.id = ${id} and (u.id = ${ctx.actor.userId} or exists (
      select 1 from organization_members m where m.dispatch_user_id = u.id and m.organization_id = ${ctx.tenant.id} and not m.confined))`.execute(
    ctx.db,
  );
  return rows[0];
};

export const part: SchemaPart = {
  schema,
  resolvers: {
    Query: { me: (_source, _args, ctx) => person(ctx, ctx.actor.userId) },
    Person: {
      id: ({ id }) => globalId('Person', id),
      databaseId: ({ id }) => id,
      signedUp: ({ signed_up_at }) => signed_up_at !== null,
      loginSessions: async ({ id }, _args, ctx) => (id === ctx.actor.userId ? (await mySessions(ctx)).items : []),
    },
    LoginSession: {
      id: ({ id }) => globalId('LoginSession', id),
      userAgent: ({ agent }) => agent,
      lastUsedAt: ({ seen_at }) => new Date(seen_at),
      createdAt: ({ created_at }) => new Date(created_at),
      endsAt: ({ ends_at }) => new Date(ends_at),
      isCurrent: ({ current }) => current,
    },
    Mutation: {
      endLoginSession: mutation(async (ctx, { sessionId }) => {
        const id = idOf(sessionId, 'LoginSession');
        if (!id) throw notFound('session');
        await endMySession(ctx, Number(id));
        return {};
      }),
      endAllLoginSessions: mutation(async (ctx) => {
        await endEverySession(ctx, ctx.actor.userId, ctx.actor.sessionId);
        return {};
      }),
    },
  },
  nodes: {
    Person: (ctx, id) => person(ctx, Number(id) || 0),
    LoginSession: async (ctx, id) => (await mySessions(ctx)).items.find((one) => String(one.id) === id),
  },
};
