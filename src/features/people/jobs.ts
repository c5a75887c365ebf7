import { sql } from 'kysely';
import { type JobDefinition, job } from '../../core/jobs.ts';
import { ADDRESS_CHANGED } from '../auth/index.ts';

/** Contacts are found by address: those of somebody whose address has changed keep what they take part in. */
const followAddress = job<{ from: string; to: string }>({
  name: ADDRESS_CHANGED,
  async run(_ctx, { from, to }) {
    return async (tx) => {
      await sql`
        update individual_contacts c set email = ${to}, updated_at = ${tx.now()}
        where c.organization_id = ${tx.tenant.id} and lower(c.email) = lower(${from}) and not exists (
          select 1 from individual_contacts o where o.project_id is not distinct from c.project_id and lower(o.email) = lower(${to}))`.execute(
        tx.db,
      );
    };
  },
});

export const jobs: JobDefinition[] = [followAddress];
