import { flag, integer, list, matching, secret, text, url } from './read.ts';
import { BASIC_PROVIDER } from './sign-in.ts';

const CHANNELS = ['smtp', 'segment', 'webhook', 'log', 'none'] as const;
/** Nobody but the person, and whoever runs the server, sees what these carry. */
const DIRECT = new Set(['smtp', 'log', 'none']);
const MIN_SECRET_BYTES = 32;

const eventName = <F extends string>(when: string, fallback: F) =>
  matching(`name of the event ${when}`, fallback, 'a name of at most 200 characters', /^.{1,200}$/);

/** How invitations reach people. */
export const DELIVERY_SETTINGS = {
  DISPATCH_INVITE_PRIVATE_KEY: secret(
    'signs invitations: RSA of at least 2048 bits, PKCS #8 in PEM; made and kept in the database when absent',
  ),
  DISPATCH_INVITE_KEYS_DIR: text(
    'folder of such keys, *.pem: the first in the order of the names signs, the second is the next',
    undefined,
  ),
  DISPATCH_INVITE_DELIVERY: list(
    'how links reach people: smtp, segment, webhook, several of them, log (development only), or none: administrators copy links',
    `a list of: ${CHANNELS.join(', ')}`,
    new RegExp(`^(${CHANNELS.join('|')})$`),
    ['smtp'],
  ),
  DISPATCH_INVITE_ALLOW_INDIRECT_WITH_BASIC: flag(
    'lets segment and webhook carry links although people sign in by password: whoever reads a link there first can set the password',
    false,
  ),
  DISPATCH_INVITE_CHUNK_PREFIX: matching(
    'beginning of the traits that hold the pieces of a link, 0, 1, … behind it',
    'invite_url_',
    'a name of letters, digits and underscores that begins with a letter',
    /^[a-z]\w{0,99}$/i,
  ),
  DISPATCH_SEGMENT_WRITE_KEY: secret('write key of the source in Segment'),
  DISPATCH_SEGMENT_HOST: matching(
    'scheme and host of Segment in the region of the workspace; the wrong region accepts everything and keeps nothing',
    'https://api.segment.io',
    'an address without a path, such as https://events.eu1.segmentapis.com',
    /^https?:\/\/[^\s/?#@]+\/*$/i,
  ),
  DISPATCH_SEGMENT_PATH: matching('path behind that host', '/v1/batch', 'a path that starts with a slash', /^\/[^\s?#]*$/),
  DISPATCH_SEGMENT_INTEGRATIONS: list(
    'destinations that are given the calls with the link; no other is',
    'a list of names as Segment writes them',
    /^.{1,200}$/,
    ['Intercom Cloud Mode (Actions)'],
  ),
  DISPATCH_SEGMENT_TRACK_DELAY: integer(
    'how long after the contact is accepted the mail is triggered, seconds; it takes a while until a contact is there',
    5,
    { max: 60 },
  ),
  DISPATCH_SEGMENT_GROUP: flag('tells Segment the organization by a group call as well', false),
  DISPATCH_SEGMENT_EVENT_INVITE: eventName('for the first link of an invitation', 'invite'),
  DISPATCH_SEGMENT_EVENT_INVITE_RESENT: eventName('for each further link', 'invite_resent'),
  DISPATCH_SEGMENT_EVENT_INVITE_CLAIMED: eventName('when an invitation is accepted', 'invite_claimed'),
  DISPATCH_SEGMENT_EVENT_INVITE_DECLINED: eventName('when one is declined', 'invite_declined'),
  DISPATCH_SEGMENT_EVENT_INVITE_REVOKED: eventName('when one is revoked', 'invite_revoked'),
  DISPATCH_SEGMENT_EVENT_INVITE_EXPIRED: eventName('when one has expired', 'invite_expired'),
  TOCSIN_INVITE_WEBHOOK_URL: url('address that is sent each link', undefined, ['http:', 'https:'], { secret: true }),
  TOCSIN_INVITE_WEBHOOK_SECRET: secret('signs what it is sent: at least 32 bytes, or base64 of as many behind whsec_'),
} as const;

export type DeliveryValues = {
  DISPATCH_INVITE_DELIVERY: string[];
  DISPATCH_INVITE_ALLOW_INDIRECT_WITH_BASIC: boolean;
  DISPATCH_SEGMENT_WRITE_KEY: string | undefined;
  DISPATCH_SEGMENT_HOST: string;
  TOCSIN_INVITE_WEBHOOK_URL: string | undefined;
  TOCSIN_INVITE_WEBHOOK_SECRET: string | undefined;
  DISPATCH_AUTHENTICATION_PROVIDER_SLUG: string;
};

type Problem = { name: string; message: string };

/** What the chosen channels cannot do without, and what they must not be chosen with. */
export function deliveryProblems(values: DeliveryValues, production: boolean): Problem[] {
  const channels = values.DISPATCH_INVITE_DELIVERY;
  return [
    ...choiceProblems(channels, production),
    ...indirectProblems(values),
    ...(channels.includes('segment') ? segmentProblems(values, production) : []),
    ...(channels.includes('webhook') ? webhookProblems(values, production) : []),
  ];
}

function choiceProblems(channels: string[], production: boolean): Problem[] {
  const name = 'DISPATCH_INVITE_DELIVERY';
  if (channels.includes('none') && channels.length > 1)
    return [{ name, message: '`none` stands alone: leave it out, or leave out the others.' }];
  return production && channels.includes('log')
    ? [{ name, message: '`log` writes links where others read them, which production refuses; choose smtp, or none to copy links.' }]
    : [];
}

/** INV-40a: the link is all the proof of a mailbox there is where people sign in by password. */
function indirectProblems(values: DeliveryValues): Problem[] {
  const indirect = values.DISPATCH_INVITE_DELIVERY.filter((one) => !DIRECT.has(one));
  if (
    !indirect.length ||
    values.DISPATCH_AUTHENTICATION_PROVIDER_SLUG !== BASIC_PROVIDER ||
    values.DISPATCH_INVITE_ALLOW_INDIRECT_WITH_BASIC
  )
    return [];
  return [
    {
      name: 'DISPATCH_INVITE_DELIVERY',
      message: `${indirect.join(' and ')} would show links to others, and with ${BASIC_PROVIDER} whoever reads a link first can set the password. Use smtp, sign in with another provider, or set DISPATCH_INVITE_ALLOW_INDIRECT_WITH_BASIC=true to accept that.`,
    },
  ];
}

function segmentProblems({ DISPATCH_SEGMENT_WRITE_KEY: key, DISPATCH_SEGMENT_HOST: host }: DeliveryValues, production: boolean): Problem[] {
  const problems: Problem[] = [];
  if (!key)
    problems.push({
      name: 'DISPATCH_SEGMENT_WRITE_KEY',
      message: 'is needed for the delivery `segment`: the write key of the source in Segment.',
    });
  if (production && !/^https:/i.test(host))
    problems.push({ name: 'DISPATCH_SEGMENT_HOST', message: 'must start with https:// in production: links are sent there.' });
  return problems;
}

function webhookProblems(values: DeliveryValues, production: boolean): Problem[] {
  const { TOCSIN_INVITE_WEBHOOK_URL: address, TOCSIN_INVITE_WEBHOOK_SECRET: key } = values;
  const problems: Problem[] = [];
  const wrong = (name: string, message: string) => problems.push({ name, message });
  if (!address) wrong('TOCSIN_INVITE_WEBHOOK_URL', 'is needed for the delivery `webhook`: the address that is sent each link.');
  else if (new URL(address).username || new URL(address).password)
    wrong('TOCSIN_INVITE_WEBHOOK_URL', 'holds a user or password; leave them out, the signature says who sends.');
  else if (production && !/^https:/i.test(address))
    wrong('TOCSIN_INVITE_WEBHOOK_URL', 'must start with https:// in production: links are sent there.');
  if (!key) wrong('TOCSIN_INVITE_WEBHOOK_SECRET', 'is needed for the delivery `webhook`; make one with `openssl rand -base64 48`.');
  else if (keyBytes(key) < MIN_SECRET_BYTES)
    wrong('TOCSIN_INVITE_WEBHOOK_SECRET', `use at least ${MIN_SECRET_BYTES} bytes, for example from \`openssl rand -base64 48\`.`);
  return problems;
}

const keyBytes = (key: string) =>
  key.startsWith('whsec_') ? Buffer.from(key.slice('whsec_'.length), 'base64').length : Buffer.byteLength(key);
