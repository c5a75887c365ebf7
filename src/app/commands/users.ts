import { text as readStream } from 'node:stream/consumers';
import { password as askPassword, isCancel } from '@clack/prompts';
import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { ROLES, type Role } from '../../core/roles.ts';
import { addMember, createUser, findUserId, storedPassword } from '../../features/auth/index.ts';
import { createOrganization } from '../../features/organizations/index.ts';
import { StartupError } from '../startup-error.ts';
import { inOrganization, say, withSystem } from './with-system.ts';

type PasswordOptions = { password?: string; passwordStdin?: boolean };
type Place = { organization: string; role: Role };

const roleOf = (text: string): Role => {
  const role = ROLES.find((one) => one.toLowerCase() === text.toLowerCase());
  if (!role) throw new InvalidArgumentError(`Choose one of ${ROLES.join(', ')}.`);
  return role;
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
  program
    .command('organization')
    .description('tenants')
    .command('create')
    .argument('<name>')
    .option('--description <text>')
    .description('creates an organization with its first project')
    .action(organization);
}

async function register(email: string, { organization: slug, role, ...given }: Place & PasswordOptions) {
  await withSystem(async (system) => {
    const ctx = await inOrganization(system, slug);
    if (await findUserId(system, email))
      throw new StartupError(`${email} has an account already; use \`user update\` for the role and \`user reset\` for the password.`);
    const password = await storedPassword(system, await passwordFrom(given));
    await transaction(ctx, async (tx) => {
      const userId = await createUser(tx, { email, password });
      await addMember(tx, { userId, organizationId: ctx.tenant.id, role });
    });
    say(`${email} is ${role} of ${slug}.`);
  });
}

async function update(email: string, { organization: slug, role }: Place) {
  await withSystem(async (system) => {
    const ctx = await inOrganization(system, slug);
    const userId = await knownUser(system, email);
    await transaction(ctx, async (tx) => {
      if (role !== 'Owner') await requireAnotherOwner(tx, userId);
      await addMember(tx, { userId, organizationId: ctx.tenant.id, role });
    });
    say(`${email} is ${role} of ${slug}.`);
  });
}

async function requireAnotherOwner(tx: Context, userId: number) {
  const owners = await tx.db
    .selectFrom('organization_members')
    .select('dispatch_user_id')
    .where('organization_id', '=', tx.tenant.id)
    .where('role', '=', 'Owner')
    .forUpdate()
    .execute();
  if (owners.length === 1 && owners[0]?.dispatch_user_id === userId)
    throw new StartupError('This is the last Owner; make somebody else Owner first.');
}

async function reset(email: string, given: PasswordOptions) {
  await withSystem(async (system) => {
    const userId = await knownUser(system, email);
    const password = await storedPassword(system, await passwordFrom(given));
    const now = system.now();
    await system.db.updateTable('users').set({ password, tokens_valid_after: now, updated_at: now }).where('id', '=', userId).execute();
    say(`${email} has a new password; every session has ended.`);
  });
}

async function organization(name: string, { description }: { description?: string }) {
  await withSystem(async (system) => {
    const ctx = {
      ...system,
      actor: { kind: 'system', userId: 0, email: '', role: 'Owner' } as const,
      tenant: { id: 0, slug: '', name: '' },
    };
    const id = await transaction(ctx, (tx) => createOrganization(tx, { name, description: description ?? null }));
    const { slug } = await system.db.selectFrom('organizations').select('slug').where('id', '=', id).executeTakeFirstOrThrow();
    say(`The organization ${name} is there; its slug is ${slug}.`);
  });
}

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
