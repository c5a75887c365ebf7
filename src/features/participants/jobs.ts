import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import { type Finish, type JobDefinition, job, Skip, type SubjectRef } from '../../core/jobs.ts';
import type { Person } from '../../plugin-sdk/capabilities.ts';
import { queueMail } from '../mail/index.ts';
import { MEMBER_LEFT } from '../members/index.ts';
import type { RolePayload, TurnPayload } from './effects.ts';
import { type Arrived, arrival, commandHelp, handover } from './messages.ts';
import { capabilityOf, groupOf, inThread, joinGroup, leaveGroup, roomOf } from './outside.ts';
import { describeSubject } from './plugin-subject.ts';
import { departFrom } from './remove-participant.ts';
import { activeEmails, lockSubject, refreshWhereabouts, takesPartNow } from './store.ts';
import { composeWelcome } from './welcome.ts';

const GONE = new Skip('The person or the subject is gone.');
const LEFT = new Skip('They have left again.');
const NO_ROOM = new Skip('There is no room yet; the creation flow invites everybody when there is.');

/** Asks the contact plug-in who somebody is. */
const describeParticipant = job<TurnPayload>({
  name: 'describe-participant',
  maxAttempts: 8,
  async run(ctx, { subject, participantId, email }, _job, signal) {
    const { projectId } = await describeSubject(ctx, subject);
    const contact = await capabilityOf(ctx, projectId, 'contact');
    if (contact instanceof Skip) return contact;
    const person = await contact.capability.get(email, signal);
    return person ? (tx) => describe(tx, subject, participantId, person) : new Skip('The contact plug-in does not know this person.');
  },
});

async function describe(tx: Context, subject: SubjectRef, participantId: number, person: Person) {
  // The subject before its people, as everywhere: two jobs that take them the other way round would wait for each other.
  await lockSubject(tx, subject);
  await sql`
    update participants set team = coalesce(${person.team ?? null}, team), department = coalesce(${person.department ?? null}, department),
      location = coalesce(${person.location ?? null}, location) where id = ${participantId}`.execute(tx.db);
  // What somebody wrote by hand stays; the name made up from the address does not.
  await sql`
    update individual_contacts i set title = coalesce(i.title, ${person.title ?? null}), weblink = coalesce(nullif(i.weblink, ''), ${person.weblink ?? null}),
      name = case when lower(i.name) = lower(split_part(i.email, '@', 1)) then ${person.fullname} else i.name end, updated_at = ${tx.now()}
    from participants p where p.id = ${participantId} and p.individual_contact_id = i.id`.execute(tx.db);
  await refreshWhereabouts(tx, subject);
  announce(tx, subject, 'participants');
}

/** Makes the tactical group what it should be: those who take part now, and who subscribed. */
const syncGroup = job<Partial<TurnPayload> & { subject: SubjectRef; kind?: 'tactical' | 'notifications' }>({
  name: 'sync-group',
  async run(ctx, { subject, email, kind = 'tactical' }, _job, signal) {
    const { projectId } = await describeSubject(ctx, subject);
    const plugin = await capabilityOf(ctx, projectId, 'participant-group');
    if (plugin instanceof Skip) return plugin;
    if (!(await groupOf(ctx, subject, kind))) return new Skip('There is no group yet; the creation flow fills it.');
    const group = await transaction(ctx, async (tx) => {
      const known = await groupOf(tx, subject, kind);
      if (known && kind === 'tactical') await settleMembership(tx, subject, known.email, email);
      return groupOf(tx, subject, kind);
    });
    if (!group) return GONE;
    await plugin.capability.setMembers(group, group.members, signal);
    return undefined;
  },
});

/** Who left goes, unless they take part again by now; everybody who takes part is in. */
async function settleMembership(tx: Context, subject: SubjectRef, groupEmail: string, email: string | undefined) {
  const active = await activeEmails(tx, subject);
  if (email && !active.some((one) => one.toLowerCase() === email.toLowerCase())) await leaveGroup(tx, groupEmail, email);
  await joinGroup(tx, groupEmail, active);
}

/** Somebody has left the organization: their part in whatever is open ends, one subject after the other. */
const endParticipation = job<{ email: string }>({
  name: MEMBER_LEFT,
  async run(ctx, { email }) {
    // Who was let in again meanwhile goes on where they were.
    if (await isMember(ctx, email)) return new Skip('They belong to the organization again.');
    for (const subject of await takesPartIn(ctx, email)) await transaction(ctx, (tx) => departFrom(tx, subject, email));
    return undefined;
  },
});

