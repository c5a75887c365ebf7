import { PluginError } from '../../plugin-sdk/failure.ts';
import type { InvitationDelivery, InvitationMessage } from '../../plugin-sdk/invitation-delivery.ts';
import { contentOf } from './content.ts';

export type MailSettings = {
  /** undefined: there is no mail server, and every delivery says so */
  smtpUrl: string | undefined;
  from: string;
};

/**
 * A mail through an SMTP server, encrypted on the way: a server without TLS is refused unless the address says `?requireTLS=false`.
 *
 * @param more.timeoutMs of each step of the conversation; all of it may take three times as long
 */
export const mailDelivery = (
  settings: MailSettings,
  { now, timeoutMs = 20_000 }: { now(): Date; timeoutMs?: number },
): InvitationDelivery => ({
  name: 'smtp',
  async deliver(message, signal) {
    const { smtpUrl, from } = settings;
    if (!smtpUrl)
      throw new PluginError(
        'No mail server is configured. Set DISPATCH_SMTP_URL, or DISPATCH_INVITE_DELIVERY=none and copy links for people.',
        { retry: false },
      );
    // Loaded at the first invitation, as for every other mail.
    const { createTransport } = await import('nodemailer');
    const timeouts = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
    const transport = createTransport({ url: smtpUrl, requireTLS: true, ...timeouts });
    const ends = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs * 3)]);
    const messageId = idOf(message);
    try {
      await transport.sendMail({
        ...contentOf(message),
        ...{ from, to: { name: '', address: message.email }, messageId, date: now() },
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
        signal: ends,
      });
      return { providerMessageId: messageId };
    } catch (error) {
      throw failureOf(error as SmtpError, smtpUrl, ends.aborted, message.url);
    } finally {
      transport.close();
    }
  },
});

/** The same for every attempt at the same link, so that whoever receives a second copy drops it. */
const idOf = ({ invitationId, generation, url }: InvitationMessage) => `<${invitationId}.${generation}@${new URL(url).hostname}>`;

/** `originalCode`: of the socket below; `permanent`: the server says so */
type SmtpError = Error & { code?: string; originalCode?: string; permanent?: boolean };

const LONGEST_ANSWER = 300;
const ABOUT_CERTIFICATES = /CERT|SELF_SIGNED|UNABLE_TO_/;

function failureOf(error: SmtpError, smtpUrl: string, ended: boolean, secret: string): PluginError {
  const server = `The mail server ${new URL(smtpUrl).host}`;
  if (ended) return new PluginError(`${server} did not take the mail in time.`);
  // A filter that refuses a mail may repeat what it did not like in it.
  const said = error.message
    .replaceAll(secret, '…')
    .replace(/invite_token=\S+/g, '…')
    .slice(0, LONGEST_ANSWER);
  return new PluginError(`${server} ${complaint(error, said)}`, { retry: !error.permanent });
}

function complaint({ code, originalCode = '' }: SmtpError, said: string): string {
  if (ABOUT_CERTIFICATES.test(originalCode))
    return `has a certificate that is not trusted (${said}). Renew it, or name its authority in NODE_EXTRA_CA_CERTS.`;
  if (code === 'ETLS')
    return `offers no TLS (${said}). Add it there, or end DISPATCH_SMTP_URL with ?requireTLS=false to send links unencrypted.`;
  if (code === 'EAUTH') return `does not let us in (${said}). Correct user and password in DISPATCH_SMTP_URL.`;
  return `did not take the mail: ${said}`;
}
