import type { Context } from '../../core/context.ts';
import { own } from '../../lib/own.ts';
import type { Subject } from '../../plugin-sdk/subject.ts';
import { type Component, type WelcomeTemplate, welcomeTemplate } from '../email-templates/index.ts';
import { linksOf, shortened } from './messages.ts';
import { type WelcomeFacts as Facts, findFacts, type Person } from './welcome-facts.ts';

/** `title` is one line of plain text, `text` Markdown. */
export type Welcome = { title: string; text: string };

/** What somebody who comes to a subject is told: in the words of the project's enabled template, else in the built-in ones. */
export async function composeWelcome(ctx: Context, subject: Subject & { projectId: number }): Promise<Welcome> {
  const template = await welcomeTemplate(ctx, subject.projectId, subject.kind);
  const facts = await findFacts(ctx, subject);
  return template ? fromTemplate(subject, facts, template) : builtIn(subject, facts);
}

function builtIn(subject: Subject, facts: Facts): Welcome {
  const more = [sections['Slack Commands'](subject, facts), sections['FAQ Document'](subject, facts)];
  const text = [
    `You take part in **[${subject.name}](${subject.url})**.`,
    subject.visibility === 'Restricted' ? sections.Visibility(subject, facts) : '',
    `**${subject.title}**`,
    shortened(subject.description),
    `Status ${subject.status} · ${subject.type} · severity ${subject.severity} · priority ${subject.priority}`,
    `In charge: ${subject.commander ?? 'nobody yet'} · reported by ${subject.reporter ?? 'unknown'}`,
    [linksOf(subject), ...more].filter(Boolean).join(' · '),
    passcode(facts),
  ];
  return { title: 'you take part', text: text.filter(Boolean).join('\n\n') };
}

function fromTemplate(subject: Subject, facts: Facts, { text, body, components }: WelcomeTemplate): Welcome {
  const values = valuesOf(subject, facts);
  const title =
    filled(text ?? '', values)
      .replace(/\s+/g, ' ')
      .trim() || 'You take part';
  const parts = [
    `**${link(title, subject.links.ticket ?? subject.url)}**`,
    filled(body ?? '', values),
    ...components.map((component) => sections[component](subject, facts)),
  ];
  return { title, text: parts.filter(Boolean).join('\n\n') };
}

type Section = (subject: Subject, facts: Facts) => string;

const link = (words: string, address: string | null | undefined) => (address ? `[${words.replace(/[[\]\\]/g, '\\$&')}](${address})` : '');
const described = (what: string, name: string, description: string | null) =>
  description ? `**${what}:** ${name} – ${shortened(description)}` : `**${what}:** ${name}`;
const someone = (what: string, person: Person | null) =>
  person
    ? `**${what}:** ${link(person.name, person.weblink) || person.name} (${person.email})${person.team && person.team !== 'Unknown' ? `, ${person.team}` : ''}`
    : '';
const passcode = ({ challenge }: Facts) => (challenge ? `Passcode of the call: ${challenge}` : '');

/** What each component of a template shows; what does not exist is left out. */
const sections: Record<Component, Section> = {
  Title: ({ name, title, url }) => `**[${name}](${url}):** ${title}`,
  Description: ({ description }) => shortened(description),
  Visibility: ({ visibility }) =>
    visibility === 'Restricted'
      ? '**Restricted: share what you learn here only with people who take part.**'
      : '**Visibility:** Open – everybody in the organization may read this.',
  Status: ({ status }) => `**Status:** ${status}`,
  Type: ({ type }, facts) => described('Type', type, facts.type_description),
  Severity: ({ severity }, facts) => described('Severity', severity, facts.severity_description),
  Priority: ({ priority }, facts) => described('Priority', priority, facts.priority_description),
  Reporter: (_subject, { reporter }) => someone('Reported by', reporter),
  Commander: ({ kind }, facts) => someone(kind === 'incident' ? 'In command' : 'Assigned to', facts.in_charge),
  'Investigation Document': ({ links }) => link('Document', links.document),
  Storage: ({ links }) => link('Files', links.storage),
  Conference: ({ links }, facts) => [link('Call', links.conference), links.conference ? passcode(facts) : ''].filter(Boolean).join(' – '),
  'Slack Commands': (_subject, { commands }) => link('Commands', commands),
  'FAQ Document': (_subject, { faq }) => link('Answers to frequent questions', faq),
};

/** What stands for each `{{placeholder}}` of a template. */
function valuesOf(subject: Subject, facts: Facts): Record<string, string> {
  const { name, title, description, status, visibility, type, severity, priority, links } = subject;
  const person = (role: string, one: Person | null) => ({
    [`${role}_fullname`]: one?.name ?? '',
    [`${role}_team`]: one?.team ?? '',
    [`${role}_weblink`]: one?.weblink ?? '',
  });
  return {
    ...{ name, title, description: shortened(description), status, visibility, type, severity, priority },
    type_description: facts.type_description ?? '',
    severity_description: facts.severity_description ?? '',
    priority_description: facts.priority_description ?? '',
    ...person('reporter', facts.reporter),
    ...person('contact', facts.in_charge),
    ...person(subject.kind === 'incident' ? 'commander' : 'assignee', facts.in_charge),
    ...Object.fromEntries(
      (['ticket', 'document', 'storage', 'conference', 'conversation'] as const).map((key) => [`${key}_weblink`, links[key] ?? '']),
    ),
    conference_challenge: facts.challenge ?? '',
    faq_weblink: facts.faq ?? '',
    conversation_commands_reference_document_weblink: facts.commands ?? '',
  };
}

/** A placeholder that stands for nothing stays, so that whoever wrote it sees it. */
const filled = (text: string, values: Record<string, string>) =>
  text.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name) => own(values, name) ?? whole).trim();
