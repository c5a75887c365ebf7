import PostalMime from 'postal-mime';
import { afterEach, expect, test } from 'vitest';
import { anInvitationMessage } from '../../../test/an-invitation.ts';
import { type MailServer, startMailServer, startSilentServer } from '../../../test/mail-server.ts';
import type { PluginError } from '../../plugin-sdk/failure.ts';
import type { InvitationMessage } from '../../plugin-sdk/invitation-delivery.ts';
import { mailDelivery } from './index.ts';

const NOW = new Date('2026-11-22T12:00:00.000Z');
const INVITATION = anInvitationMessage();
const { url } = INVITATION;
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function aMailServer(options: { tls?: boolean } = {}): Promise<MailServer> {
  const server = await startMailServer(options);
  stops.push(server.stop);
  return server;
}

const from = 'Tocsin <tocsin@dispatch.example.com>';
const soon = () => AbortSignal.timeout(10_000);
const unencrypted = (smtpUrl: string) => `${smtpUrl}?requireTLS=false`;
const through = (smtpUrl: string | undefined, timeoutMs = 5000) => mailDelivery({ smtpUrl, from }, { now: () => NOW, timeoutMs });

const failureOf = (work: Promise<unknown>): Promise<PluginError> =>
  work.then(
    () => expect.fail('it went well'),
    (error) => error,
  );

/** The mail as it is received, and its text as people see it: tags, comments and styles gone. */
async function received(more: Partial<InvitationMessage> = {}) {
  const server = await aMailServer();
  await through(unencrypted(server.url)).deliver(anInvitationMessage(more), soon());
  const [taken] = server.taken;
  if (!taken) return expect.fail('no mail arrived');
  const mail = await PostalMime.parse(taken.raw);
  const [text, html] = [mail.text ?? '', mail.html ?? ''];
  const shown = html
    .replace(/<!--.*?-->|<(style|head)[\s>].*?<\/\1>/gs, ' ')
    .replace(/<br\s*\/?>/g, '\n')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_whole, code) => String.fromCharCode(code));
  return { taken, mail, text, html, shown };
}

const squeezed = (words: string) => words.replace(/\s+/g, ' ').trim();

test('CHECK 24.12: both parts carry the same link, in one button and as text', async () => {
  const { taken, mail, text, html, shown } = await received();
  expect(taken.to).toEqual(['jo@example.com']);
  expect(mail).toMatchObject({ subject: 'Sam Lee invites you to Acme', from: { address: 'tocsin@dispatch.example.com' } });
  expect(text.split('\n')).toContain(url);
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, address]) => address)).toEqual([url]);
  expect(shown.split(/\s+/).filter((word) => word === url)).toHaveLength(1);
});

