import { sql } from 'kysely';
import Type, { type Static, type TObject } from 'typebox';
import type { Context } from '../../core/context.ts';
import { conflict } from '../../core/errors.ts';
import { nullable, Time } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { type Resource, resource } from '../../core/resource.ts';
import { named } from '../../core/shape.ts';
import { Activities, type ActivityWrite, replaceActivities } from './activities.ts';
import { recalculateForModel, switchCostModel } from './history.ts';
import { CostModelRead, costModelFields } from './shapes.ts';

const { id, name, description, enabled, created_at, updated_at, project, activities } = costModelFields;
const readOnlyTime = (field: typeof created_at) => ({ read: field.read, sql: field.sql });

const declared = resource({
  table: 'cost_models',
  path: '/cost_models',
  tag: 'cost_models',
  noun: 'cost model',
  model: 'CostModel',
  fields: {
    id,
    name: { ...name, required: true },
    description,
    enabled,
    created_at: readOnlyTime(created_at),
    updated_at: readOnlyTime(updated_at),
    project: { ...project, required: true, on: 'create' },
    activities,
  },
  item: CostModelRead,
  rules: { list: member, create: admin, update: admin, delete: admin },
  hooks: { beforeWrite: keepSwitch, afterWrite: writeActivities, beforeDelete: requireUnused },
});

/** Clients send the times back that they were given; they mean nothing. */
const Echo = Type.Optional(nullable(Time));
const withActivities = (schema: Resource['createSchema'], schemaName: string) =>
  named(schemaName, Type.Object({ ...(schema as TObject).properties, created_at: Echo, updated_at: Echo, activities: Activities }));

export const costModels = {
  ...declared,
  read: CostModelRead,
  createSchema: withActivities(declared.createSchema, 'CostModelCreate'),
  updateSchema: withActivities(declared.updateSchema, 'CostModelUpdate'),
};

async function keepSwitch(tx: Context, row: Record<string, unknown>, _input: Record<string, unknown>, modelId?: number) {
  if (modelId === undefined || typeof row.enabled !== 'boolean') return;
  const current = await tx.db.selectFrom('cost_models').select('enabled').where('id', '=', modelId).executeTakeFirstOrThrow();
  if (current.enabled !== row.enabled) await switchCostModel(tx, modelId, row.enabled);
}

async function writeActivities(tx: Context, modelId: number, input: Record<string, unknown>, created: boolean) {
  const list = input.activities as Static<typeof ActivityWrite>[] | null | undefined;
  if (list) await replaceActivities(tx, modelId, list);
  if (!created) await recalculateForModel(tx, modelId);
}

/** A type whose model vanished would silently be costed in another way. */
async function requireUnused(tx: Context, modelId: number) {
  const { rows } = await sql<{ name: string }>`
    select name from incident_types where cost_model_id = ${modelId} union all select name from case_types where cost_model_id = ${modelId}
    order by name limit 5`.execute(tx.db);
  if (!rows.length) return;
  const names = rows.map((row) => `“${row.name}”`).join(', ');
  throw conflict(`This cost model is still used by the type ${names}; choose another model there first.`, 'cost_model');
}
