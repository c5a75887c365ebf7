import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { byActivities, byRoles, HOURLY_RATE, histories, IN_ACTIVITIES, IN_ROLES, isChosen, type Which } from './efforts.ts';

/** Whole units of currency, upwards. Rounded before, because a sum of fractions may lie a hair above the whole number it is. */
const wholeUnits = (amount: ReturnType<typeof sql>) => sql`ceil(round((${amount})::numeric, 6))`;

/**
 * Both figures of each chosen case from the facts alone, in one statement for any number of them: CTEs that end in `figures`
 * (id, organization_id, project_id, rate, classic, new). `classic` is the time in roles while the case was New or in Triage, `new` what
 * people did, before the closing, while their case's type had an enabled cost model.
 *
 * @source docs/decisions/2026-11-25-case-costs.md
 */
export const caseFigures = (ctx: Context, which: Which) => sql`
  rates as materialized (select p.id, ${HOURLY_RATE} as rate from projects p where p.organization_id = ${ctx.tenant.id}),
  chosen as materialized (
    select i.id, i.organization_id, i.project_id, i.case_type_id, r.rate from cases i join rates r on r.id = i.project_id
    where i.organization_id = ${ctx.tenant.id} and ${isChosen(ctx, which)}),
  ${histories(ctx, 'case', which)},
  -- New and Triage following one another are one stretch: nobody's day begins again in between.
  handled as materialized (
    select case_id, lower(stretch) as since, upper(stretch) as until from (
      select case_id, unnest(range_agg(tstzrange(since, until))) as stretch from statuses where status in ('New', 'Triage') group by case_id) s),
  spans as materialized (
    select c.id as case_id, m.cost_model_id, greatest(s.since, t.since, m.since) as since, least(s.until, t.until, m.until) as until
    from chosen c join statuses s on s.case_id = c.id left join types t on t.case_id = c.id
    join models m on m.case_type_id = coalesce(t.case_type_id, c.case_type_id)
    where s.status <> 'Closed' and m.cost_model_id is not null),
  ${byRoles(ctx, 'case', { from: sql`handled`, where: sql`true` })},
  ${byActivities('case')},
  in_roles as (select case_id, sum(seconds) / 3600 as hours from (${IN_ROLES}) w group by case_id),
  in_activities as (select case_id, sum(seconds) / 3600 as hours from (${IN_ACTIVITIES}) w group by case_id),
  figures as (
    select c.id, c.organization_id, c.project_id, c.rate,
      ${wholeUnits(sql`coalesce(r.hours, 0) * c.rate`)} as classic, ${wholeUnits(sql`coalesce(a.hours, 0) * c.rate`)} as new
    from chosen c left join in_roles r on r.case_id = c.id left join in_activities a on a.case_id = c.id)`;
