import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';

/** Whose figures: these incidents; `open` those whose figure may still move; `all` of the organization. */
export type Which = readonly number[] | 'open' | 'all';

/** How much of an hour spent in a role counts. Somebody with several roles at once counts for the highest. */
export const WEIGHTS = { 'Incident Commander': 1, Assignee: 1, Scribe: 0.75, Liaison: 0.75, Observer: 0 } as const;
export const OTHER_WEIGHT = 0.5;

/** Review documents and messages of the last minutes may come after the closing. */
const LATE_FACTS_MS = 24 * 3_600_000;
const DAY_SECONDS = 86_400;
const WORKING_DAY_SECONDS = 8 * 3600;

const seconds = (duration: RawBuilder<unknown>) => sql`date_part('epoch', ${duration})`;

/** Of every 24 hours that began, at most the first eight count: 8·⌊h/24⌋ + min(h mod 24, 8), without a step anywhere. */
const counted = (elapsed: RawBuilder<unknown>) => sql`(${sql.lit(WORKING_DAY_SECONDS)} * floor(${elapsed} / ${sql.lit(DAY_SECONDS)})
  + least(${elapsed} - ${sql.lit(DAY_SECONDS)} * floor(${elapsed} / ${sql.lit(DAY_SECONDS)}), ${sql.lit(WORKING_DAY_SECONDS)}))`;

const weight = (role: RawBuilder<unknown>) =>
  sql`case ${role} ${sql.join(
    Object.entries(WEIGHTS).map(([name, value]) => sql`when ${sql.lit(name)} then ${sql.lit(value)}::float8`),
    sql` `,
  )} else ${sql.lit(OTHER_WEIGHT)} end`;

const chosen = (ctx: Context, which: Which) => {
  if (which === 'all') return sql`true`;
  if (which !== 'open') return sql`i.id = any(${[...which]}::int[])`;
  return sql`(i.status <> 'Closed' or i.closed_at > ${new Date(ctx.now().getTime() - LATE_FACTS_MS)})`;
};

/** The same for rows `h` of a history: said so that an index in the history's order can be read from end to end. */
const ofChosen = (ctx: Context, which: Which) =>
  which === 'all' ? sql`h.organization_id = ${ctx.tenant.id}` : sql`h.incident_id in (select id from chosen)`;

/** Until when the row of a history holds: the next one of the same thing begins. */
const untilNext = (of: string) =>
  sql`coalesce(lead(h.changed_at) over (partition by ${sql.ref(`h.${of}`)} order by h.changed_at, h.id), 'infinity')`;

/** Who spent how much time, weighted, in seconds; several rows for one person. */
export const EFFORTS = sql`select * from alone union all select * from together union all select * from acted`;

/**
 * The figure of each chosen incident from the facts alone, in one statement for any number of them: CTEs that end in `figures`
 * (id, organization_id, project_id, cost_type_id, amount). The same facts give the same figure whenever and however often it is asked.
 *
 * @source docs/decisions/2026-11-25-cost-model.md
 */
