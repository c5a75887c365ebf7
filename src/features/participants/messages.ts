import type { Subject } from '../../plugin-sdk/subject.ts';

/* What people are told when they come and go, in Markdown. */

const LINKS = { conversation: 'Room', document: 'Document', ticket: 'Ticket', storage: 'Files', conference: 'Call' } as const;
const MOST_SHOWN = 500;

export const shortened = (text: string) => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);

/** Ready for a message: every link the subject has. */
export const linksOf = ({ links }: Subject) =>
  (Object.keys(LINKS) as (keyof typeof LINKS)[]).flatMap((key) => (links[key] ? [`[${LINKS[key]}](${links[key]})`] : [])).join(' · ');

export type Arrived = { name: string; email: string; team: string | null; location: string | null; roles: string[] };

const place = ({ team, location }: Arrived) => [team, location].filter((part) => part && part !== 'Unknown').join(', ');

export const arrival = (one: Arrived) =>
  `**${one.name}** (${one.email}) joined as ${one.roles.join(' and ')}${place(one) ? ` — ${place(one)}` : ''}.`;

export const handover = (one: Arrived, role: string, assigner: string) =>
  assigner && assigner.toLowerCase() !== one.email.toLowerCase()
    ? `**${one.name}** (${one.email}) is now **${role}**, named by ${assigner}.`
    : `**${one.name}** (${one.email}) is now **${role}**.`;

export const commandHelp = (subject: Subject) =>
  [
    `You are in command of **[${subject.name}](${subject.url})**: ${subject.title}`,
    'What helps in command, typed in the room:',
    '- `/update-incident` changes status, severity, priority',
    '- `/engage-oncall` brings in whoever is on call for a service',
    '- `/tactical-report` says what is known, done and needed',
    '- `/executive-report` tells those who wait outside',
    '- `/assign-role` hands a role over, the command included',
  ].join('\n\n');
