import { sql } from 'kysely';
import { NOWHERE, type System, systemContext } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';

const DAY_MS = 86_400_000;

/**
 * Forgets the entries that are older than the installation keeps them, of each chain from its beginning; what is left still verifies,
 * as the chain remembers the seal of the last one that went.
 */
export async function forgetOldEntries(system: System): Promise<void> {
  const before = new Date(system.now().getTime() - system.settings.auditDays * DAY_MS);
  await transaction(systemContext(system, NOWHERE), async (tx) => {
    await sql`select set_config('tocsin.audit_upkeep', 'on', true)`.execute(tx.db);
    await sql`
      with old as (
        select organization_id, max(sequence) as sequence from audit_entries where at < ${before} group by organization_id),
      chain as (
        update audit_chains c set kept_from = old.sequence + 1, forgotten_hash = e.hash
        from old join audit_entries e on e.organization_id = old.organization_id and e.sequence = old.sequence
        where c.organization_id = old.organization_id)
      delete from audit_entries e using old where e.organization_id = old.organization_id and e.sequence <= old.sequence`.execute(tx.db);
  });
}
