import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { SubjectRef } from '../../core/jobs.ts';

/*
 * What a cost is made of, for either kind of subject, as parts of the one statement that computes the figures of any number of them. The
 * statement begins with a CTE `chosen` (id, rate, incident_type_id or case_type_id, …).
 */

export type Kind = SubjectRef['kind'];
type Sql = RawBuilder<unknown>;

/** Whose figures: these incidents or cases; `open` those whose figure may still move; `all` of the organization. */
export type Which = readonly number[] | 'open' | 'all';

/** How much of an hour spent in a role counts. Somebody with several roles at once counts for the highest. */
const WEIGHTS: Record<Kind, Record<string, number>> = {
  incident: { 'Incident Commander': 1, Assignee: 1, Scribe: 0.75, Liaison: 0.75, Observer: 0 },
  case: { Assignee: 1, Observer: 0 },
};
const OTHER_WEIGHT = 0.5;

/** Review documents and messages of the last minutes may come after the closing. */
const LATE_FACTS_MS = 24 * 3_600_000;
const DAY_SECONDS = 86_400;
const WORKING_DAY_SECONDS = 8 * 3600;

const idOf = (kind: Kind) => sql.ref(`${kind}_id`);
const typeOf = (kind: Kind) => sql.ref(`${kind}_type_id`);
const seconds = (duration: Sql) => sql`date_part('epoch', ${duration})`;

/** Of every 24 hours that began, at most the first eight count: 8·⌊h/24⌋ + min(h mod 24, 8), without a step anywhere. */
const counted = (elapsed: Sql) => sql`(${sql.lit(WORKING_DAY_SECONDS)} * floor(${elapsed} / ${sql.lit(DAY_SECONDS)})
  + least(${elapsed} - ${sql.lit(DAY_SECONDS)} * floor(${elapsed} / ${sql.lit(DAY_SECONDS)}), ${sql.lit(WORKING_DAY_SECONDS)}))`;

const weight = (kind: Kind, role: Sql) =>
  sql`case ${role} ${sql.join(
    Object.entries(WEIGHTS[kind]).map(([name, value]) => sql`when ${sql.lit(name)} then ${sql.lit(value)}::float8`),
    sql` `,
  )} else ${sql.lit(OTHER_WEIGHT)} end`;

/** What an hour costs in the project `p`. */
export const HOURLY_RATE = sql`ceil(p.annual_employee_cost::numeric / p.business_year_hours)::float8`;

/** Condition on the row `i` of `incidents` or `cases`. */
export const isChosen = (ctx: Context, which: Which) => {
  if (which === 'all') return sql`true`;
  if (which !== 'open') return sql`i.id = any(${[...which]}::int[])`;
  return sql`(i.status <> 'Closed' or i.closed_at > ${new Date(ctx.now().getTime() - LATE_FACTS_MS)})`;
};

/** The same for rows `h` of a history: said so that an index in the history's order can be read from end to end. */
const ofChosen = (ctx: Context, kind: Kind, which: Which) =>
  which === 'all' ? sql`h.organization_id = ${ctx.tenant.id}` : sql`h.${idOf(kind)} in (select id from chosen)`;

/** Until when the row of a history holds: the next one of the same thing begins. */
const untilNext = (of: Sql) => sql`coalesce(lead(h.changed_at) over (partition by h.${of} order by h.changed_at, h.id), 'infinity')`;

/**
 * Which status and type the chosen had when, and which cost model their types: CTEs `statuses`, `types` and `models`, each with `since`
 * and `until`. A subject without a row in `types` has had its present type all its life.
 */
