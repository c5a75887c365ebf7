import { sql } from 'kysely';
import type { Context } from '../../../core/context.ts';
import { record } from '../../../core/history.ts';
import { enqueue, type Finish, Skip, type SubjectRef } from '../../../core/jobs.ts';
import { notifySubject } from '../../notifications/index.ts';
import { pagePerson, pageService } from '../../oncall/index.ts';
import {
  activeEmails,
  addParticipant,
  assignRole,
  describeSubject,
  groupOf,
  holderOf,
  joinGroup,
  maskSubject,
  type ParticipantRole,
  roomOf,
} from '../../participants/index.ts';
import { sameAddress } from '../people.ts';
import { wantedInRole } from '../role-policies.ts';
import { effectKey, withPlugin } from './effects.ts';

type Outcome = Promise<Finish | Skip | undefined>;
const ROLES: ParticipantRole[] = ['Incident Commander', 'Liaison', 'Scribe'];

/** Asks outside on-call systems for the people the role policies want; whoever was named by hand meanwhile stays. */
export async function assignRoles(ctx: Context, subject: SubjectRef): Outcome {
  const { rows } = await sql<{ projectId: number; typeId: number; priorityId: number; tagIds: number[] }>`
    select project_id as "projectId", incident_type_id as "typeId", incident_priority_id as "priorityId",
      array(select tag_id from incident_tags where incident_id = incidents.id) as "tagIds"
    from incidents where id = ${subject.id}`.execute(ctx.db);
  const circumstances = rows[0];
  if (!circumstances) return new Skip('The incident is gone.');
  const reporter = await holderOf(ctx, subject, 'Reporter');
  const found: { role: ParticipantRole; email: string; serviceId: number | undefined; next: string | undefined }[] = [];
  for (const role of ROLES) {
    const holder = await holderOf(ctx, subject, role);
    if (holder && !(role === 'Incident Commander' && sameAddress(holder.email, reporter?.email))) continue;
    const wanted = await wantedInRole(ctx, role, circumstances, { outside: true });
    if (wanted.email) found.push({ role, email: wanted.email, serviceId: wanted.serviceId, next: wanted.next });
  }
  if (!found.length) return new Skip('No role policy names anybody.');
  return async (tx) => {
    for (const { role, email, serviceId, next } of found) {
      // First with the service, then with the role: the page goes by the service.
      await addParticipant(tx, subject, { email, quiet: true, ...(serviceId && { serviceId }) });
      await assignRole(tx, subject, { email, role });
      if (next) await addParticipant(tx, subject, { email: next, role: 'Observer', quiet: true });
    }
  };
}

/** Wakes whoever is in command: through their on-call service, else by Tocsin's own page. */
export async function pageCommander(ctx: Context, subject: SubjectRef): Outcome {
  const { rows } = await sql<{ pages: boolean; priority: string; serviceId: number | null; email: string | null }>`
    select p.page_commander as pages, p.name as priority, c.service_id as "serviceId", i.email
    from incidents s join incident_priorities p on p.id = s.incident_priority_id
    left join participants c on c.id = s.commander_id left join individual_contacts i on i.id = c.individual_contact_id
    where s.id = ${subject.id}`.execute(ctx.db);
  const facts = rows[0];
  if (!facts?.pages) return new Skip(`The priority ${facts?.priority ?? ''} pages nobody.`);
  if (!facts.email) return new Skip('Nobody is in command.');
  const { email, serviceId } = facts;
  const shown = maskSubject(await describeSubject(ctx, subject));
  const page = { key: effectKey(subject, 'page-commander'), subject, title: `${shown.name}: ${shown.title}`, message: shown.description };
  return (tx) => (serviceId === null ? pagePerson(tx, { ...page, email }) : pageService(tx, { ...page, serviceId }));
}

/** Brings in whoever the saved filters want; open incidents only. */
export const resolveParticipants = (ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome =>
  withPlugin(ctx, subject, 'participant', signal, async ({ plugin, full, title, projectId }) => {
    if (full.visibility === 'Restricted') return new Skip('A restricted incident invites nobody by itself.');
    if (full.status === 'Closed') return new Skip('The incident is closed.');
    const { individuals, teams } = await plugin.resolve(full, signal);
    const services = await servicesOf(ctx, projectId);
    return async (tx) => {
      let newcomers = 0;
      for (const { email, serviceExternalId } of individuals) {
        const serviceId = serviceExternalId === undefined ? undefined : services.get(serviceExternalId);
        const { outcome } = await addParticipant(tx, subject, { email, quiet: true, ...(serviceId && { serviceId }) });
        if (outcome !== 'present') newcomers += 1;
      }
      const group = await groupOf(tx, subject, 'notifications');
      const missing = teams.filter((team) => !group?.members.includes(team.toLowerCase()));
      if (group && missing.length) {
        await joinGroup(tx, group.email, missing);
        await enqueue(tx, 'sync-group', { subject, kind: 'notifications' }, { subject });
      }
      // An incident is looked at again with every change: only what comes of it is worth an entry.
      if (newcomers)
        await record(tx, subject, {
          source: title,
          description: newcomers === 1 ? 'One more person matches this incident.' : `${newcomers} more people match this incident.`,
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
    if (text) await plugin.send(room.channelId, { text, key: effectKey(subject, 'round') }, signal);
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

/** Tells those who asked to be told. */
export async function notifyCreated(_ctx: Context, subject: SubjectRef): Outcome {
  return (tx) => notifySubject(tx, subject, 'created');
}
