import { createHash } from 'node:crypto';
import Type from 'typebox';
import type { Email } from '../../plugin-sdk/capabilities.ts';
import { BUILT_IN, plugin } from '../../plugin-sdk/catalogue.ts';
import { PluginError } from '../../plugin-sdk/failure.ts';
import type { Host } from '../../plugin-sdk/host.ts';

const TIMEOUT_MS = 20_000;

const Configuration = Type.Object({
  smtp_url: Type.Optional(
    Type.String({
      format: 'uri',
      maxLength: 1000,
      secret: true,
      title: 'Mail server',
      description: 'smtp://user:password@host:587 or smtps://…:465. Empty: the mail server of the installation, if it has one.',
    }),
  ),
  from: Type.Optional(
    Type.String({ format: 'email', maxLength: 320, title: 'Sender', description: 'Empty: the sender of the installation.' }),
  ),
});

/** Mail through any SMTP server. */
export const mailPlugin = plugin({
  slug: 'tocsin-mail',
  title: 'Mail',
  type: 'email',
  description: 'Sends mail through an SMTP server. Without one, every mail is kept and can be read in the application.',
  ...BUILT_IN,
  configuration: Configuration,
  create: (configuration, host) => mail(host, configuration.smtp_url || host.mail.smtpUrl, configuration.from || host.mail.from),
});

const mail = (host: Host, smtpUrl: string | undefined, from: string): Email => ({
  configured: smtpUrl !== undefined,
  send: async (key, { to, cc, subject, text, html }, signal) => {
    if (!smtpUrl) throw new PluginError('No mail server is configured. Enter one in the settings of the mail plug-in.', { retry: false });
    // Loaded at the first mail: most processes of most installations never send one.
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({
      url: smtpUrl,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    });
    const stop = () => transport.close();
    signal.addEventListener('abort', stop);
    try {
      await transport.sendMail({
        from,
        to,
        cc,
        subject,
        text,
        html,
        messageId: messageId(host, key),
        date: host.now(),
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    } catch (cause) {
      throw new PluginError(`The mail server ${new URL(smtpUrl).host} did not take the mail: ${(cause as Error).message}`, { cause });
    } finally {
      signal.removeEventListener('abort', stop);
      transport.close();
    }
  },
});

/** The same for every attempt at the same mail, so that a receiver drops the second copy. */
const messageId = (host: Host, key: string) =>
  `<${createHash('sha256').update(`${host.organization.slug}:${key}`).digest('hex').slice(0, 40)}@${new URL(host.uiUrl).hostname}>`;
