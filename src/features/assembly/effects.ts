import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import { enqueue, type Finish, Skip, type SubjectRef } from '../../core/jobs.ts';
import type { Capabilities, CapabilityType } from '../../plugin-sdk/capabilities.ts';
import type { EffectKey, Resource, Subject } from '../../plugin-sdk/subject.ts';
import { capabilityOf, describeSubject, maskSubject } from '../participants/index.ts';

/** What a step works with: the subject as it is and as outsiders may see it, and the plug-in. */
export type Scene<T extends CapabilityType> = {
  subject: SubjectRef;
  projectId: number;
  /** everything, for people who take part */
  full: Subject;
  /** for outside systems: a restricted subject shows what kind it is, not what happened */
  shown: Subject;
  title: string;
  plugin: Capabilities[T];
  signal: AbortSignal;
};

/** Runs an effect with the project's plug-in of a type; without one the step is left out with the reason. */
export async function withPlugin<T extends CapabilityType>(
  ctx: Context,
  subject: SubjectRef,
  type: T,
  signal: AbortSignal,
  act: (scene: Scene<T>) => Promise<Finish | Skip | undefined>,
): Promise<Finish | Skip | undefined> {
  const { projectId, ...full } = await describeSubject(ctx, subject);
  const found = await capabilityOf(ctx, projectId, type);
  if (found instanceof Skip) return found;
  const scene = { subject, projectId, full, shown: maskSubject(full), title: found.title, plugin: found.capability, signal };
  return act(scene);
}

/** Names the one effect a step has on a subject. */
export const effectKey = ({ kind, id }: SubjectRef, what: string): EffectKey => `${kind}-${id}-${what}`;

type Made<R> = { find(key: EffectKey, signal: AbortSignal): Promise<R | undefined> };

/** @returns what an interrupted run has made already, or what `create` makes now */
export async function findOrCreate<R extends Resource>(
  plugin: Made<R>,
  key: EffectKey,
  signal: AbortSignal,
  create: () => Promise<R>,
): Promise<R> {
  return (await plugin.find(key, signal)) ?? create();
}

export type OwnTable = 'tickets' | 'storages' | 'conferences' | 'conversations';

/** Whether the subject has this resource already: then there is nothing to make. */
export async function has(ctx: Context, subject: SubjectRef, table: OwnTable): Promise<boolean> {
  const { rows } = await sql`select 1 from ${sql.table(table)} where ${sql.ref(`${subject.kind}_id`)} = ${subject.id}`.execute(ctx.db);
  return rows.length > 0;
}

/** @returns the subject's resource as its plug-in knows it */
export async function resourceOf(ctx: Context, subject: SubjectRef, table: OwnTable): Promise<Resource | undefined> {
  const { rows } = await sql<Resource>`
    select coalesce(resource_id, '') as resource_id, coalesce(resource_type, '') as resource_type, weblink from ${sql.table(table)}
    where ${sql.ref(`${subject.kind}_id`)} = ${subject.id}`.execute(ctx.db);
  return rows[0];
}

/** Keeps what was made, with its entry in the timeline; a second one is impossible. */
export async function keep(
  tx: Context,
  {
    subject,
    table,
    source,
    resource,
    extra = {},
  }: { subject: SubjectRef; table: OwnTable; source: string; resource: Resource; extra?: Record<string, string> },
) {
  const row: Record<string, unknown> = {
    organization_id: tx.tenant.id,
    [`${subject.kind}_id`]: subject.id,
    resource_id: resource.resource_id,
    resource_type: resource.resource_type,
    weblink: resource.weblink,
    ...extra,
    created_at: tx.now(),
    updated_at: tx.now(),
  };
  const { rows } = await sql`
    insert into ${sql.table(table)} (${sql.join(Object.keys(row).map((key) => sql.ref(key)))})
    values (${sql.join(Object.values(row))}) on conflict do nothing returning id`.execute(tx.db);
  if (!rows.length) return;
  await record(tx, subject, { source, description: `The ${NOUNS[table]} was made.`, details: { weblink: resource.weblink } });
  announce(tx, subject, 'updated', ...TOPICS[table]);
  await refreshAfter(tx, subject, table);
}

const NOUNS: Record<OwnTable, string> = { tickets: 'ticket', storages: 'file storage', conferences: 'call', conversations: 'room' };
const TOPICS: Record<OwnTable, string[]> = { tickets: [], storages: ['files'], conferences: [], conversations: ['messages'] };

/** Steps that show what the others made; each can be run again by the job `refresh-<step>`. */
const SHOWING = ['update-ticket', 'fill-document', 'fill-case-document', 'pin-links'];

/** What comes late, after those who show it have run, makes them run again. */
export async function refreshAfter(tx: Context, subject: SubjectRef, what: string) {
  const { rows } = await sql<{ step: string }>`
    select step from jobs where ${sql.ref(`${subject.kind}_id`)} = ${subject.id} and flow = ${`${subject.kind}-create`} and step = any(${SHOWING})
      and status in ('running', 'done', 'skipped', 'failed')`.execute(tx.db);
  for (const { step } of rows)
    await enqueue(tx, `refresh-${step}`, { subject }, { subject, key: `${effectKey(subject, step)}-after-${what}` });
}
