import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { AppError } from '../../core/errors.ts';
import { enqueue, job, Skip } from '../../core/jobs.ts';
import { admin, requirePermission } from '../../core/permissions.ts';
import type { Resource } from '../../plugin-sdk/subject.ts';
import { capabilityOf } from '../participants/index.ts';
import { getIncident, incident } from './store.ts';

/** What is left outside when the row is gone, carried by a job of its own each. */
type Left =
  | { what: 'ticket' | 'storage'; projectId: number; resource: Resource }
  | { what: 'group'; projectId: number; resource: Resource & { email: string } }
  | { what: 'conversation'; projectId: number; channelId: string };

/**
 * Deletes an incident for good: the row and all of its children first, in one transaction; what was made outside is then removed by
 * jobs that know what to remove without it.
 *
 * @throws forbidden  deletion is for administrators
 */
export async function deleteIncident(ctx: Context, id: number): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, admin, { table: 'incidents', id });
    const row = await getIncident(tx, id, { lock: true });
    const left = await whatIsLeft(tx, id, row.project_id);
    await sql`delete from incidents where id = ${id}`.execute(tx.db);
    for (const [index, one] of left.entries()) await enqueue(tx, 'remove-outside', one, { key: `incident-${id}-remove-${index}` });
    announce(tx, incident(id), 'deleted');
    tx.log.info({ incident: row.name, by: tx.actor.email }, 'an incident was deleted');
  });
}

async function whatIsLeft(tx: Context, id: number, projectId: number): Promise<Left[]> {
  const resources = async <R extends Resource>(table: string, more = '') => {
    const { rows } = await sql<R>`
      select coalesce(resource_id, '') as resource_id, coalesce(resource_type, '') as resource_type, weblink ${sql.raw(more)}
      from ${sql.table(table)} where incident_id = ${id}`.execute(tx.db);
    return rows;
  };
  const channels = await tx.db.selectFrom('conversations').select('channel_id').where('incident_id', '=', id).execute();
  return [
    ...(await resources('tickets')).map((resource) => ({ what: 'ticket' as const, projectId, resource })),
    ...(await resources('storages')).map((resource) => ({ what: 'storage' as const, projectId, resource })),
    ...(await resources<Resource & { email: string }>('groups', ', email')).map((resource) => ({
      what: 'group' as const,
      projectId,
      resource,
    })),
    ...channels.map(({ channel_id }) => ({ what: 'conversation' as const, projectId, channelId: channel_id })),
  ];
}

export const removeOutside = job<Left>({
  name: 'remove-outside',
  timeoutMs: 20_000,
  run: async (ctx, left, _job, signal) => {
    try {
      return await remove(ctx, left, signal);
    } catch (error) {
      // What Tocsin kept itself went with the row.
      if (error instanceof AppError && error.kind === 'not_found') return undefined;
      throw error;
    }
  },
});

async function remove(ctx: Context, left: Left, signal: AbortSignal): Promise<Skip | undefined> {
  if (left.what === 'group') {
    const plugin = await capabilityOf(ctx, left.projectId, 'participant-group');
    if (plugin instanceof Skip) return plugin;
    await plugin.capability.delete(left.resource, signal);
    return undefined;
  }
  if (left.what === 'conversation') {
    const plugin = await capabilityOf(ctx, left.projectId, 'conversation');
    if (plugin instanceof Skip) return plugin;
    await plugin.capability.archive(left.channelId, signal);
    return undefined;
  }
  const plugin = await capabilityOf(ctx, left.projectId, left.what);
  if (plugin instanceof Skip) return plugin;
  await plugin.capability.delete(left.resource, signal);
  return undefined;
}
