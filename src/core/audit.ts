import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor, AuditEvent, Context } from './context.ts';

/** An entry as it is sealed: everything but the names, which may have to be forgotten. Times are ISO 8601, UTC. */
export type Sealed = {
  organization_id: number;
  sequence: number;
  at: string;
  actor_kind: string;
  actor_id: number | null;
  action: string;
  target_kind: string | null;
  target_id: string | null;
  changes: Record<string, unknown>;
  result: string;
  reason: string | null;
  network: string | null;
  user_agent: string | null;
  request_id: string | null;
};

/** What the first entry of a chain follows. */
export const BEGINNING = '';

/** @param previous the digest of the entry before, `BEGINNING` for the first @returns SHA-256, hexadecimal */
export const digestOf = (entry: Sealed, previous: string): string =>
  createHash('sha256')
    .update(previous)
    .update(canonical(ORDER.map((key) => entry[key])))
    .digest('hex');

const ORDER = [
  'organization_id',
  'sequence',
  'at',
  'actor_kind',
  'actor_id',
  'action',
  'target_kind',
  'target_id',
  'changes',
  'result',
  'reason',
  'network',
  'user_agent',
  'request_id',
] as const satisfies readonly (keyof Sealed)[];

/** JSON that is the same whatever order the keys were written in, or PostgreSQL gives them back in. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/**
 * Remembers, until the commit, that something about access changed. The entry is written with the change or not at all.
 * @param event.changes before and after, without secrets
 */
export function audit(tx: Context, event: AuditEvent): void {
  if (!tx.transaction) throw new Error('audit() belongs inside transaction()');
  const secret = Object.keys(event.changes ?? {}).find((key) => /token|secret|password|url/i.test(key));
  if (secret) throw new Error(`audit(): ${secret} is a secret, which the log must never hold`);
  tx.transaction.audit.push({ organizationId: tx.tenant.id, ...event, actor: tx.actor, origin: tx.origin });
}

type Pending = AuditEvent & { organizationId: number; actor: Actor; origin: Context['origin'] };

/** Appends what the transaction remembered. The chain is locked last, just before the commit: nobody waits for longer than that. */
export async function appendAudit(ctx: Context, events: Pending[]): Promise<void> {
  for (const organizationId of [...new Set(events.map((event) => event.organizationId))].sort((a, b) => a - b)) {
    const mine = events.filter((event) => event.organizationId === organizationId);
    const { rows } = await sql<{ sequence: string; hash: string }>`
      insert into audit_chains (organization_id, sequence, hash) values (${organizationId}, 0, ${BEGINNING})
      on conflict (organization_id) do update set sequence = audit_chains.sequence returning sequence, hash`.execute(ctx.db);
    let { sequence, hash } = { sequence: Number(rows[0]?.sequence), hash: rows[0]?.hash ?? BEGINNING };
    const entries = mine.map((event) => {
      sequence += 1;
      const entry = sealedOf(ctx, event, organizationId, sequence);
      hash = digestOf(entry, hash);
      return { ...entry, actor_name: event.actor.email || null, target_name: event.target?.name ?? null, hash };
    });
    await sql`
      with appended as (
        insert into audit_entries (organization_id, sequence, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, target_name,
          changes, result, reason, network, user_agent, request_id, hash)
        select organization_id, sequence, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, target_name,
          changes, result, reason, network, user_agent, request_id, hash
        from jsonb_populate_recordset(null::audit_entries, ${JSON.stringify(entries)}::jsonb))
      update audit_chains set sequence = ${sequence}, hash = ${hash} where organization_id = ${organizationId}`.execute(ctx.db);
  }
}

function sealedOf(ctx: Context, event: Pending, organizationId: number, sequence: number): Sealed {
  const { actor, origin, target } = event;
  return {
    organization_id: organizationId,
    sequence,
    at: ctx.now().toISOString(),
    actor_kind: kindOf(actor),
    actor_id: actor.userId || null,
    action: event.action,
    target_kind: target?.kind ?? null,
    target_id: target ? String(target.id) : null,
    changes: event.changes ?? {},
    result: event.result ?? 'done',
    reason: event.reason ?? null,
    network: origin?.address ?? null,
    user_agent: origin?.agent.slice(0, 500) ?? null,
    request_id: origin?.requestId ?? null,
  };
}

function kindOf({ kind, userId, isOperator, key }: Actor): string {
  if (kind === 'system') return isOperator ? 'operator' : 'system';
  if (key?.isService) return 'service';
  if (kind === 'directory') return kind;
  return userId ? 'person' : 'anonymous';
}
