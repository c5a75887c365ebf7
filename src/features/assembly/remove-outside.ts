import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { AppError } from '../../core/errors.ts';
import { enqueue, job, Skip, type SubjectRef } from '../../core/jobs.ts';
import type { Resource } from '../../plugin-sdk/subject.ts';
import { capabilityOf } from '../participants/index.ts';

/** What is left outside when the row is gone, carried by a job of its own each. */
type Left =
  | { what: 'ticket' | 'storage'; projectId: number; resource: Resource }
  | { what: 'group'; projectId: number; resource: Resource & { email: string } }
  | { what: 'conversation'; projectId: number; channelId: string };

/**
 * What was made outside for a subject is removed after the commit, by jobs that know what to remove without the row. Call it before the
 * row is deleted.
 */
export async function removeOutside(tx: Context, subject: SubjectRef, projectId: number): Promise<void> {
  await leaveSharedRoom(tx, subject);
  const left = await whatIsLeft(tx, subject, projectId);
  for (const [index, one] of left.entries())
    await enqueue(tx, 'remove-outside', one, { key: `${subject.kind}-${subject.id}-remove-${index}` });
}

/** A room that the other one of a case and its incident uses as well stays with it. */
async function leaveSharedRoom(tx: Context, { kind, id }: SubjectRef) {
  const [own, other] = [sql.ref(`${kind}_id`), sql.ref(`${kind === 'case' ? 'incident' : 'case'}_id`)];
  await sql`update conversations set ${own} = null, updated_at = ${tx.now()} where ${own} = ${id} and ${other} is not null`.execute(tx.db);
}

async function whatIsLeft(tx: Context, subject: SubjectRef, projectId: number): Promise<Left[]> {
  const ofSubject = sql`${sql.ref(`${subject.kind}_id`)} = ${subject.id}`;
  const resources = async <R extends Resource>(table: string, more = '') => {
    const { rows } = await sql<R>`
      select coalesce(resource_id, '') as resource_id, coalesce(resource_type, '') as resource_type, weblink ${sql.raw(more)}
      from ${sql.table(table)} where ${ofSubject}`.execute(tx.db);
    return rows;
  };
  const { rows: channels } = await sql<{
    channel_id: string;
  }>`select channel_id from conversations where ${ofSubject} and thread_id is null`.execute(tx.db);
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

export const removeOutsideJob = job<Left>({
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