export const histories = (ctx: Context, kind: Kind, which: Which) => {
  const [id, type] = [idOf(kind), typeOf(kind)];
  return sql`
  statuses as (
    select h.${id}, h.status, h.changed_at as since, ${untilNext(id)} as until
    from ${sql.table(`${kind}_status_changes`)} h where ${ofChosen(ctx, kind, which)}),
  types as (
    select h.${id}, h.${type}, h.changed_at as since, ${untilNext(id)} as until
    from ${sql.table(`${kind}_type_changes`)} h where ${ofChosen(ctx, kind, which)}),
  models as (
    select h.${type}, h.cost_model_id, h.changed_at as since, ${untilNext(type)} as until
    from ${sql.table(`${kind}_type_cost_models`)} h where h.organization_id = ${ctx.tenant.id}
    union all
    select t.id, m.id, '-infinity', 'infinity' from ${sql.table(`${kind}_types`)} t left join cost_models m on m.id = t.cost_model_id and m.enabled
    where t.organization_id = ${ctx.tenant.id} and not exists (select 1 from ${sql.table(`${kind}_type_cost_models`)} h where h.${type} = t.id))`;
};

/** Who spent how much time in roles, weighted, in seconds; several rows for one person. */
export const IN_ROLES = sql`select * from alone union all select * from together`;
/** Who did what for how long, in seconds; several rows for one person. */
export const IN_ACTIVITIES = sql`select * from acted`;

/** The distinct weights, lowest first: layers of time, each adding what it weighs more than the one below. */
const layersOf = (kind: Kind) =>
  [...new Set([...Object.values(WEIGHTS[kind]), OTHER_WEIGHT])]
    .filter((step) => step > 0)
    .sort((a, b) => a - b)
    .map((step, index, steps) => ({ step, share: step - (steps[index - 1] ?? 0), times: sql.ref(`layer_${index}`) }));

type Intervals = {
  /** rows `s` with `since` and `until` of each subject; those that follow one another without a break may be several */
  from: Sql;
  where: Sql;
};

/**
 * Roles held in the intervals. Most people have one: `alone`. For the others the times of their roles are laid over one another, so that
 * no moment counts twice: `together`.
 */
export const byRoles = (ctx: Context, kind: Kind, { from, where }: Intervals) => {
  const id = idOf(kind);
  const layers = layersOf(kind);
  return sql`
  tenures as materialized (
    select ${id}, participant_id, weight, since, until, ${seconds(sql`until - since`)} as elapsed
    from (
      select p.${id}, r.participant_id, ${weight(kind, sql`r.role`)} as weight,
        greatest(r.assumed_at, s.since) as since, least(r.renounced_at, s.until, ${ctx.now()}::timestamptz) as until
      from ${from} s join participants p on p.${id} = s.${id} join participant_roles r on r.participant_id = p.id
      where ${where} and r.role <> 'Observer') t
    where since < until),
  crowded as materialized (select participant_id from tenures group by participant_id having count(*) > 1),
  alone as (
    select ${id}, participant_id, weight * ${counted(sql`elapsed`)} as seconds
    from tenures where not exists (select 1 from crowded where crowded.participant_id = tenures.participant_id)),
  layered as (
    select ${id}, participant_id, ${sql.join(
      layers.map(({ step, times }) => sql`range_agg(tstzrange(since, until)) filter (where weight >= ${sql.lit(step)}) as ${times}`),
    )}
    from tenures where participant_id in (select participant_id from crowded) group by ${id}, participant_id),
  together as (
    select ${id}, participant_id, (
      select sum(share * (${counted(seconds(sql`upper(part) - lower(stint)`))} - ${counted(seconds(sql`lower(part) - lower(stint)`))}))
      from unnest(layer_0) as stint, lateral (values ${sql.join(
        layers.map(({ share, times }) => sql`(${sql.lit(share)}::float8, ${times})`),
      )}) as l (share, times), unnest(l.times) as part
      where stint @> part) as seconds
    from layered)`;
};

/**
 * What people did while an activity model was in force, as `spans` says it: each fact counts its response time, or until the same
 * person's next one.
 */
export const byActivities = (kind: Kind) => {
  const id = idOf(kind);
  return sql`
  acted as (
    select f.${id}, f.participant_id, least(a.response_time_seconds,
      ${seconds(sql`lead(f.started_at) over (partition by f.participant_id order by f.started_at, f.id) - f.started_at`)}) as seconds
    from spans s join participant_activities f on f.${id} = s.${id} and f.started_at >= s.since and f.started_at < s.until
    join cost_model_activities a on a.cost_model_id = s.cost_model_id and a.plugin_event_id = f.plugin_event_id and a.enabled)`;
};
