import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { record } from '../../core/history.ts';
import { enqueue, type Finish, Skip, type SubjectRef } from '../../core/jobs.ts';
import { postNotice } from '../conversations/index.ts';
import { notifySubject } from '../notifications/index.ts';
import { activeEmails, addParticipant, groupOf, holderOf, inThread, joinGroup, roomOf } from '../participants/index.ts';
import { effectKey, withPlugin } from './effects.ts';

type Outcome = Promise<Finish | Skip | undefined>;

/** Brings in whoever the saved filters want; open ones only. */
export const resolveParticipants = (ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome =>
  withPlugin(ctx, subject, 'participant', signal, async ({ plugin, full, title, projectId }) => {
    if (full.visibility === 'Restricted') return new Skip(`A restricted ${subject.kind} invites nobody by itself.`);
    if (full.status === 'Closed') return new Skip(`The ${subject.kind} is closed.`);
    const { individuals, teams } = await plugin.resolve(full, signal);
    const services = await servicesOf(ctx, projectId);
    return async (tx) => {
      let newcomers = 0;
      for (const { email, serviceExternalId } of individuals) {
        const serviceId = serviceExternalId === undefined ? undefined : services.get(serviceExternalId);
        const { outcome } = await addParticipant(tx, subject, { email, quiet: true, ...(serviceId && { serviceId }) });
        if (outcome !== 'present') newcomers += 1;
      }
      // A case has one group for everybody.
      const kind = subject.kind === 'incident' ? 'notifications' : 'tactical';
      const group = await groupOf(tx, subject, kind);
      const missing = teams.filter((team) => !group?.members.includes(team.toLowerCase()));
      if (group && missing.length) {
        await joinGroup(tx, group.email, missing);
        await enqueue(tx, 'sync-group', { subject, kind }, { subject });
      }
      // A subject is looked at again with every change: only what comes of it is worth an entry.
      if (newcomers)
        await record(tx, subject, {
          source: title,
          description:
            newcomers === 1 ? `One more person matches this ${subject.kind}.` : `${newcomers} more people match this ${subject.kind}.`,
          type: 'Participant updated',
        });
    };
  });

async function servicesOf(ctx: Context, projectId: number): Promise<Map<string, number>> {
  const services = await ctx.db.selectFrom('services').select(['id', 'external_id']).where('project_id', '=', projectId).execute();
  return new Map(services.map((one) => [one.external_id, one.id]));
}

/** Gets everybody who takes part into the room. */
export const invitePeople = (ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome =>
  withPlugin(ctx, subject, 'conversation', signal, async ({ plugin, title }) => {
    const room = await roomOf(ctx, subject);
    if (!room) return new Skip('There is no room.');
    const emails = await activeEmails(ctx, subject);
    const { unknown } = await plugin.addMembers(room.channelId, emails, signal);
    const text = await roundOf(ctx, subject);
    if (text) await plugin.send(room.channelId, { text, key: effectKey(subject, 'round'), ...inThread(room) }, signal);
    return (tx) =>
      record(tx, subject, {
        source: title,
        description: unknown.length
          ? `Everybody was invited to the room; it does not know ${unknown.join(', ')}.`
          : 'Everybody who takes part was invited to the room.',
        type: 'Participant updated',
      });
  });

/** One message that says who is there at the beginning. */
async function roundOf(ctx: Context, subject: SubjectRef): Promise<string> {
  const people = await partakers(ctx, subject);
  if (!people.length) return '';
  return ['**Here from the beginning**', ...people.map(({ name, roles }) => `- ${name}: ${roles.join(', ')}`)].join('\n');
}

type Partaker = { participantId: number; tenure: number; name: string; email: string; roles: string[] };

async function partakers(ctx: Context, subject: SubjectRef): Promise<Partaker[]> {
  const { rows } = await sql<Partaker>`
    select p.id as "participantId", max(r.id) as tenure, i.name, i.email, array_agg(r.role order by r.id) as roles
    from participants p join individual_contacts i on i.id = p.individual_contact_id
    join participant_roles r on r.participant_id = p.id and r.renounced_at is null
    where p.${sql.ref(`${subject.kind}_id`)} = ${subject.id} group by p.id, i.name, i.email order by min(r.id)`.execute(ctx.db);
  return rows;
}

/** Each person is welcomed and looked up by a job of their own. */
export async function welcomePeople(ctx: Context, subject: SubjectRef): Outcome {
  const people = await partakers(ctx, subject);
  const commander = await holderOf(ctx, subject, 'Incident Commander');
  return async (tx) => {
    for (const { participantId, tenure, email } of people)
      for (const name of ['describe-participant', 'welcome-participant'])
        await enqueue(
          tx,
          name,
          { subject, participantId, tenure, email },
          { subject, key: `participant-${participantId}-joined-${tenure}-${name}` },
        );
    if (commander)
      await enqueue(
        tx,
        'guide-commander',
        { subject, participantId: commander.id },
        { subject, key: `${effectKey(subject, 'guide')}-${commander.id}` },
      );
  };
}

/** Everybody who takes part again is in the room again. */
export const inviteAgain = (ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome =>
  withPlugin(ctx, subject, 'conversation', signal, async ({ plugin, full }) => {
    const room = await roomOf(ctx, subject);
    if (!room) return new Skip('There is no room.');
    if (room.threadId === null) await plugin.addMembers(room.channelId, await activeEmails(ctx, subject), signal);
    const inCharge = `${subject.kind === 'incident' ? 'In command' : 'Assigned to'}: ${full.commander ?? 'nobody'}`;
    return async (tx) => {
      await enqueue(tx, 'sync-group', { subject }, { subject });
      await postNotice(tx, subject, { text: `The ${subject.kind} is open again. ${inCharge}.` });
    };
  });

/** Tells those who asked to be told. */
export async function notifyCreated(_ctx: Context, subject: SubjectRef): Outcome {
  return (tx) => notifySubject(tx, subject, 'created');
}
