import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import { type Finish, Skip, type SubjectRef } from '../../core/jobs.ts';
import { activeEmails, groupOf, joinGroup } from '../participants/index.ts';
import { effectKey, findOrCreate, has, keep, resourceOf, withPlugin } from './effects.ts';

type Outcome = Promise<Finish | Skip | undefined>;

export const createTicket = (ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome =>
  withPlugin(ctx, subject, 'ticket', signal, async ({ plugin, shown, title }) => {
    if (await has(ctx, subject, 'tickets')) return undefined;
    const key = effectKey(subject, 'ticket');
    const resource = await findOrCreate(plugin, key, signal, () => plugin.create(key, shown, signal));
    return (tx) => keep(tx, { subject, table: 'tickets', source: title, resource });
  });

export const updateTicket = (ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome =>
  withPlugin(ctx, subject, 'ticket', signal, async ({ plugin, shown }) => {
    const ticket = await resourceOf(ctx, subject, 'tickets');
    if (!ticket) return new Skip('There is no ticket yet; it will show everything when it is made.');
    await plugin.update(ticket, shown, signal);
    return undefined;
  });

/** People who take part. */
export const createTacticalGroup = (ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome =>
  createGroup(
    ctx,
    subject,
    signal,
    'tactical',
    (name) => name,
    () => activeEmails(ctx, subject),
  );

/** Teams that want to know; who they are is resolved by their own step. */
export const createNotificationsGroup = (ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome =>
  createGroup(
    ctx,
    subject,
    signal,
    'notifications',
    (name) => `${name}-notifications`,
    () => resolvedTeams(ctx, subject, signal),
  );

function createGroup(
  ctx: Context,
  subject: SubjectRef,
  signal: AbortSignal,
  kind: 'tactical' | 'notifications',
  nameOf: (name: string) => string,
  membersOf: () => Promise<string[]>,
): Outcome {
  return withPlugin(ctx, subject, 'participant-group', signal, async ({ plugin, shown, title }) => {
    if (await groupOf(ctx, subject, kind)) return undefined;
    const members = await membersOf();
    const key = effectKey(subject, `group-${kind}`);
    const group = await findOrCreate(plugin, key, signal, () =>
      plugin.create(key, { name: nameOf(shown.name), subject: shown, members }, signal),
    );
    return async (tx) => {
      const { rows } = await sql<{ id: number }>`
        insert into groups (organization_id, ${sql.ref(`${subject.kind}_id`)}, kind, name, email, resource_id, resource_type, weblink, created_at, updated_at)
        values (${tx.tenant.id}, ${subject.id}, ${kind}, ${group.name}, ${group.email}, ${group.resource_id}, ${group.resource_type}, ${group.weblink}, ${tx.now()}, ${tx.now()})
        on conflict do nothing returning id`.execute(tx.db);
      if (!rows[0]) return;
      await sql`
        update ${sql.table(`${subject.kind}s`)} set ${sql.ref(`${kind}_group_id`)} = ${rows[0].id} where id = ${subject.id}`.execute(tx.db);
      await joinGroup(tx, group.email, members);
      await record(tx, subject, { source: title, description: `The ${kind} group ${group.email} was made.` });
      announce(tx, subject, 'participants');
    };
  });
}

async function resolvedTeams(ctx: Context, subject: SubjectRef, signal: AbortSignal): Promise<string[]> {
  let teams: string[] = [];
  await withPlugin(ctx, subject, 'participant', signal, async ({ plugin, full }) => {
    if (full.visibility === 'Open') teams = (await plugin.resolve(full, signal)).teams;
    return undefined;
  });
  return teams;
}

export const createStorage = (ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome =>
  withPlugin(ctx, subject, 'storage', signal, async ({ plugin, shown, title, projectId }) => {
    const known = await resourceOf(ctx, subject, 'storages');
    const key = effectKey(subject, 'storage');
    const folders = await folderNames(ctx, projectId);
    const resource = known ?? (await findOrCreate(plugin, key, signal, () => plugin.create(key, shown, folders, signal)));
    await plugin.grant(resource, await activeEmails(ctx, subject), signal);
    return (tx) => keep(tx, { subject, table: 'storages', source: title, resource });
  });

async function folderNames(ctx: Context, projectId: number): Promise<string[]> {
  const project = await ctx.db
    .selectFrom('projects')
    .select(['storage_folder_one', 'storage_folder_two'])
    .where('id', '=', projectId)
    .executeTakeFirstOrThrow();
  return [project.storage_folder_one || 'Logs', project.storage_folder_two || 'Screengrabs'];
}

export const createConference = (ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome =>
  withPlugin(ctx, subject, 'conference', signal, async ({ plugin, shown, title }) => {
    if (await has(ctx, subject, 'conferences')) return undefined;
    const key = effectKey(subject, 'conference');
    const invitees = await bridgeEmails(ctx, subject);
    const made = await findOrCreate(plugin, key, signal, () => plugin.create(key, shown, invitees, signal));
    const extra = { conference_id: made.conference_id, conference_challenge: made.challenge };
    return (tx) => keep(tx, { subject, table: 'conferences', source: title, resource: made, extra });
  });

/** Everybody who takes part but those who do not want to be called in. */
async function bridgeEmails(ctx: Context, subject: SubjectRef): Promise<string[]> {
  const emails = await activeEmails(ctx, subject);
  const { rows } = await sql<{ email: string }>`
    select lower(u.email) as email from users u join user_settings s on s.dispatch_user_id = u.id
    where not s.auto_add_to_incident_bridges and lower(u.email) = any(${emails.map((email) => email.toLowerCase())})`.execute(ctx.db);
  const unwilling = new Set(rows.map((row) => row.email));
  return emails.filter((email) => !unwilling.has(email.toLowerCase()));
}

export const createConversation = (ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome =>
  withPlugin(ctx, subject, 'conversation', signal, async ({ plugin, shown, title }) => {
    if (await has(ctx, subject, 'conversations')) return undefined;
    const key = effectKey(subject, 'conversation');
    const made = await findOrCreate(plugin, key, signal, () => plugin.create(key, shown, signal));
    return (tx) => keep(tx, { subject, table: 'conversations', source: title, resource: made, extra: { channel_id: made.channel_id } });
  });
