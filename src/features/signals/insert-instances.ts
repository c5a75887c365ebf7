import { type Kysely, sql } from 'kysely';
import { translated } from '../../core/constraints.ts';
import type { Context } from '../../core/context.ts';
import { timeSql } from '../../core/field.ts';
import { enqueueEach } from '../../core/jobs.ts';
import type { Database } from '../../core/tables.ts';
import { gather } from '../../lib/gather.ts';
import { PROCESS_JOB } from './job-names.ts';
import { signalInstances } from './signal-instances.ts';

export type NewInstance = {
  id: string;
  /** JSON text */
  raw: string;
  /** the definition, when it was named; otherwise it is found by the next three */
  signal_id: number | null;
  /** the project; the default one when it was not named */
  project_id: number | null;
  variant: string | null;
  external_ids: string[];
  external_id: string | null;
  case_type_id: number | null;
  case_priority_id: number | null;
  oncall_service_id: number | null;
  conversation_target: string | null;
  canary: boolean;
};

export type Inserted = {
  /** null: no definition is meant */
  signalId: number | null;
  /** of the row of the definition: every change is another */
  version: string;
  /** null when there is an instance with this id */
  id: string | null;
  /** JSON text */
  raw: string;
  external_id: string;
  created_at: string;
  canary: boolean;
};

type Item = { ctx: Context; instance: NewInstance };
type Insert = (item: Item) => Promise<Inserted>;

const MOST_AT_ONCE = 100;
/** Longer ones go alone: a hundred of them would be too much for one statement. */
const LONGEST_TOGETHER = 100_000;
const BY_TENANT = new WeakMap<Kysely<Database>, Map<number, Insert>>();

/**
 * Writes an instance with the job that looks at it, durably. What an organization is sent while a statement is under way goes into the
 * next one together: a storm costs a fraction of its alerts' statements and commits.
 */
export function insertInstance(ctx: Context, instance: NewInstance): Promise<Inserted> {
  if (ctx.transaction || instance.raw.length > LONGEST_TOGETHER) return insertAll([{ ctx, instance }]).then(([one]) => one as Inserted);
  const tenants = BY_TENANT.get(ctx.db) ?? new Map<number, Insert>();
  BY_TENANT.set(ctx.db, tenants);
  const insert = tenants.get(ctx.tenant.id) ?? gather<Item, Inserted>(MOST_AT_ONCE, insertAll);
  tenants.set(ctx.tenant.id, insert);
  return insert({ ctx, instance });
}

/** All of one organization. The definition: by the variant, else by the external id of one that has no other variant, else the default. */
async function insertAll(items: Item[]): Promise<Inserted[]> {
  const [{ ctx }] = items as [Item];
  const { rows } = await translated(signalInstances, () =>
    sql<Inserted>`
      with given as (
        select g.*, row_number() over (partition by g.id order by g.position) as turn
        from jsonb_to_recordset(${textOf(items)}::jsonb) as g (position int, id uuid, raw jsonb, signal_id int, project_id int, variant text,
          external_ids text[], external_id text, case_type_id int, case_priority_id int, oncall_service_id int, conversation_target text,
          canary boolean, received_at timestamptz)
      ), meant as (
        select g.*, s.id as definition_id, s.project_id as definition_project_id, s.xmin::text as version
        from given g
        left join projects p on p.organization_id = ${ctx.tenant.id} and case when g.project_id is null then p."default" else p.id = g.project_id end
        left join signals s on s.id = coalesce(g.signal_id,
          (select v.id from signals v where v.project_id = p.id and v.variant = g.variant),
          (select x.id from signals x where x.project_id = p.id and x.external_id = any(g.external_ids)
            and (g.variant is null or x.variant is null) order by x.variant is null desc, x.id limit 1),
          (select d.id from signals d where d.project_id = p.id and d."default"))
      ), inserted as (
        insert into signal_instances (id, organization_id, project_id, signal_id, case_type_id, case_priority_id, oncall_service_id,
          conversation_target, canary, external_id, raw, created_at, updated_at)
        select m.id, ${ctx.tenant.id}::int, m.definition_project_id, m.definition_id, m.case_type_id, m.case_priority_id, m.oncall_service_id,
          m.conversation_target, m.canary, coalesce(m.external_id, m.id::text), m.raw, m.received_at, m.received_at
        from meant m where m.definition_id is not null and m.turn = 1
        on conflict (id) do nothing returning id, raw, external_id, created_at, canary
      ), queued as (${enqueueEach(ctx, PROCESS_JOB, sql`jsonb_build_object('id', q.id)`, sql`inserted q`)})
      select m.definition_id as "signalId", m.version, t.id, t.raw::text as raw, t.external_id,
        ${sql.raw(timeSql('t.created_at'))} as created_at, t.canary
      from meant m left join inserted t on t.id = m.id and m.turn = 1 order by m.position`.execute(ctx.db),
  );
  return rows;
}

const textOf = (items: Item[]) =>
  `[${items
    .map(({ ctx, instance: { raw, ...rest } }, position) => {
      const words = JSON.stringify({ ...rest, position, received_at: ctx.now() });
      return `${words.slice(0, -1)},"raw":${raw}}`;
    })
    .join(',')}]`;
