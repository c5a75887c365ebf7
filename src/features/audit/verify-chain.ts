import { sql } from 'kysely';
import { BEGINNING, digestOf } from '../../core/audit.ts';
import type { System } from '../../core/context.ts';
import { auditEntries } from './entries.ts';

export type ChainReport = { organization: string; entries: number; broken_at: number | null; why: string | null };

/**
 * Walks a chain from its first kept entry to its end.
 * @returns the first entry that does not fit, and why; `broken_at` null when all do
 */
export async function verifyChain(system: Pick<System, 'db'>, chain: { id: number; slug: string }): Promise<ChainReport> {
  let entries = 0;
  let previous: { sequence: number; hash: string } | undefined;
  const report = (brokenAt: number | null, why: string | null) => ({ organization: chain.slug, entries, broken_at: brokenAt, why });
  for await (const entry of auditEntries(system, { organizationId: chain.id })) {
    const { sequence } = entry;
    if (previous && sequence !== previous.sequence + 1) return report(previous.sequence + 1, 'This entry is missing.');
    // What came before the first kept entry was forgotten in time: from there on the chain is followed.
    const before = previous?.hash ?? (sequence === 1 ? BEGINNING : await forgottenHash(system, chain.id));
    if (before !== undefined && digestOf(entry, before) !== entry.hash)
      return report(sequence, 'This entry was changed after it was written.');
    previous = { sequence, hash: entry.hash };
    entries += 1;
  }
  const end = await endOf(system, chain.id);
  if (end && end.sequence > (previous?.sequence ?? end.kept_from - 1))
    return report((previous?.sequence ?? 0) + 1, 'The end of the log is missing.');
  if (end && previous && end.hash !== previous.hash) return report(previous.sequence, 'The last entry was replaced.');
  return report(null, null);
}

async function endOf({ db }: Pick<System, 'db'>, id: number) {
  const { rows } = await sql<{ sequence: number; hash: string; kept_from: number }>`
    select sequence::int, hash, kept_from::int from audit_chains where organization_id = ${id}`.execute(db);
  return rows[0];
}

async function forgottenHash({ db }: Pick<System, 'db'>, id: number): Promise<string | undefined> {
  const { rows } = await sql<{ forgotten_hash: string | null }>`
    select forgotten_hash from audit_chains where organization_id = ${id}`.execute(db);
  return rows[0]?.forgotten_hash ?? undefined;
}
