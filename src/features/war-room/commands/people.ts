import { sql } from 'kysely';
import { subscribeToIncident } from '../../incidents/index.ts';
import { addPerson, changeRole, explainParticipant, joinSubject, type ParticipantRole } from '../../participants/index.ts';
import { type Command, type Kind, usage } from '../command.ts';
import { findPeople, findPerson } from '../find-person.ts';
import { mentionsIn, nameIn } from '../parse.ts';

/** Roles that are handed out; everybody else who takes part is a participant already. */
const ASSIGNABLE: Record<Kind, readonly ParticipantRole[]> = {
  incident: ['Incident Commander', 'Liaison', 'Scribe', 'Observer', 'Reporter'],
  case: ['Assignee', 'Reporter', 'Observer'],
};
const SHORT: Record<Kind, Record<string, ParticipantRole>> = {
  incident: { commander: 'Incident Commander', ic: 'Incident Commander' },
  case: {},
};

function assignRole(kind: Kind): Command {
  const command: Command = {
    name: 'assign-role',
    only: kind,
    usage: `${ASSIGNABLE[kind].join('|')} @person`,
    help: 'Hands a role to somebody.',
    isShown: true,
    run: async (ctx, room, text) => {
      const found = roleIn(kind, text);
      if (!found) return usage(command, 'Say which role.');
      const name = nameIn(found.rest.replace(/^(to|for)\s+/i, ''));
      if (!name) return usage(command, 'Say who.');
      const email = await findPerson(ctx, room, name);
      await changeRole(ctx, room.subject, { role: found.role, email });
      return { reply: `${email} is ${found.role}.` };
    },
  };
  return command;
}

/** The longest name first: the commander's contains no other role's, but somebody may add one. */
function roleIn(kind: Kind, text: string): { role: ParticipantRole; rest: string } | undefined {
  const names = [...ASSIGNABLE[kind].map((role) => [role.toLowerCase(), role] as const), ...Object.entries(SHORT[kind])];
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
  help: 'Brings people in.',
  isShown: true,
  run: async (ctx, room, text) => {
    const { mentions, rest } = mentionsIn(text);
    if (!mentions.length || rest) return usage(invite, 'Say who.');
    const emails = await findPeople(ctx, room, mentions);
    for (const email of emails) await addPerson(ctx, room.subject, email);
    return { reply: `Invited: ${emails.join(', ')}` };
  },
};

const join: Command = {
  name: 'join',
  usage: '',
  help: 'Lets you take part.',
  run: async (ctx, room) => {
    await joinSubject(ctx, room.subject);
    return { reply: `You take part in ${room.name}.` };
  },
};

const subscribe: Command = {
  name: 'subscribe',
  only: 'incident',
  usage: '',
  help: 'Sends you what the participants get by mail, without taking part.',
  run: async (ctx, room) => {
    await subscribeToIncident(ctx, room.subject.id);
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
    await explainParticipant(ctx, room.subject, { email, reason: rest });
    return { reply: `Noted for ${email}: ${rest}` };
  },
};

const listParticipants: Command = {
  name: 'list-participants',
  aliases: ['who'],
  usage: '',
  help: 'Lists who takes part, and as what.',
  run: async (ctx, { subject }) => {
    const { rows } = await sql<{ name: string; email: string; team: string | null; roles: string[]; added_reason: string | null }>`
      select c.name, c.email, p.team, p.added_reason, array_agg(r.role order by r.id) as roles
      from participants p join individual_contacts c on c.id = p.individual_contact_id
      join participant_roles r on r.participant_id = p.id and r.renounced_at is null
      where ${sql.ref(`p.${subject.kind}_id`)} = ${subject.id} and p.organization_id = ${ctx.tenant.id}
      group by p.id, c.id order by min(array_position(${ORDER}::text[], r.role)), c.name limit 200`.execute(ctx.db);
    const lines = rows.map(
      ({ name, email, team, roles, added_reason }) =>
        `- **${name}** (${email}${team ? `, ${team}` : ''}): ${roles.join(', ')}${added_reason ? ` — ${added_reason}` : ''}`,
    );
    return { reply: lines.length ? lines.join('\n') : 'Nobody takes part.' };
  },
};

const ORDER: ParticipantRole[] = ['Incident Commander', 'Assignee', 'Scribe', 'Liaison', 'Reporter', 'Participant', 'Observer'];

export const people: Command[] = [assignRole('incident'), assignRole('case'), invite, join, subscribe, updateParticipant, listParticipants];
