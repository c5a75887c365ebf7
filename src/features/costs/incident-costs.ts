import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { forbidden } from '../../core/errors.ts';
import { one, text, theOne } from '../../core/field.ts';
import { admin, allowed, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { findOne } from '../../core/write.ts';
import { ProjectRead } from '../organizations/index.ts';
import { incidentView, ofIncident } from '../participants/index.ts';
import { IncidentCostRead, incidentCostFields } from './shapes.ts';

const visible = ofIncident(incidentView);
const CostIncident = shape('CostIncident', 'incidents', { id: incidentCostFields.id, name: text() });

/** Lines of costs, each by itself; the whole list of one incident is kept with the incident. */
export const incidentCosts = resource({
  table: 'incident_costs',
  path: '/incident_costs',
  tag: 'incident_costs',
  noun: 'cost',
  model: 'IncidentCost',
  fields: {
    ...incidentCostFields,
    incident_cost_type: { ...incidentCostFields.incident_cost_type, required: true },
    updated_at: { read: incidentCostFields.updated_at.read, sql: incidentCostFields.updated_at.sql },
    // The cost type's project is the one that counts.
    project: { ...theOne(ProjectRead, 'project_id'), on: 'create', hidden: true },
    // The contract cannot say which incident a cost is for; we accept it.
    incident: { ...one(CostIncident, 'incident_id'), on: 'create', hidden: true },
  },
  item: IncidentCostRead,
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
  visible: (ctx, alias) => allowed(ctx, visible, alias),
  searchThrough: 'incident_cost_type_id',
  hooks: {
    beforeWrite: async (tx, row, _input, id) => {
      if (id !== undefined) await requireManual(tx, id);
      if (row.incident_cost_type_id !== undefined) row.project_id = await projectOfType(tx, row.incident_cost_type_id as number);
    },
    afterWrite: async (tx, id) => announceCost(tx, await incidentOf(tx, id)),
    beforeDelete: async (tx, id) => {
      await requireManual(tx, id);
      announceCost(tx, await incidentOf(tx, id));
    },
  },
});

async function requireManual(tx: Context, id: number) {
  const cost = await tx.db.selectFrom('incident_costs').select('calculated').where('id', '=', id).executeTakeFirst();
  if (cost?.calculated) throw forbidden('Tocsin calculates this line from who took part and when; add a line of your own instead.');
}

async function projectOfType(tx: Context, typeId: number): Promise<number> {
  const type = await tx.db.selectFrom('incident_cost_types').select('project_id').where('id', '=', typeId).executeTakeFirstOrThrow();
  return type.project_id;
}

async function incidentOf(tx: Context, id: number): Promise<number | null> {
  const cost = await tx.db.selectFrom('incident_costs').select('incident_id').where('id', '=', id).executeTakeFirst();
  return cost?.incident_id ?? null;
}

function announceCost(tx: Context, incidentId: number | null) {
  if (incidentId !== null) announce(tx, { kind: 'incident', id: incidentId }, 'cost');
}

/** A line as the incident's own form sends it. */
export type CostLine = { id?: number | null; amount?: number | null; incident_cost_type?: Record<string, unknown> | null };

/**
 * Makes the lines people entered for an incident those of the list: one with an `id` is changed, one without is added, one that is
 * missing is removed. The calculated line is neither, whatever the list says of it.
 */
export async function replaceManualCosts(tx: Context, incidentId: number, lines: readonly CostLine[]): Promise<void> {
  const { project_id } = await tx.db
    .selectFrom('incidents')
    .select('project_id')
    .where('id', '=', incidentId)
    .where('organization_id', '=', tx.tenant.id)
    .executeTakeFirstOrThrow();
  const kept = lines.map((line) => line.id).filter((id) => typeof id === 'number');
  await sql`delete from incident_costs where incident_id = ${incidentId} and not calculated and not (id = any(${kept}::int[]))`.execute(
    tx.db,
  );
  for (const [index, line] of lines.entries()) await writeLine(tx, { incidentId, projectId: project_id, index }, line);
  announceCost(tx, incidentId);
}

type Place = { incidentId: number; projectId: number; index: number };

async function writeLine(tx: Context, { incidentId, projectId, index }: Place, line: CostLine) {
  const amount = line.amount ?? 0;
  const typeOf = () =>
    findOne(
      tx,
      ['incident_costs', index, 'incident_cost_type'],
      { table: 'incident_cost_types', by: ['id', 'name'] },
      line.incident_cost_type ?? {},
      projectId,
    );
  if (line.id) {
    const typeId = line.incident_cost_type ? await typeOf() : null;
    await sql`
      update incident_costs set amount = ${amount}, incident_cost_type_id = coalesce(${typeId}::int, incident_cost_type_id), updated_at = ${tx.now()}
      where id = ${line.id} and incident_id = ${incidentId} and not calculated
        and (amount, incident_cost_type_id) is distinct from (${amount}::numeric(14, 2), coalesce(${typeId}::int, incident_cost_type_id))`.execute(
      tx.db,
    );
    return;
  }
  await tx.db
    .insertInto('incident_costs')
    .values({
      organization_id: tx.tenant.id,
      project_id: projectId,
      incident_id: incidentId,
      incident_cost_type_id: await typeOf(),
      amount,
      created_at: tx.now(),
      updated_at: tx.now(),
    })
    .execute();
}
