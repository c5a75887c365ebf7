import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { conflict } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import type { Storage } from '../../plugin-sdk/capabilities.ts';
import type { Resource } from '../../plugin-sdk/subject.ts';
import { findCapability } from '../plugins/index.ts';

export type SubjectStorage = { id: number; projectId: number; subject: SubjectRef; resource: Resource; plugin: Storage };

type Row = Resource & { id: number; projectId: number };

/** @throws conflict there is no storage yet, or the plug-in that keeps it is no longer enabled */
export async function storageOf(ctx: Context, subject: SubjectRef): Promise<SubjectStorage> {
  const { kind, id } = subject;
  const { rows } = await sql<Row>`
    select s.id, coalesce(s.resource_id, '') as resource_id, coalesce(s.resource_type, '') as resource_type, s.weblink, o.project_id as "projectId"
    from storages s join ${sql.table(`${kind}s`)} o on o.id = ${sql.ref(`s.${kind}_id`)}
    where o.id = ${id} and o.organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  const row = rows[0];
  if (!row) throw conflict(`There is no place for files yet. It is made with the ${kind}; look at its progress page.`);
  const { projectId, id: storageId, ...resource } = row;
  return { id: storageId, projectId, subject, resource, plugin: await keeperOf(ctx, projectId, resource) };
}

/** The plug-in that made the storage: files of one cannot be read through another. */
export async function keeperOf(ctx: Context, projectId: number, storage: Resource): Promise<Storage> {
  const enabled = await findCapability(ctx, projectId, 'storage');
  if (!enabled || !storage.resource_type.startsWith(`${enabled.slug}-`)) {
    throw conflict('The plug-in that keeps these files is no longer enabled. Enable it again in the settings to reach them.');
  }
  return enabled.capability;
}
