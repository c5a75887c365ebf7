import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { conflict, forbidden } from '../../core/errors.ts';
import { theOne } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { ProjectRead } from '../organizations/index.ts';
import { IncidentCostTypeRead, incidentCostTypeFields } from './shapes.ts';

const { created_at, ...fields } = incidentCostTypeFields;

export const incidentCostTypes = resource({
  table: 'incident_cost_types',
  path: '/incident_cost_types',
  tag: 'incident_cost_types',
  noun: 'cost type',
  model: 'IncidentCostType',
  fields: {
    ...fields,
    name: { ...fields.name, required: true },
    created_at: { read: created_at.read, sql: created_at.sql },
    project: { ...theOne(ProjectRead, 'project_id'), required: true, on: 'create', hidden: true },
  },
  item: IncidentCostTypeRead,
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
  hooks: {
    beforeWrite: async (tx, _row, _input, id) => {
      if (id !== undefined) await requireEditable(tx, id);
    },
    beforeDelete: async (tx, id) => {
      await requireEditable(tx, id);
      await requireUnused(tx, id);
    },
  },
});

async function requireEditable(tx: Context, id: number) {
  const type = await tx.db.selectFrom('incident_cost_types').select(['name', 'editable']).where('id', '=', id).executeTakeFirst();
  if (type && !type.editable) throw forbidden(`“${type.name}” is kept by Tocsin itself and cannot be changed; create a type of your own.`);
}

/** Lines that people entered do not vanish with their type. */
async function requireUnused(tx: Context, id: number) {
  const { rows } = await sql`select 1 from incident_costs where incident_cost_type_id = ${id} and not calculated limit 1`.execute(tx.db);
  if (rows.length) throw conflict('Costs of this type have been entered; give them another type first.', 'incident_cost');
}
