import type { Context } from '../../core/context.ts';
import { conflict } from '../../core/errors.ts';
import type { Storage } from '../../plugin-sdk/capabilities.ts';
import type { Resource } from '../../plugin-sdk/subject.ts';
import { findCapability } from '../plugins/index.ts';

export type SubjectStorage = { id: number; projectId: number; incidentId: number; resource: Resource; plugin: Storage };

/** @throws conflict there is no storage yet, or the plug-in that keeps it is no longer enabled */
export async function storageOfIncident(ctx: Context, incidentId: number): Promise<SubjectStorage> {
  const row = await ctx.db
    .selectFrom('storages as s')
    .innerJoin('incidents as i', 'i.id', 's.incident_id')
    .select(['s.id', 's.resource_id', 's.resource_type', 's.weblink', 'i.project_id'])
    .where('s.incident_id', '=', incidentId)
    .where('s.organization_id', '=', ctx.tenant.id)
    .executeTakeFirst();
  if (!row) throw conflict('There is no place for files yet. It is made with the incident; look at its progress page.');
  const resource = { resource_id: row.resource_id ?? '', resource_type: row.resource_type ?? '', weblink: row.weblink };
  return { id: row.id, projectId: row.project_id, incidentId, resource, plugin: await keeperOf(ctx, row.project_id, resource) };
}

/** The plug-in that made the storage: files of one cannot be read through another. */
export async function keeperOf(ctx: Context, projectId: number, storage: Resource): Promise<Storage> {
  const enabled = await findCapability(ctx, projectId, 'storage');
  if (!enabled || !storage.resource_type.startsWith(`${enabled.slug}-`)) {
    throw conflict('The plug-in that keeps these files is no longer enabled. Enable it again in the settings to reach them.');
  }
  return enabled.capability;
}
