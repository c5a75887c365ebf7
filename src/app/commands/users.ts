import { text as readStream } from 'node:stream/consumers';
import { confirm as askConfirm, password as askPassword, isCancel } from '@clack/prompts';
import { type Command, InvalidArgumentError } from 'commander';
import { sql } from 'kysely';
import { audit } from '../../core/audit.ts';
import { type Context, NOWHERE, type System, systemContext } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { ROLES, type Role } from '../../core/roles.ts';
import { INSTANCE_SCOPES, type InstanceScope } from '../../core/scopes.ts';
import {
  addMember,
  createUser,
  endEverySession,
  findUserId,
  instanceScopes,
  removeSecondFactors,
  requirePasswords,
  storedPassword,
} from '../../features/auth/index.ts';
import { setMemberRole } from '../../features/members/index.ts';
import { createOrganization } from '../../features/organizations/index.ts';
import { createResetLink } from '../../features/password-reset/index.ts';
import { StartupError } from '../startup-error.ts';
import { addInviteCommand } from './invite.ts';
import { inOrganization, OPERATOR, printTable, say, withSystem } from './with-system.ts';

type PasswordOptions = { password?: string; passwordStdin?: boolean };
type Place = { organization: string; role: Role };

const roleOf = (text: string): Role => {
  const role = ROLES.find((one) => one.toLowerCase() === text.toLowerCase());
  if (!role) throw new InvalidArgumentError(`Choose one of ${ROLES.join(', ')}.`);
  return role;
};

const instanceScope = (text: string, before: InstanceScope[] = []): InstanceScope[] => {
  const scope = INSTANCE_SCOPES.find((one) => one === text);
  if (!scope) throw new InvalidArgumentError(`Choose from ${INSTANCE_SCOPES.join(', ')}.`);
  return [...before, scope];
};

const emailOf = (text: string): string => {
  if (!/^[^\s@]+@[^\s@]+$/.test(text)) throw new InvalidArgumentError('Give an e-mail address.');
  return text;
};

export function addUserCommands(program: Command) {
  const user = program.command('user').description('accounts');
  const place = (command: Command) =>
    command
      .requiredOption('-o, --organization <slug>', 'slug of the organization')
      .requiredOption('-r, --role <role>', ROLES.join(', '), roleOf);
  const secret = (command: Command) =>
    command
      .option('--password <text>', 'visible in the process list: prefer the next one')
      .option('--password-stdin', 'reads the password from standard input');
  secret(
    place(user.command('register').argument('<email>', 'address', emailOf).description('creates an account in an organization')),
  ).action(register);
  place(user.command('update').argument('<email>', 'address', emailOf).description("sets an account's role in an organization")).action(
    update,
  );
  secret(user.command('reset').argument('<email>', 'address', emailOf).description('sets a new password and ends all sessions')).action(
    reset,
  );
  user
    .command('reset-link')
    .argument('<email>', 'address', emailOf)
    .description('prints a link to choose a new password: once, within an hour')
    .option('--json', 'machine-readable')
    .action(resetLink);
  user
    .command('remove-second-factor')
    .argument('<email>', 'address', emailOf)
    .description('for whoever lost their phone, passkeys and recovery codes: the password alone signs in again; ends all sessions')
    .option('--yes', 'does not ask')
    .action(removeSecondFactor);
  addInviteCommand(user);
  user
    .command('list')
    .description('lists the accounts with their organizations')
    .option('-o, --organization <slug>', 'only members of this organization')
    .option('--json', 'machine-readable')
    .action(list);
  user
    .command('instance')
    .argument('<email>', 'address', emailOf)
    .description('says what an account may do for the whole installation; the scopes given replace those it had')
    .option('--grant <scope...>', INSTANCE_SCOPES.join(', '), instanceScope)
    .option('--revoke', 'takes all of them away')
    .option('--json', 'machine-readable')
    .action(instance);
  for (const [name, about] of [
    ['disable', 'locks an account and ends all its sessions; nothing of it is lost'],
    ['enable', 'unlocks an account'],
  ] as const)
    user
      .command(name)
      .argument('<email>', 'address', emailOf)
      .description(about)
      .action((email: string) => setDisabled(email, name === 'disable'));
  program
    .command('organization')
    .description('tenants')
    .command('create')
    .argument('<name>', 'as people read it')
    .option('--description <text>', 'what it is for')
    .option('--json', 'machine-readable')
    .description('creates an organization with its first project')
    .action(organization);
}

