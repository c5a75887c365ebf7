import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { byActivities, byRoles, HOURLY_RATE, histories, IN_ACTIVITIES, IN_ROLES, isChosen, type Which } from './efforts.ts';

/** Who spent how much time, weighted, in seconds; several rows for one person. */
export const EFFORTS = sql`${IN_ROLES} union all ${IN_ACTIVITIES}`;

/**
 * The figure of each chosen incident from the facts alone, in one statement for any number of them: CTEs that end in `figures`
 * (id, organization_id, project_id, cost_type_id, amount). The same facts give the same figure whenever and however often it is asked.
 * Roles count while the incident was active, and only those that were used: at least one message.
 *
 * @source docs/decisions/2026-11-25-cost-model.md
 */
export const figures = (ctx: Context, which: Which) => sql`
  rates as materialized (
    select p.id, ${HOURLY_RATE} as rate, c.id as cost_type_id
    from projects p join incident_cost_types c on c.project_id = p.id and c."default" where p.organization_id = ${ctx.tenant.id}),
  chosen as materialized (
    select i.id, i.organization_id, i.project_id, i.incident_type_id, i.incident_review_document_id is not null as reviewed, r.rate, r.cost_type_id
    from incidents i join rates r on r.id = i.project_id
    where i.organization_id = ${ctx.tenant.id} and ${isChosen(ctx, which)}),
  ${histories(ctx, 'incident', which)},
  spans as materialized (
    select c.id as incident_id, s.status = 'Active' and m.cost_model_id is null as by_roles, m.cost_model_id,
      greatest(s.since, t.since, m.since) as since, least(s.until, t.until, m.until) as until
    from chosen c join statuses s on s.incident_id = c.id left join types t on t.incident_id = c.id
    left join models m on m.incident_type_id = coalesce(t.incident_type_id, c.incident_type_id)
    -- Said as what is left out: the planner takes that for nearly everything, and is right.
    where s.status <> 'Closed' and (s.status <> 'Stable' or m.cost_model_id is not null)),
  ${byRoles(ctx, 'incident', { from: sql`spans`, where: sql`s.by_roles and r.activity > 0` })},
  ${byActivities('incident')},
  worked as (select incident_id, sum(seconds) as seconds from (${EFFORTS}) w group by incident_id),
  reviews as (
    select p.incident_id, 3600 * (1 + 0.5::float8 * count(*)) as seconds from chosen join participants p on p.incident_id = chosen.id
    where chosen.reviewed group by p.incident_id),
  figures as (
    select c.id, c.organization_id, c.project_id, c.cost_type_id,
      round(((coalesce(w.seconds, 0) + case when c.reviewed then coalesce(v.seconds, 3600) else 0 end) * c.rate / 3600)::numeric, 2) as amount
    from chosen c left join worked w on w.incident_id = c.id left join reviews v on v.incident_id = c.id)`;
