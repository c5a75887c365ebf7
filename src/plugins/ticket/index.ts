import { createHash } from 'node:crypto';
import Type from 'typebox';
import type { Ticket } from '../../plugin-sdk/capabilities.ts';
import { BUILT_IN, plugin } from '../../plugin-sdk/catalogue.ts';
import type { Host } from '../../plugin-sdk/host.ts';
import type { Resource, Subject } from '../../plugin-sdk/subject.ts';

const MAX_KEY_LENGTH = 80;

const Configuration = Type.Object({
  use_incident_name: Type.Boolean({
    default: true,
    title: 'Use the name of the incident',
    description: 'On: the ticket is called like the incident. Off: it is called after the project and the title.',
  }),
});

/** Tickets that live in Tocsin: the page of the incident or case is the ticket. */
export const ticketPlugin = plugin({
  slug: 'dispatch-ticket',
  title: 'Tocsin tickets',
  type: 'ticket',
  description: 'Every incident and case is its own ticket; no other system is needed.',
  ...BUILT_IN,
  configuration: Configuration,
  create: ({ use_incident_name }, host) => tickets(host, use_incident_name),
});

const tickets = (host: Host, useName: boolean): Ticket => ({
  find: (key) => host.made.find<Resource>(key),
  create: (key, subject) => host.made.keep(key, subject, ticketOf(subject, useName)),
  // The page shows the subject as it is now: there is no copy to update or to take away.
  update: async () => {},
  delete: async () => {},
  createForTask: async (key, task, parent) => ({
    resource_id: `${parent.resource_id}-${createHash('sha256').update(key).digest('hex').slice(0, 6)}`,
    resource_type: 'dispatch-internal-task-ticket',
    weblink: task.url,
  }),
});

const ticketOf = (subject: Subject, useName: boolean): Resource => ({
  resource_id: useName || subject.kind === 'case' ? subject.name : keyOf(subject),
  resource_type: 'dispatch-internal-ticket',
  weblink: subject.url,
});

/** `default-disk-full-on-db-3-17`; the id stays whole when the title is long */
function keyOf({ project, title, id }: Subject): string {
  const words = `${project}-${title}`
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${words.slice(0, MAX_KEY_LENGTH - String(id).length - 1).replace(/-+$/, '')}-${id}`;
}