async function register(email: string, { organization: slug, role, ...given }: Place & PasswordOptions) {
  await withSystem(async (system) => {
    const ctx = await inOrganization(system, slug);
    if (await findUserId(system, email))
      throw new StartupError(`${email} has an account already; use \`user update\` for the role and \`user reset\` for the password.`);
    const password = await storedPassword(system, await passwordFrom(given), { email });
    await transaction(ctx, async (tx) => {
      const userId = await createUser(tx, { email, password });
      await letIn(tx, { userId, email, role });
    });
    say(`${email} is ${role} of ${slug}.`);
  });
}

async function update(email: string, { organization: slug, role }: Place) {
  await withSystem(async (system) => {
    const ctx = await inOrganization(system, slug);
    const userId = await knownUser(system, email);
    await transaction(ctx, async (tx) => {
      if (await belongsTo(tx, userId)) await setMemberRole(tx, { userId, role, isReadOnly: false });
      else await letIn(tx, { userId, email, role });
    });
    say(`${email} is ${role} of ${slug}.`);
  });
}

const belongsTo = async (tx: Context, userId: number) =>
  (await tx.db
    .selectFrom('organization_members')
    .select('id')
    .where('organization_id', '=', tx.tenant.id)
    .where('dispatch_user_id', '=', userId)
    .where('status', '<>', 'removed')
    .executeTakeFirst()) !== undefined;

async function letIn(tx: Context, { userId, email, role }: { userId: number; email: string; role: Role }) {
  await addMember(tx, { userId, organizationId: tx.tenant.id, role, source: 'bootstrap' });
  audit(tx, { action: 'member.added', target: { kind: 'user', id: userId, name: email }, changes: { role: { from: null, to: role } } });
}

async function reset(email: string, given: PasswordOptions) {
  await withSystem(async (system) => {
    const userId = await knownUser(system, email);
    const password = await storedPassword(system, await passwordFrom(given), { email });
    await transaction(outside(system), async (tx) => {
      await tx.db.updateTable('users').set({ password, updated_at: tx.now() }).where('id', '=', userId).execute();
      await endEverySession(tx, userId);
    });
    say(`${email} has a new password; every session has ended.`);
  });
}

async function resetLink(email: string, { json }: { json?: boolean }) {
  await withSystem(async (system) => {
    requirePasswords(system);
    const userId = await knownUser(system, email);
    const { disabled_at } = await system.db.selectFrom('users').select('disabled_at').where('id', '=', userId).executeTakeFirstOrThrow();
    if (disabled_at !== null) throw new StartupError(`${email} is locked out; \`user enable\` lets them in again.`);
    const link = await createResetLink(system, userId);
    if (json) say(JSON.stringify({ email, link }, null, 2));
    else say(`Whoever opens this link first, within an hour, chooses the password of ${email}:\n\n  ${link}\n`);
  });
}

async function removeSecondFactor(email: string, { yes = false }: { yes?: boolean }) {
  await withSystem(async (system) => {
    const userId = await knownUser(system, email);
    if (!yes)
      await confirmed(`Be sure that it is ${email} who asks you. Their password alone will sign them in. Remove the second factor?`);
    const had = await transaction(outside(system), (tx) => removeSecondFactors(tx, userId));
    if (!had) throw new StartupError(`${email} has no second factor.`);
    say(`${email} has no second factor any more; every session has ended.`);
  });
}

async function confirmed(question: string) {
  if (!process.stdin.isTTY) throw new StartupError('There is no terminal to ask on: say --yes when you are sure.');
  if ((await askConfirm({ message: question, initialValue: false })) !== true) throw new StartupError('Nothing was changed.');
}

async function instance(email: string, { grant, revoke, json }: { grant?: InstanceScope[]; revoke?: boolean; json?: boolean }) {
  await withSystem(async (system) => {
    const userId = await knownUser(system, email);
    if (grant && revoke) throw new StartupError('Say --grant or --revoke, not both.');
    const wanted = revoke ? [] : grant;
    const scopes = await transaction(outside(system), async (tx) => {
      const from = await instanceScopes(tx, userId);
      const to = await instanceScopes(tx, userId, wanted);
      if (wanted)
        audit(tx, { action: 'account.instance_scopes_changed', target: { kind: 'user', id: userId, name: email }, changes: { from, to } });
      return to;
    });
    if (json) say(JSON.stringify({ email, scopes }, null, 2));
    else say(`${email} has ${scopes.length ? scopes.join(', ') : 'no scope of the installation'}.`);
  });
}

