import { sql } from 'kysely';
import type { System } from '../../core/context.ts';

/** An entry as it is exported: times ISO 8601, UTC. */
export type AuditEntry = {
  organization_id: number;
  sequence: number;
  at: string;
  actor_kind: string;
  actor_id: number | null;
  actor_name: string | null;
  action: string;
  target_kind: string | null;
  target_id: string | null;
  target_name: string | null;
  changes: Record<string, unknown>;
  result: string;
  reason: string | null;
  network: string | null;
  user_agent: string | null;
  request_id: string | null;
  hash: string;
};

export type AuditFilter = {
  /** 0: the installation's own */
  organizationId: number;
  /** an action, or the noun of several: `member` finds `member.removed` */
  action?: string | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
};

const BATCH = 1000;

/** The entries of a chain in their order, a batch at a time: an export of any size takes little memory. */
export async function* auditEntries({ db }: Pick<System, 'db'>, filter: AuditFilter): AsyncGenerator<AuditEntry> {
  const { organizationId, action, since, until } = filter;
  let last = 0;
  for (;;) {
    const { rows } = await sql<Omit<AuditEntry, 'at'> & { at: Date }>`
      select organization_id, sequence::int, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, target_name, changes, result,
        reason, network, user_agent, request_id, hash
      from audit_entries where organization_id = ${organizationId} and sequence > ${last}
        ${action === undefined ? sql`` : sql`and (action = ${action} or starts_with(action, ${`${action}.`}))`}
        ${since ? sql`and at >= ${since}` : sql``} ${until ? sql`and at < ${until}` : sql``}
      order by sequence limit ${sql.lit(BATCH)}`.execute(db);
    for (const row of rows) yield { ...row, at: row.at.toISOString() };
    const end = rows.at(-1);
    if (!end || rows.length < BATCH) return;
    last = end.sequence;
  }
}
