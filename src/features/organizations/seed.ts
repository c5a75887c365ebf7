import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import {
  CASE_COST_TYPES,
  CASE_PRIORITIES,
  CASE_TYPE,
  INCIDENT_COST_TYPE,
  INCIDENT_PRIORITIES,
  INCIDENT_TYPE,
  SEVERITIES,
} from './dictionaries.ts';

/** Gives a new project its plug-ins and the dictionaries a team starts from. Runs in the transaction that creates the project. */
export async function seedProject(tx: Context, projectId: number): Promise<void> {
  const place = { organization_id: tx.tenant.id, project_id: projectId };
  const times = { created_at: tx.now(), updated_at: tx.now() };
  const rowsOf = <T extends object>(entries: readonly T[]) => entries.map((entry) => ({ ...place, ...entry }));
  await seedPlugins(tx, projectId);
  const type = await tx.db
    .insertInto('incident_types')
    .values({ ...place, ...INCIDENT_TYPE })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx.db.insertInto('incident_priorities').values(rowsOf(INCIDENT_PRIORITIES)).execute();
  await tx.db
    .insertInto('incident_severities')
    .values(rowsOf(SEVERITIES.map((severity) => ({ ...severity, allowed_for_stable_incidents: true }))))
    .execute();
  await tx.db
    .insertInto('incident_cost_types')
    .values({ ...place, ...times, ...INCIDENT_COST_TYPE })
    .execute();
  await tx.db
    .insertInto('case_cost_types')
    .values(rowsOf(CASE_COST_TYPES.map((costType) => ({ ...costType, ...times }))))
    .execute();
  await tx.db
    .insertInto('case_types')
    .values({ ...place, ...CASE_TYPE, incident_type_id: type.id })
    .execute();
  await tx.db.insertInto('case_priorities').values(rowsOf(CASE_PRIORITIES)).execute();
  await tx.db.insertInto('case_severities').values(rowsOf(SEVERITIES)).execute();
}

/** Every plug-in of the catalogue gets an instance; those built in work at once, the others wait for their configuration. */
async function seedPlugins(tx: Context, projectId: number) {
  const builtIn = tx.plugins.filter((plugin) => plugin.builtIn).map((plugin) => plugin.slug);
  await sql`
    insert into plugin_instances (organization_id, project_id, plugin_id, enabled)
    select ${tx.tenant.id}, ${projectId}, id, slug = any(${builtIn}) from plugins where installed order by id`.execute(tx.db);
}