async function isMember(ctx: Context, email: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from active_members m join users u on u.id = m.dispatch_user_id
    where m.organization_id = ${ctx.tenant.id} and lower(u.email) = lower(${email}) and (m.expires_at is null or m.expires_at > ${ctx.now()})`.execute(
    ctx.db,
  );
  return rows.length > 0;
}

async function takesPartIn(ctx: Context, email: string): Promise<SubjectRef[]> {
  const { rows } = await sql<SubjectRef>`
    select distinct case when p.case_id is null then 'incident' else 'case' end as kind, coalesce(p.incident_id, p.case_id) as id
    from participants p join individual_contacts c on c.id = p.individual_contact_id
    join participant_roles r on r.participant_id = p.id and r.renounced_at is null
    where p.organization_id = ${ctx.tenant.id} and lower(c.email) = lower(${email}) order by 1, 2`.execute(ctx.db);
  return rows;
}

const addToConversation = job<TurnPayload>({
  name: 'add-to-conversation',
  async run(ctx, { subject, email, participantId }, _job, signal) {
    const { projectId } = await describeSubject(ctx, subject);
    const plugin = await capabilityOf(ctx, projectId, 'conversation');
    if (plugin instanceof Skip) return plugin;
    const room = await roomOf(ctx, subject);
    if (!room) return NO_ROOM;
    if (!(await takesPartNow(ctx, participantId))) return LEFT;
    const { unknown } = await plugin.capability.addMembers(room.channelId, [email], signal);
    return (tx) => recordInvitation(tx, subject, plugin.title, email, unknown.includes(email));
  },
});

const recordInvitation = (tx: Context, subject: SubjectRef, source: string, email: string, isUnknown: boolean) =>
  record(tx, subject, {
    source,
    description: isUnknown ? `${email} is not known there and could not be added to the room.` : `${email} was added to the room.`,
    type: 'Participant updated',
  });

const removeFromConversation = job<TurnPayload>({
  name: 'remove-from-conversation',
  async run(ctx, { subject, email, participantId }, _job, signal): Promise<Finish | Skip | undefined> {
    const { projectId } = await describeSubject(ctx, subject);
    const plugin = await capabilityOf(ctx, projectId, 'conversation');
    if (plugin instanceof Skip) return plugin;
    const room = await roomOf(ctx, subject);
    if (!room) return new Skip('There is no room.');
    if (room.threadId !== null) return new Skip('The room is a thread in a channel that others use as well.');
    if (await takesPartNow(ctx, participantId)) return new Skip('They take part again.');
    await plugin.capability.removeMember(room.channelId, email, signal);
    return (tx) =>
      record(tx, subject, { source: plugin.title, description: `${email} was removed from the room.`, type: 'Participant updated' });
  },
});

/** Says to the newcomer, in the room and by mail, what this is about. */
const welcomeParticipant = job<TurnPayload>({
  name: 'welcome-participant',
  async run(ctx, { subject, email, participantId, tenure }, _job, signal) {
    if (!(await takesPartNow(ctx, participantId))) return LEFT;
    const described = await describeSubject(ctx, subject);
    const { title, text } = await composeWelcome(ctx, described);
    const key = `${subject.kind}-${subject.id}-welcome-${participantId}-${tenure}`;
    const plugin = await capabilityOf(ctx, described.projectId, 'conversation');
    const room = await roomOf(ctx, subject);
    if (!(plugin instanceof Skip) && room && !room.archived)
      await plugin.capability.sendTo(email, { text, key, channelId: room.channelId, ...inThread(room) }, signal);
    return (tx) =>
      queueMail(tx, {
        key,
        to: [email],
        subject: `${described.name}: ${title}`,
        markdown: text,
        subjectRef: subject,
        actions: [{ label: 'Open', url: described.url }],
      });
  },
});

const announceParticipant = job<TurnPayload>({
  name: 'announce-participant',
  run: (ctx, { subject, participantId, tenure }, _job, signal) =>
    sayInRoom(ctx, subject, participantId, { key: `arrival-${participantId}-${tenure}`, text: arrival }, signal),
});

const announceRoleJob = job<RolePayload>({
  name: 'announce-role',
  run: (ctx, { subject, participantId, role, assigner }, { id }, signal) =>
    sayInRoom(ctx, subject, participantId, { key: `role-${id}`, text: (one) => handover(one, role, assigner) }, signal),
});

type Saying = { key: string; text(one: Arrived): string };

async function sayInRoom(ctx: Context, subject: SubjectRef, participantId: number, { key, text }: Saying, signal: AbortSignal) {
  const { projectId } = await describeSubject(ctx, subject);
  const plugin = await capabilityOf(ctx, projectId, 'conversation');
  if (plugin instanceof Skip) return plugin;
  const room = await roomOf(ctx, subject);
  if (!room) return NO_ROOM;
  if (room.archived) return new Skip('The room is archived.');
  const person = await arrivedPerson(ctx, participantId);
  if (!person) return GONE;
  if (!person.roles.length) return LEFT;
  const message = { text: text(person), key: `${subject.kind}-${subject.id}-${key}`, ...inThread(room) };
  await plugin.capability.send(room.channelId, message, signal);
  return undefined;
}

async function arrivedPerson(ctx: Context, participantId: number): Promise<Arrived | undefined> {
  const { rows } = await sql<Arrived>`
    select i.name, i.email, p.team, p.location,
      array(select r.role from participant_roles r where r.participant_id = p.id and r.renounced_at is null order by r.id) as roles
    from participants p join individual_contacts i on i.id = p.individual_contact_id where p.id = ${participantId}`.execute(ctx.db);
  return rows[0];
}

/** Tells whoever takes the command what helps in command. */
const guideCommander = job<{ subject: SubjectRef; participantId: number }>({
  name: 'guide-commander',
  async run(ctx, { subject, participantId }, _job, signal) {
    const described = await describeSubject(ctx, subject);
    const plugin = await capabilityOf(ctx, described.projectId, 'conversation');
    if (plugin instanceof Skip) return plugin;
    const person = await arrivedPerson(ctx, participantId);
    if (!person) return GONE;
    const room = await roomOf(ctx, subject);
    const key = `${subject.kind}-${subject.id}-guide-${participantId}`;
    await plugin.capability.sendTo(person.email, { text: commandHelp(described), key, ...(room && { channelId: room.channelId }) }, signal);
    return undefined;
  },
});

export const jobs: JobDefinition[] = [
  endParticipation,
  describeParticipant,
  syncGroup,
  addToConversation,
  removeFromConversation,
  welcomeParticipant,
  announceParticipant,
  announceRoleJob,
  guideCommander,
];
