import { readFileSync } from 'node:fs';
import type { InvitationMessage } from '../../plugin-sdk/invitation-delivery.ts';
import { withoutLinks } from './without-links.ts';

const LAYOUT = readFileSync(new URL('./invitation.html', import.meta.url), 'utf8');
const LONGEST_NAME = 120;
const PREVIEW_LENGTH = 120;

/** @returns the mail in both forms, the same words in both; the link is the only address in it */
export function contentOf(message: InvitationMessage): { subject: string; text: string; html: string } {
  const words = wordsOf(message);
  const { subject, greeting, invitation, role, note, until, button, url, unexpected } = words;
  const text = [greeting, invitation, role, note, until, `${button}:\n${url}`, unexpected];
  return {
    subject,
    text: `${text.filter(Boolean).join('\n\n')}\n`,
    html: filled({ ...words, preview: invitation.slice(0, PREVIEW_LENGTH) }),
  };
}

function wordsOf(message: InvitationMessage) {
  const { locale, expiresAt, url, inviter } = message;
  const organization = nameOf(message.organization.name) || message.organization.slug;
  const name = nameOf(message.name ?? '');
  const inviterName = nameOf(inviter?.name ?? '');
  const who = inviter && (inviterName ? `${inviterName} (${inviter.email})` : inviter.email);
  const note = withoutLinks(message.note ?? '', { lines: true });
  return {
    subject: inviterName ? `${inviterName} invites you to ${organization}` : `You are invited to ${organization}`,
    greeting: name ? `Hello ${name},` : 'Hello,',
    invitation: who
      ? `${who} invites you to the organization ${organization} on Tocsin.`
      : `You are invited to the organization ${organization} on Tocsin.`,
    role: `You will be ${roleOf(message)}.`,
    note: note && `${inviterName || inviter?.email || organization} writes:\n${note}`,
    until: `The link is good until ${momentOf(expiresAt, locale)}, once, for ${message.email} alone.`,
    button: 'Open the invitation',
    otherwise: 'Or open this address:',
    url,
    unexpected: 'If you did not expect this, ignore it: nothing happens unless the link is opened and accepted.',
  };
}

const nameOf = (text: string) => withoutLinks(text).slice(0, LONGEST_NAME).trim();

/** A person's role as they will find it, not as tokens spell it. */
function roleOf({ roles, organizationRole }: InvitationMessage): string {
  switch (organizationRole) {
    case 'Owner':
      return 'an owner: you may do everything, and appoint other owners';
    case 'Manager':
      return 'a manager: you run the organization, its settings and its people';
    case 'Admin':
      return 'an administrator: you look after settings and people';
    default:
      return roles.includes('write')
        ? 'a responder: you open incidents, work on them and close them'
        : 'a viewer: you see everything that is shared with you, and change nothing';
  }
}

/** @returns `Tuesday, January 6, 2026 at 9:00 AM UTC`, in the manner of the locale; in that of English where it is unknown */
function momentOf(at: Date, locale: string): string {
  const shown = {
    ...({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' } as const),
    ...({ hour: 'numeric', minute: '2-digit', timeZone: 'UTC', timeZoneName: 'short' } as const),
  };
  try {
    return new Intl.DateTimeFormat([locale, 'en'], shown).format(at);
  } catch {
    // No language tag at all.
    return new Intl.DateTimeFormat('en', shown).format(at);
  }
}

/** In one pass: what stands in a value is not looked at for places to fill. */
const filled = (values: Record<string, string>) =>
  LAYOUT.replace(/\{\{(\w+)\}\}/g, (_whole, name) => escaped(values[name] ?? '').replaceAll('\n', '<br>'));

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
