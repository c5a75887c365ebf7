import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { connection, connectionTypes } from '../../edges/graphql/connection.ts';
import { globalId } from '../../edges/graphql/global-id.ts';
import { type SchemaPart, upper } from '../../edges/graphql/part.ts';

const schema = /* GraphQL */ `
  """Whoever did something, by the name they had then"""
  type AuditActor {
    kind: String!
    id: String
    name: String
  }
  type AuditTarget {
    kind: String!
    id: String!
    name: String
  }
  enum AuditResult { DONE REFUSED FAILED }

  """One change of access, or an attempt at one; nothing in it can be changed any more"""
  type AuditEntry implements Node {
    id: ID!
    "Counts the entries of the organization without a gap"
    sequence: Int!
    at: DateTime!
    actor: AuditActor!
    "Noun, dot, past: member.suspended"
    action: String!
    target: AuditTarget
    result: AuditResult!
    reason: String
    "What is different now, without secrets"
    changes: JSONObject
    network: String
    userAgent: String
    requestId: String
    "SHA-256 over the entry and the one before"
    hash: String!
  }
  ${connectionTypes('AuditEntry')}
  input AuditFilter {
    "An action, or the noun of several: member"
    action: String
    "Part of the name of whoever did it"
    actor: String
    result: AuditResult
    since: DateTime
    until: DateTime
  }
  extend type Organization {
    "The newest first"
    auditLog(filter: AuditFilter, first: Int, after: Cursor, last: Int, before: Cursor): AuditEntryConnection! @scopes(anyOf: ["admin:audit"])
  }
`;

type Filter = { action?: string; actor?: string; result?: string; since?: string; until?: string } | null;

const COLUMNS = sql`
  e.sequence as id, e.sequence, e.at, e.actor_kind, e.actor_id, e.actor_name, e.action, e.target_kind, e.target_id, e.target_name, e.changes, e.result,
  e.reason, e.network, e.user_agent, e.request_id, e.hash`;

function list(ctx: Context, filter: Filter): RawBuilder<unknown> {
  const { action, actor, result, since, until } = filter ?? {};
  return sql`
    select ${COLUMNS}, e.sequence as sort_key from audit_entries e where e.organization_id = ${ctx.tenant.id}
      ${action == null ? sql`` : sql`and (e.action = ${action} or starts_with(e.action, ${`${action}.`}))`}
      ${actor == null ? sql`` : sql`and position(lower(${actor}) in lower(e.actor_name)) > 0`}
      ${result == null ? sql`` : sql`and e.result = ${result.toLowerCase()}`}
      ${since == null ? sql`` : sql`and e.at >= ${new Date(since)}`} ${until == null ? sql`` : sql`and e.at < ${new Date(until)}`}`;
}

export const part: SchemaPart = {
  schema,
  resolvers: {
    Organization: {
      auditLog: (_source, { filter, ...page }, ctx, { info }) =>
        connection(ctx, { rows: list(ctx, filter), sortType: 'int8', direction: 'desc', of: filter }, page, info),
    },
    AuditEntry: {
      id: ({ sequence }) => globalId('AuditEntry', sequence),
      actor: ({ actor_kind, actor_id, actor_name }) => ({
        kind: actor_kind,
        id: actor_id === null ? null : String(actor_id),
        name: actor_name,
      }),
      target: ({ target_kind, target_id, target_name }) => (target_kind ? { kind: target_kind, id: target_id, name: target_name } : null),
      result: ({ result }) => upper(result),
    },
  },
  nodes: {
    AuditEntry: async (ctx, id) => {
      if (!ctx.actor.scopes.has('admin:audit')) return undefined;
      const { rows } = await sql<object>`
        select ${COLUMNS} from audit_entries e where e.organization_id = ${ctx.tenant.id} and e.sequence::text = ${id}`.execute(ctx.db);
      return rows[0];
    },
  },
};
