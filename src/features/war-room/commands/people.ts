import { sql } from 'kysely';
import { addToIncident, changeRole, joinIncident, subscribeToIncident } from '../../incidents/index.ts';
import { explainParticipant, PARTICIPANT_ROLES, type ParticipantRole } from '../../participants/index.ts';
import { type Command, usage } from '../command.ts';
import { findPeople, findPerson } from '../find-person.ts';
import { mentionsIn, nameIn } from '../parse.ts';

/** Nobody is assigned to an incident, and everybody else in it is a participant already. */
const ASSIGNABLE = PARTICIPANT_ROLES.filter((role) => role !== 'Assignee' && role !== 'Participant');
const SHORT: Record<string, ParticipantRole> = { commander: 'Incident Commander', ic: 'Incident Commander' };

const assignRole: Command = {
  name: 'assign-role',
  usage: `${ASSIGNABLE.join('|')} @person`,
  help: 'Hands a role to somebody.',
  isShown: true,
  run: async (ctx, room, text) => {
    const found = roleIn(text);
    if (!found) return usage(assignRole, 'Say which role.');
    const name = nameIn(found.rest.replace(/^(to|for)\s+/i, ''));
    if (!name) return usage(assignRole, 'Say who.');
    const email = await findPerson(ctx, room, name);
    await changeRole(ctx, room.incidentId, { role: found.role, email });
    return { reply: `${email} is ${found.role}.` };
  },
};

/** The longest name first: the commander's contains no other role's, but somebody may add one. */
function roleIn(text: string): { role: ParticipantRole; rest: string } | undefined {
  const names = [...ASSIGNABLE.map((role) => [role.toLowerCase(), role] as const), ...Object.entries(SHORT)];
  for (const [name, role] of names.sort(([a], [b]) => b.length - a.length)) {
    const match = new RegExp(`(^|\\s)${name.replace(' ', '[ _-]')}(?=\\s|$)`, 'i').exec(text);
    if (match) return { role, rest: (text.slice(0, match.index) + text.slice(match.index + match[0].length)).trim() };
  }
  return undefined;
}

const invite: Command = {
  name: 'invite',
  aliases: ['add', 'add-participant'],
  usage: '@person …',
  help: 'Brings people into the incident.',
  isShown: true,
  run: async (ctx, room, text) => {
    const { mentions, rest } = mentionsIn(text);
    if (!mentions.length || rest) return usage(invite, 'Say who.');
    const emails = await findPeople(ctx, room, mentions);
    for (const email of emails) await addToIncident(ctx, room.incidentId, email);
    return { reply: `Invited: ${emails.join(', ')}` };
  },
};

const join: Command = {
  name: 'join',
  usage: '',
  help: 'Lets you take part in this incident.',
  run: async (ctx, room) => {
    await joinIncident(ctx, room.incidentId);
    return { reply: `You take part in ${room.name}.` };
  },
};

const subscribe: Command = {
  name: 'subscribe',
  usage: '',
  help: 'Sends you what the participants get by mail, without taking part.',
  run: async (ctx, room) => {
    await subscribeToIncident(ctx, room.incidentId);
    return { reply: `You are subscribed to ${room.name}.` };
  },
};

const updateParticipant: Command = {
  name: 'update-participant',
  usage: '@person why they are here',
  help: 'Notes why somebody takes part.',
  isShown: true,
  run: async (ctx, room, text) => {
    const { mentions, rest } = mentionsIn(text);
    const [name] = mentions;
    if (!name || !rest) return usage(updateParticipant, 'Say who and why.');
    const email = await findPerson(ctx, room, name);
    await explainParticipant(ctx, room.incidentId, { email, reason: rest });
    return { reply: `Noted for ${email}: ${rest}` };
  },
};

const listParticipants: Command = {
  name: 'list-participants',
  aliases: ['who'],
  usage: '',
  help: 'Lists who takes part, and as what.',
  run: async (ctx, room) => {
    const { rows } = await sql<{ name: string; email: string; team: string | null; roles: string[]; added_reason: string | null }>`
      select c.name, c.email, p.team, p.added_reason, array_agg(r.role order by r.id) as roles
      from participants p join individual_contacts c on c.id = p.individual_contact_id
      join participant_roles r on r.participant_id = p.id and r.renounced_at is null
      where p.incident_id = ${room.incidentId} and p.organization_id = ${ctx.tenant.id}
      group by p.id, c.id order by min(array_position(${ORDER}::text[], r.role)), c.name limit 200`.execute(ctx.db);
    const lines = rows.map(
      ({ name, email, team, roles, added_reason }) =>
        `- **${name}** (${email}${team ? `, ${team}` : ''}): ${roles.join(', ')}${added_reason ? ` — ${added_reason}` : ''}`,
    );
    return { reply: lines.length ? lines.join('\n') : 'Nobody takes part.' };
  },
};

const ORDER = ['Incident Commander', 'Scribe', 'Liaison', 'Reporter', 'Participant', 'Observer'];

export const people: Command[] = [assignRole, invite, join, subscribe, updateParticipant, listParticipants];
