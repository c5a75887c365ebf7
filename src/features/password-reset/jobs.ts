import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { type Job, type JobDefinition, job, Skip } from '../../core/jobs.ts';
import { type SecretMail, sendSecretMail } from '../mail/index.ts';
import { SEND_RESET_LINK, TELL_OF_RESET } from './job-names.ts';
import { createResetLink } from './reset-link.ts';

/** About four minutes: whoever waits for the mail has given up by then. */
const MAX_ATTEMPTS = 8;

type Person = { id: number; email: string; has_password: boolean; outbox_id: number | null };
/** By address: they asked themselves. By id: an Owner has decided that they get a password. */
type Wanted = { email: string } | { userId: number };

/** The link is made here and now, so that it is kept nowhere; another attempt makes another one. */
const sendResetLink = job<Wanted>({
  name: SEND_RESET_LINK,
  maxAttempts: MAX_ATTEMPTS,
  async run(ctx, wanted, at, signal) {
    const person = await findPerson(ctx, wanted);
    if (!person) return new Skip('Nobody who may sign in has this address.');
    const words = 'email' in wanted && !person.has_password ? withoutPassword(ctx, person) : await withLink(ctx, person);
    return sendSecretMail(ctx, { ...addressed(person, at), ...words }, at.attempts >= MAX_ATTEMPTS, signal);
  },
});

const tellOfReset = job<{ userId: number }>({
  name: TELL_OF_RESET,
  maxAttempts: MAX_ATTEMPTS,
  async run(ctx, wanted, at, signal) {
    const person = await findPerson(ctx, wanted);
    if (!person) return new Skip('The account is gone or locked.');
    return sendSecretMail(ctx, { ...addressed(person, at), ...changed(ctx, person) }, at.attempts >= MAX_ATTEMPTS, signal);
  },
});

/** @returns undefined for an unknown address and for a locked account */
async function findPerson(ctx: Context, wanted: Wanted): Promise<Person | undefined> {
  const { rows } = await sql<Person>`
    select u.id, u.email, u.password is not null as has_password, coalesce(${ctx.tenant.id || null}::int, (
      select m.organization_id from active_members m join organizations o on o.id = m.organization_id
      where m.dispatch_user_id = u.id order by o."default" desc nulls last, o.id limit 1)) as outbox_id
    from users u where u.disabled_at is null
      and ${'email' in wanted ? sql`lower(u.email) = lower(${wanted.email})` : sql`u.id = ${wanted.userId}`}`.execute(ctx.db);
  return rows[0];
}

/** To the address of the account, never to one that somebody typed and that the database merely takes for the same. */
const addressed = ({ email, outbox_id }: Person, { name, id, attempts }: Pick<Job, 'name' | 'id' | 'attempts'>) => ({
  key: `${name}-${id}`,
  attempt: attempts,
  to: email,
  organizationId: outbox_id ?? undefined,
});

type Words = Pick<SecretMail, 'subject' | 'markdown' | 'outbox' | 'actions'>;

const withLink = async (ctx: Context, { id, email }: Person): Promise<Words> => ({
  subject: 'Choose a new password',
  markdown: [
    `A new password for **${email}** at ${ctx.settings.uiUrl} can be chosen with this link, once and within an hour.`,
    'Every browser and program that is signed in as you then has to sign in again.',
    'If you did not ask for it, you need to do nothing: your password stays as it is.',
  ].join('\n\n'),
  actions: [{ label: 'Choose a new password', url: await createResetLink(ctx, id) }],
  outbox: `A link to choose a new password was made for ${email}. It is in their mail alone.`,
});

const withoutPassword = ({ settings }: Context, { email }: Person): Words => ({
  subject: 'How you sign in',
  markdown: [
    `Somebody asked for a new password for **${email}** at ${settings.uiUrl}. This account has none.`,
    'Sign in the way you always do, or ask an Owner of your organization to give you a password.',
  ].join('\n\n'),
  outbox: `${email} was told that their account has no password.`,
});

const changed = ({ settings }: Context, { email }: Person): Words => ({
  subject: 'Your password was changed',
  markdown: [
    `The password of **${email}** at ${settings.uiUrl} was changed with a link from a mail, and everything was signed out.`,
    'If that was not you, somebody reads your mail: ask for a new link at once, and tell an Owner of your organization.',
  ].join('\n\n'),
  outbox: `${email} was told that their password was changed with a link.`,
});

export const jobs: JobDefinition[] = [sendResetLink, tellOfReset];
