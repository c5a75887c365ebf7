import { sql } from 'kysely';
import type { Context } from '../../src/core/context.ts';
import { transaction } from '../../src/core/db.ts';
import { CASE_NUMBERED, caseRows } from './case-rows.ts';
import { pickFunction } from './pick.ts';
import type { Statement } from './statement.ts';

export const DEFAULT_CASES = 100_000;
export const DEFAULT_INSTANCES = 1_000_000;

/** Fills the measuring organization with cases and alerts, once. */
export async function ensureAlerts(ctx: Context, size: { cases: number; instances: number }, onProgress: (message: string) => void) {
  const known = await ctx.db.selectFrom('signals').select('id').where('organization_id', '=', ctx.tenant.id).executeTakeFirst();
  if (known) return;
  onProgress(`Filling ${size.cases} cases and ${size.instances} alerts`);
  const project = await theProject(ctx);
  await transaction(ctx, async (tx) => {
    await sql.raw(pickFunction(1)).execute(tx.db);
    await sql`set local session_replication_role = replica`.execute(tx.db);
    const place = { organizationId: ctx.tenant.id, organization: ctx.tenant.slug, projectId: project, ...size };
    for (const row of caseRows(place)) await sql.raw(row).execute(tx.db);
    for (const table of CASE_NUMBERED)
      await sql`select setval(pg_get_serial_sequence(${table}, 'id'), max(id)) from ${sql.table(table)}`.execute(tx.db);
  });
  await sql`vacuum analyze`.execute(ctx.db);
}

async function theProject({ db, tenant }: Context): Promise<number> {
  const found = await db
    .selectFrom('projects')
    .select('id')
    .where('organization_id', '=', tenant.id)
    .where('default', '=', true)
    .executeTakeFirstOrThrow();
  return found.id;
}

/** An alert as a detection sends it. */
const RAW = {
  externalId: 'bench-7',
  severity: 'high',
  user: 'person-7@bench.example',
  source_ip: '192.0.2.17',
  message: 'Sign-in from a country nobody of the team has been to.',
  details: { attempts: 12, agent: 'Mozilla/5.0', groups: ['payments', 'support'], first_seen: '2026-10-31T23:58:12Z' },
};

export const ALERT_BODY = JSON.stringify({ raw: RAW });

/** What the database alone would do to keep the same alert. */
export async function keepingAlert(ctx: Context): Promise<Statement> {
  const signal = await ctx.db
    .selectFrom('signals')
    .select(['id', 'project_id'])
    .where('organization_id', '=', ctx.tenant.id)
    .where('external_id', '=', RAW.externalId)
    .executeTakeFirstOrThrow();
  return {
    text: `insert into signal_instances (organization_id, project_id, signal_id, external_id, raw, created_at, updated_at)
      values ($1, $2, $3, $4, $5::jsonb, now(), now()) returning id, organization_id, project_id, signal_id, external_id, raw, created_at`,
    values: [ctx.tenant.id, signal.project_id, signal.id, RAW.externalId, JSON.stringify(RAW)],
  };
}

/** Takes back what was taken in while measuring. */
export async function forgetAlerts({ db, tenant }: Context): Promise<void> {
  await sql`delete from jobs where organization_id = ${tenant.id} and status = 'ready'`.execute(db);
  await sql`delete from signal_instances where organization_id = ${tenant.id} and filter_action is null`.execute(db);
  await sql`vacuum analyze signal_instances`.execute(db);
}