test('CHECK 24.12: nothing remote is referenced', async () => {
  const { html } = await received();
  expect(html).not.toMatch(/<(img|link|script|iframe|object|embed|video|audio|source|base|form)[\s>]/i);
  expect(html).not.toMatch(/\s(src|srcset|background|poster|action)=|url\(|@import/i);
  const namespaces = ['http://www.w3.org/1999/xhtml'];
  const addresses = [...html.matchAll(/https?:\/\/[^\s"'<>]+/g)].map(([address]) => address);
  expect(new Set(addresses)).toEqual(new Set([...namespaces, url]));
});

test('CHECK 24.12: a <script> in the organization name stays text', async () => {
  const organization = { ...INVITATION.organization, name: 'Acme <script>alert(1)</script> & {{url}}' };
  const { mail, html, shown, text } = await received({ organization });
  expect(html).not.toMatch(/<script/i);
  for (const part of [shown, text, mail.subject ?? '']) expect(part).toContain('Acme <script>alert(1)</script> & {{url}}');
});

test('an address in the names or in the note is gone from every part', async () => {
  const { mail, text, shown, html } = await received({
    name: 'Jo evil.example',
    organization: { ...INVITATION.organization, name: 'Acme https://evil.example/claim' },
    inviter: { name: 'Sam www.evil.example', email: 'sam@example.com' },
    note: 'Hello!\nUse http://evil.example:8080/claim?invite_token=x instead, or ask eve@evil.example.\n\n<b>See you</b>',
  });
  for (const part of [mail.subject ?? '', text, html]) expect(part).not.toContain('evil');
  expect(mail.subject).toBe('Sam invites you to Acme');
  for (const part of [text, shown]) {
    expect(squeezed(part)).toContain('Hello Jo,');
    expect(squeezed(part)).toContain('Sam writes: Hello! Use instead, or ask');
    expect(part).toContain('<b>See you</b>');
  }
});

test('a name that is nothing but an address is the slug instead', async () => {
  const { mail } = await received({ organization: { ...INVITATION.organization, name: 'evil.example' } });
  expect(mail.subject).toBe('Sam Lee invites you to acme');
});

test('both parts say the same: who invites, into what, as what, until when, and what to do otherwise', async () => {
  const { text, shown } = await received({ name: 'Jo', note: 'We start on Monday.' });
  const words = [
    'Hello Jo,',
    'Sam Lee (sam@example.com) invites you to the organization Acme on Tocsin.',
    'You will be a responder: you open incidents, work on them and close them.',
    'Sam Lee writes: We start on Monday.',
    'The link is good until Monday, November 23, 2026 at 10:00 AM UTC, once, for jo@example.com alone.',
    'Open the invitation',
    'If you did not expect this, ignore it: nothing happens unless the link is opened and accepted.',
  ];
  for (const part of [text, shown].map(squeezed)) for (const sentence of words) expect(part).toContain(sentence);
});

test.each([
  ['Owner', ['admin', 'write', 'read'], 'an owner:'],
  ['Manager', ['admin', 'write', 'read'], 'a manager:'],
  ['Admin', ['admin', 'write', 'read'], 'an administrator:'],
  ['Member', ['write', 'read'], 'a responder:'],
  ['Member', ['read'], 'a viewer:'],
])('%s with %o is "%s"', async (organizationRole, roles, words) => {
  expect((await received({ organizationRole, roles })).text).toContain(`You will be ${words}`);
});

test.each([
  ['de', 'Montag, 23. November 2026 um 10:00 UTC'],
  ['fr-CA', 'lundi 23 novembre 2026 à 10 h 00 UTC'],
  ['ja', '2026年11月23日月曜日 10:00 UTC'],
  ['en_GB', 'Monday, November 23, 2026 at 10:00 AM UTC'],
  ['', 'Monday, November 23, 2026 at 10:00 AM UTC'],
])('the end is in the manner of the locale %s, with the time zone', async (locale, moment) => {
  const { text } = await received({ locale });
  expect(squeezed(text)).toContain(moment);
});

test('where the installation itself invites, nobody is named', async () => {
  const { mail, text } = await received({ inviter: undefined });
  expect(mail.subject).toBe('You are invited to Acme');
  expect(text).toContain('You are invited to the organization Acme on Tocsin.');
});

test('INV-38: the mail says that no person sent it, and every attempt at a link has the same Message-ID', async () => {
  const server = await aMailServer();
  const channel = through(unencrypted(server.url));
  const { providerMessageId } = await channel.deliver(INVITATION, soon());
  await channel.deliver(INVITATION, soon());
  await channel.deliver(anInvitationMessage({ generation: 2 }), soon());
  const mails = await Promise.all(server.taken.map(({ raw }) => PostalMime.parse(raw)));
  expect(mails.map(({ messageId }) => messageId)).toEqual([
    providerMessageId,
    providerMessageId,
    `<${INVITATION.invitationId}.2@dispatch.example.com>`,
  ]);
  expect(mails[0]?.headers).toContainEqual(expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }));
  expect(mails[0]?.date).toBe(NOW.toISOString());
});

test('without TLS nothing is sent, and what to do is said', async () => {
  const server = await aMailServer();
  const failure = await failureOf(through(server.url).deliver(INVITATION, soon()));
  expect(failure).toMatchObject({ retry: false, message: expect.stringMatching(/no TLS.*\?requireTLS=false/) });
  expect(server.taken).toEqual([]);
});

test('a certificate that nobody vouches for is as good as none', async () => {
  const server = await aMailServer({ tls: true });
  const failure = await failureOf(through(server.url).deliver(INVITATION, soon()));
  expect(failure.message).toMatch(/certificate that is not trusted.*NODE_EXTRA_CA_CERTS/);
  expect(server.taken).toEqual([]);
});

test('with TLS the mail goes through it', async () => {
  const server = await aMailServer({ tls: true });
  await through(`${server.url}?tls.rejectUnauthorized=false`).deliver(INVITATION, soon());
  expect(server.taken).toMatchObject([{ to: ['jo@example.com'], secure: true }]);
});

test.each([
  [451, true],
  [554, false],
])('a mail server that answers %d: another attempt helps is %s; a link that it repeats is not passed on', async (code, retry) => {
  const server = await aMailServer();
  Object.assign(server, { refuse: `Suspicious: ${url}`, refuseCode: code });
  const failure = await failureOf(through(unencrypted(server.url)).deliver(INVITATION, soon()));
  expect(failure).toMatchObject({ name: 'PluginError', retry, message: expect.stringContaining('Suspicious') });
  expect(failure.message).not.toContain('invite_token=');
});

test('a mail server that does not know the password: what to correct is said, and the password is not', async () => {
  const server = await aMailServer({ tls: true });
  const address = server.url.replace('//', '//ada:the-mail-word@');
  const failure = await failureOf(through(`${address}?tls.rejectUnauthorized=false`).deliver(INVITATION, soon()));
  expect(failure).toMatchObject({ retry: false, message: expect.stringMatching(/does not let us in.*DISPATCH_SMTP_URL/) });
  expect(failure.message).not.toContain('the-mail-word');
});

test('without a mail server the settings are named', async () => {
  expect(await failureOf(through(undefined).deliver(INVITATION, soon()))).toMatchObject({
    retry: false,
    message: expect.stringMatching(/DISPATCH_SMTP_URL.*DISPATCH_INVITE_DELIVERY=none/),
  });
});

test('a mail server that is not there, or never says a word, is tried again; passwords are not told', async () => {
  const gone = await failureOf(through('smtp://ada:the-mail-word@127.0.0.1:9').deliver(INVITATION, soon()));
  expect(gone).toMatchObject({ retry: true, message: expect.stringContaining('127.0.0.1:9') });
  expect(gone.message).not.toContain('the-mail-word');
  const silent = await startSilentServer();
  stops.push(silent.stop);
  expect(await failureOf(through(silent.url, 100).deliver(INVITATION, soon()))).toMatchObject({ retry: true });
  const ended = await failureOf(through(silent.url).deliver(INVITATION, AbortSignal.timeout(100)));
  expect(ended).toMatchObject({ retry: true, message: expect.stringContaining('in time') });
});