export const figures = (ctx: Context, which: Which) => sql`
  rates as materialized (
    select p.id, ceil(p.annual_employee_cost::numeric / p.business_year_hours)::float8 as rate, c.id as cost_type_id
    from projects p join incident_cost_types c on c.project_id = p.id and c."default" where p.organization_id = ${ctx.tenant.id}),
  chosen as materialized (
    select i.id, i.organization_id, i.project_id, i.incident_type_id, i.incident_review_document_id is not null as reviewed, r.rate, r.cost_type_id
    from incidents i join rates r on r.id = i.project_id
    where i.organization_id = ${ctx.tenant.id} and ${chosen(ctx, which)}),
  statuses as (
    select h.incident_id, h.status, h.changed_at as since, ${untilNext('incident_id')} as until
    from incident_status_changes h where ${ofChosen(ctx, which)}),
  types as (
    select h.incident_id, h.incident_type_id, h.changed_at as since, ${untilNext('incident_id')} as until
    from incident_type_changes h where ${ofChosen(ctx, which)}),
  models as (
    select h.incident_type_id, h.cost_model_id, h.changed_at as since, ${untilNext('incident_type_id')} as until
    from incident_type_cost_models h where h.organization_id = ${ctx.tenant.id}
    union all
    select t.id, m.id, '-infinity', 'infinity' from incident_types t left join cost_models m on m.id = t.cost_model_id and m.enabled
    where t.organization_id = ${ctx.tenant.id} and not exists (select 1 from incident_type_cost_models h where h.incident_type_id = t.id)),
  spans as materialized (
    select c.id as incident_id, s.status = 'Active' and m.cost_model_id is null as by_roles, m.cost_model_id,
      greatest(s.since, t.since, m.since) as since, least(s.until, t.until, m.until) as until
    from chosen c join statuses s on s.incident_id = c.id left join types t on t.incident_id = c.id
    left join models m on m.incident_type_id = coalesce(t.incident_type_id, c.incident_type_id)
    -- Said as what is left out: the planner takes that for nearly everything, and is right.
    where s.status <> 'Closed' and (s.status <> 'Stable' or m.cost_model_id is not null)),
  ${byRoles(ctx)},
  ${byActivities},
  worked as (select incident_id, sum(seconds) as seconds from (${EFFORTS}) w group by incident_id),
  reviews as (
    select p.incident_id, 3600 * (1 + 0.5::float8 * count(*)) as seconds from chosen join participants p on p.incident_id = chosen.id
    where chosen.reviewed group by p.incident_id),
  figures as (
    select c.id, c.organization_id, c.project_id, c.cost_type_id,
      round(((coalesce(w.seconds, 0) + case when c.reviewed then coalesce(v.seconds, 3600) else 0 end) * c.rate / 3600)::numeric, 2) as amount
    from chosen c left join worked w on w.incident_id = c.id left join reviews v on v.incident_id = c.id)`;

/** The distinct weights, lowest first: layers of time, each adding what it weighs more than the one below. */
const LAYERS = [...new Set([...Object.values(WEIGHTS), OTHER_WEIGHT])].filter((step) => step > 0).sort((a, b) => a - b);
const layer = (step: number) => sql.ref(`layer_${LAYERS.indexOf(step)}`);

/**
 * Roles held while the incident was active and used (at least one message). Most people have one: `alone`. For the others the times of
 * their roles are laid over one another, so that no moment counts twice: `together`.
 */
const byRoles = (ctx: Context) => sql`
  tenures as materialized (
    select incident_id, participant_id, weight, since, until, ${seconds(sql`until - since`)} as elapsed
    from (
      select p.incident_id, r.participant_id, ${weight(sql`r.role`)} as weight,
        greatest(r.assumed_at, s.since) as since, least(r.renounced_at, s.until, ${ctx.now()}::timestamptz) as until
      from spans s join participants p on p.incident_id = s.incident_id join participant_roles r on r.participant_id = p.id
      where s.by_roles and r.activity > 0 and r.role <> 'Observer') t
    where since < until),
  crowded as materialized (select participant_id from tenures group by participant_id having count(*) > 1),
  alone as (
    select incident_id, participant_id, weight * ${counted(sql`elapsed`)} as seconds
    from tenures where not exists (select 1 from crowded where crowded.participant_id = tenures.participant_id)),
  layered as (
    select incident_id, participant_id, ${sql.join(
      LAYERS.map((step) => sql`range_agg(tstzrange(since, until)) filter (where weight >= ${sql.lit(step)}) as ${layer(step)}`),
    )}
    from tenures where participant_id in (select participant_id from crowded) group by incident_id, participant_id),
  together as (
    select incident_id, participant_id, (
      select sum(share * (${counted(seconds(sql`upper(part) - lower(stint)`))} - ${counted(seconds(sql`lower(part) - lower(stint)`))}))
      from unnest(${layer(LAYERS[0] ?? 1)}) as stint, lateral (values ${sql.join(
        LAYERS.map((step, index) => sql`(${sql.lit(step - (LAYERS[index - 1] ?? 0))}::float8, ${layer(step)})`),
      )}) as l (share, times), unnest(l.times) as part
      where stint @> part) as seconds
    from layered)`;

/** What people did while an activity model was in force: each fact counts its response time, or until the same person's next one. */
const byActivities = sql`
  acted as (
    select f.incident_id, f.participant_id, least(a.response_time_seconds,
      ${seconds(sql`lead(f.started_at) over (partition by f.participant_id order by f.started_at, f.id) - f.started_at`)}) as seconds
    from spans s join participant_activities f on f.incident_id = s.incident_id and f.started_at >= s.since and f.started_at < s.until
    join cost_model_activities a on a.cost_model_id = s.cost_model_id and a.plugin_event_id = f.plugin_event_id and a.enabled)`;