async function list({ organization: slug, json }: { organization?: string; json?: boolean }) {
  await withSystem(async (system) => {
    if (slug) await inOrganization(system, slug);
    const { rows } = await sql<{ email: string; roles: string; signs_in: string; state: string }>`
      select u.email, coalesce(string_agg(o.slug || ' ' || m.role, ', ' order by o.slug), '') as roles,
        case when u.password is null then 'provider' else 'password' end as signs_in,
        case when u.disabled_at is null then 'active' else 'disabled' end as state
      from users u
      left join active_members m on m.dispatch_user_id = u.id
      left join organizations o on o.id = m.organization_id
      group by u.id
      having ${slug ?? null}::text is null or bool_or(o.slug = ${slug ?? null})
      order by lower(u.email)`.execute(system.db);
    printTable(rows, json ?? false);
  });
}

async function setDisabled(email: string, disabled: boolean) {
  await withSystem(async (system) => {
    const userId = await knownUser(system, email);
    const now = system.now();
    await transaction(outside(system), async (tx) => {
      if (disabled) await requireOwnersWithout(tx, userId);
      await tx.db
        .updateTable('users')
        .set({ disabled_at: disabled ? now : null, updated_at: now })
        .where('id', '=', userId)
        .execute();
      if (disabled) await endEverySession(tx, userId);
      audit(tx, { action: disabled ? 'account.disabled' : 'account.enabled', target: { kind: 'user', id: userId, name: email } });
    });
    say(disabled ? `${email} is locked out.` : `${email} may sign in again.`);
  });
}

/** An organization whose only Owner is locked out could not let anybody else in. */
async function requireOwnersWithout(tx: Context, userId: number) {
  const { rows } = await sql<{ slug: string }>`
    select o.slug from organizations o join active_members m on m.organization_id = o.id
    where m.dispatch_user_id = ${userId} and m.role = 'Owner' and not exists (
      select 1 from active_members x join users u on u.id = x.dispatch_user_id
      where x.organization_id = o.id and x.role = 'Owner' and u.id <> ${userId} and u.disabled_at is null)
    limit 1`.execute(tx.db);
  if (rows[0]) throw new StartupError(`This is the last Owner of ${rows[0].slug}; make somebody else Owner first.`);
}

async function organization(name: string, { description, json }: { description?: string; json?: boolean }) {
  await withSystem(async (system) => {
    const id = await transaction(outside(system), async (tx) => {
      const made = await createOrganization(tx, { name, description: description ?? null });
      audit(tx, { action: 'organization.created', target: { kind: 'organization', id: made, name }, organizationId: made });
      return made;
    });
    const { slug } = await system.db.selectFrom('organizations').select('slug').where('id', '=', id).executeTakeFirstOrThrow();
    say(json ? JSON.stringify({ id, name, slug }, null, 2) : `The organization ${name} is there; its slug is ${slug}.`);
  });
}

/** Whoever typed the command, in no organization. */
const outside = (system: System): Context => ({ ...systemContext(system, NOWHERE), actor: OPERATOR });

async function knownUser(system: Parameters<typeof findUserId>[0], email: string): Promise<number> {
  const userId = await findUserId(system, email);
  if (userId === undefined) throw new StartupError(`${email} has no account; create it with \`user register\`.`);
  return userId;
}

async function passwordFrom({ password, passwordStdin }: PasswordOptions): Promise<string> {
  if (passwordStdin) return (await readStream(process.stdin)).replace(/\r?\n$/, '');
  if (password !== undefined) return password;
  if (!process.stdin.isTTY) throw new StartupError('Give the password with --password-stdin; there is no terminal to ask on.');
  const first = await askPassword({ message: 'Password' });
  const second = isCancel(first) ? first : await askPassword({ message: 'Password again' });
  if (isCancel(first) || isCancel(second)) throw new StartupError('Nothing was changed.');
  if (first !== second) throw new StartupError('The two passwords differ; nothing was changed.');
  return first;
}
