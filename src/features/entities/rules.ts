import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { allowed, type Rule } from '../../core/permissions.ts';
import { caseView } from '../participants/index.ts';

/** The few cases that the caller may not see: PostgreSQL finds them once for a statement, however many rows it looks at. */
const hiddenCases = (ctx: Context) => sql`
  select hc.id from cases hc
  where hc.organization_id = ${ctx.tenant.id} and hc.visibility = 'Restricted' and not ${allowed(ctx, caseView, 'hc')}`;

/** An alert of a restricted case is hidden with its case. The same as `ofCase(caseView)`, and fit for lists of a million alerts. */
export const instanceView: Rule = {
  role: 'Admin',
  where: (ctx, alias) => {
    const caseId = sql.ref(`${alias}.case_id`);
    return sql<boolean>`(${caseId} is null or ${caseId} not in (${hiddenCases(ctx)}))`;
  },
};

/** What only alerts of hidden cases speak of is hidden with them: it may be the name of whom the case is about. */
export const entityView: Rule = {
  role: 'Admin',
  where: (ctx, alias) => sql<boolean>`${sql.ref(`${alias}.id`)} not in (
    select hl.entity_id from signal_instances hi join signal_instance_entities hl on hl.signal_instance_id = hi.id
    where hi.case_id in (${hiddenCases(ctx)}) and not exists (
      select 1 from signal_instance_entities sl join signal_instances si on si.id = sl.signal_instance_id
      where sl.entity_id = hl.entity_id and ${allowed(ctx, instanceView, 'si')}))`,
};
