import type { Subject } from '../../plugin-sdk/subject.ts';
import { linksOf } from '../participants/index.ts';

/** What changed, by what it is called: `{ status: { from: 'Active', to: 'Stable' } }`. */
export type Changes = Record<string, { from: string | null | undefined; to: string | null | undefined }>;

const MOST_SHOWN = 500;

const STATUS: Record<string, string> = {
  New: 'nobody has looked at it yet',
  Triage: 'somebody finds out what it is',
  Escalated: 'it has become an incident',
  Active: 'people are working on it',
  Stable: 'the damage has stopped; what is left is being finished',
  Closed: 'the work is done',
};

const restricted = ({ kind }: Subject) =>
  `**Restricted.** What happened is known to those who take part; ask whoever ${kind === 'case' ? 'is assigned' : 'is in command'}.`;

const shortened = (text: string) => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);
const link = ({ name, url }: Subject) => `**[${name}](${url})**`;
const status = (name: string) => (STATUS[name] ? `${name} (${STATUS[name]})` : name);
const inCharge = ({ kind, commander }: Subject) => `${kind === 'case' ? 'Assigned to' : 'In command'}: ${commander ?? 'nobody yet'}`;

/** @param subject masked already when it is restricted */
export function createdMessage(subject: Subject): string {
  return [
    `${link(subject)}: **${subject.title}**`,
    subject.visibility === 'Restricted' ? restricted(subject) : shortened(subject.description),
    `Status ${status(subject.status)} · ${subject.type} · severity ${subject.severity} · priority ${subject.priority}`,
    `${inCharge(subject)} · reported by ${subject.reporter ?? 'unknown'}`,
    subject.visibility === 'Restricted' ? '' : linksOf(subject),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** @param subject masked already when it is restricted */
export function updatedMessage(subject: Subject, changes: Changes): string {
  return [`${link(subject)}: **${subject.title}**`, changeLines(changes), inCharge(subject)].filter(Boolean).join('\n\n');
}

/** `- Severity: Low → High` for each. */
export const changeLines = (changes: Changes) =>
  Object.entries(changes)
    .map(([what, { from, to }]) => `- ${what[0]?.toUpperCase()}${what.slice(1)}: ${from ?? 'none'} → **${to ?? 'none'}**`)
    .join('\n');

/** The subject line of a mail. */
export const headline = (subject: Subject, occasion: 'created' | 'updated') =>
  `${subject.name}: ${occasion === 'created' ? subject.title : `changed – ${subject.title}`}`;
