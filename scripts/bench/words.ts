/** What goes wrong, where, and what is done about it: enough words that searches find some incidents and not all. */
export const TROUBLES = [
  'Disk full',
  'Slow answers',
  'Expired certificate',
  'Login failures',
  'Packet loss',
  'Duplicate charges',
  'Stale search results',
  'Replication lag',
  'Failed backup',
  'Memory leak',
  'Suspicious sign-ins',
  'Phishing wave',
  'Leaked token',
  'Broken deploy',
  'Queue backlog',
  'Missing invoices',
  'Wrong exchange rates',
  'Unreachable region',
  'Corrupt cache',
  'Malware on a laptop',
  'Lost device',
  'Denial of service',
  'Empty dashboards',
  'Delayed e-mails',
];

export const PLACES = [
  'payments-db',
  'checkout',
  'search cluster',
  'identity provider',
  'edge proxies',
  'data warehouse',
  'mobile gateway',
  'mail relay',
  'billing',
  'warehouse scanners',
  'customer portal',
  'build farm',
  'object storage',
  'support desk',
  'recommendation service',
  'session store',
];

export const OBSERVATIONS = [
  'Alerts began a few minutes after the morning deployment and grew with the load.',
  'Customers in two countries report that the page stays empty after they sign in.',
  'The error rate rose from almost nothing to one in five requests.',
  'Several accounts were used from places their owners have never been to.',
  'The nightly job ended without a result and nobody was told.',
  'Dashboards show gaps, so the true beginning is not known yet.',
  'A supplier announced maintenance that lasted longer than planned.',
  'The on-call engineer saw memory grow by a gigabyte an hour until the process was ended.',
];

export const CONSEQUENCES = [
  'Orders are taken but not confirmed.',
  'Nobody outside the company has noticed so far.',
  'The support desk receives about thirty questions an hour.',
  'Reports for the finance department will be late.',
  'Partners cannot send their files.',
  'New employees cannot be set up.',
];

export const RESOLUTIONS = [
  'The deployment was taken back and the check that would have caught it was added.',
  'The volume was enlarged and old files are now removed daily.',
  'All sessions were ended, the keys replaced and the owners told.',
  'The supplier mended it; we switched over to the second region meanwhile.',
  'The query was given its index and the queue drained within an hour.',
];

export const EVENTS = [
  'Incident created',
  'Incident notifications sent',
  'Ticket created',
  'Conversation created',
  'Incident commander assigned',
  'Participants invited to the conversation',
  'Priority changed after the first assessment',
  'Tactical report created',
  'Executive report created',
  'Error rate back to normal',
];

export const TASKS = [
  'Find out which customers were affected',
  'Write the message for the status page',
  'Enlarge the volume and watch it for a day',
  'Ask the supplier for a written explanation',
  'Add an alert on the length of the queue',
  'Rotate the keys of the service account',
  'Restore the table from the last good backup',
];

export const MESSAGES = [
  'I am looking at the graphs now.',
  'The last deployment was eleven minutes before the first alert.',
  'Taking it back, give me five minutes.',
  'Support confirms that new orders go through again.',
  'Who knows how the nightly job is started?',
  'The error rate falls, I would wait another ten minutes.',
  'Two replicas are behind by an hour; reads go to the primary.',
];

export const NAMES = ['Ada', 'Berta', 'Cem', 'Dunja', 'Emil', 'Farah', 'Gustav', 'Hana', 'Ivo', 'Jana', 'Kofi', 'Lena', 'Mirko', 'Nora'];
export const SURNAMES = ['Adler', 'Brandt', 'Costa', 'Dahl', 'Egger', 'Fontana', 'Gruber', 'Haas', 'Ito', 'Jansen', 'Keller', 'Lang'];
