import { type Command, InvalidArgumentError } from 'commander';
import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import {
  createApiKey,
  createServiceAccount,
  deleteServiceAccount,
  type MadeKey,
  revokeApiKey,
  rotateApiKey,
} from '../../features/api-keys/index.ts';
import { StartupError } from '../startup-error.ts';
import { STANDINGS, standing } from './standing.ts';
import { type Cell, inOrganization, printTable, say, withSystem } from './with-system.ts';

const daysOf = (text: string): number => {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('Give a number of days.');
  return Number(text) * 86_400;
};
const several = (text: string, before: string[] = []) => [...before, text];

/** Programs that act for an organization, and their keys; for a machine that has no browser. */
export function addApiKeyCommands(program: Command) {
  const accounts = program.command('service-account').description('members without a person, which act by API keys');
  const organization = ['-o, --organization <slug>', 'slug of the organization'] as const;
  const name = ['<name>', 'name of the account'] as const;
  accounts
    .command('create')
    .argument(...name)
    .description('makes a service account')
    .requiredOption(...organization)
    .requiredOption('-r, --role <role>', STANDINGS, standing)
    .action((account: string, { organization: slug, role }) =>
      within(slug, async (ctx) => {
        await createServiceAccount(ctx, { name: account, ...role });
        say(`${account} is there; make a key with \`tocsin api-key create\`.`);
      }),
    );
  accounts
    .command('list')
    .description('lists service accounts')
    .requiredOption(...organization)
    .option('--json', 'machine-readable')
    .action(({ organization: slug, json = false }) => within(slug, async (ctx) => printTable(await listAccounts(ctx), json)));
  accounts
    .command('delete')
    .argument(...name)
    .description('ends a service account and all its keys')
    .requiredOption(...organization)
    .action((account: string, { organization: slug }) =>
      within(slug, async (ctx) => {
        await deleteServiceAccount(ctx, await accountOf(ctx, account));
        say(`${account} is gone, and its keys open nothing.`);
      }),
    );
  const keys = program.command('api-key').description('keys of service accounts');
  keys
    .command('create')
    .argument(...name)
    .description('makes a key of a service account and prints it, this once')
    .requiredOption(...organization)
    .requiredOption('--scope <scope...>', 'what it may do: read:incidents')
    .option('--label <text>', 'by which the key is known', 'key')
    .option('--days <number>', 'how long it is good: 90 when left out', daysOf)
    .option('--network <network>', 'from where it may be used; may be given several times', several)
    .option('--json', 'machine-readable')
    .action((account: string, { organization: slug, scope, label, days, network, json = false }) =>
      within(slug, async (ctx) => {
        const terms = { name: label, scopes: scope, lifetimeSeconds: days, networks: network ?? [] };
        printKey(await createApiKey(ctx, { ownerId: await accountOf(ctx, account), ...terms }), json);
      }),
    );
  keys
    .command('list')
    .description('lists the keys of service accounts; never the keys themselves')
    .requiredOption(...organization)
    .option('--json', 'machine-readable')
    .action(({ organization: slug, json = false }) => within(slug, async (ctx) => printTable(await listKeys(ctx), json)));
  const prefix = ['<prefix>', 'what the key begins with: dsp_ and twelve characters'] as const;
  keys
    .command('rotate')
    .argument(...prefix)
    .description('makes a key like another one, which goes on for a day')
    .requiredOption(...organization)
    .option('--json', 'machine-readable')
    .action((text: string, { organization: slug, json = false }) =>
      within(slug, async (ctx) => printKey(await rotateApiKey(ctx, await keyOf(ctx, text)), json)),
    );
  keys
    .command('revoke')
    .argument(...prefix)
    .description('ends a key at once')
    .requiredOption(...organization)
    .action((text: string, { organization: slug }) =>
      within(slug, async (ctx) => {
        await revokeApiKey(ctx, await keyOf(ctx, text));
        say(`${text} opens nothing any more.`);
      }),
    );
}

const within = (slug: string, work: (ctx: Context) => Promise<void>) =>
  withSystem(async (system) => work(await inOrganization(system, slug)));

function printKey({ text }: MadeKey, json: boolean) {
  say(json ? JSON.stringify({ key: text }, null, 2) : `Keep it now, it is shown this once:\n\n  ${text}\n`);
}

async function accountOf(ctx: Context, name: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select u.id from organization_members m join users u on u.id = m.dispatch_user_id
    where m.organization_id = ${ctx.tenant.id} and m.status = 'active' and u.kind = 'service' and lower(u.name) = lower(${name}) limit 2`.execute(
    ctx.db,
  );
  if (rows.length > 1) throw new StartupError(`Several service accounts are called ${name}: rename one of them in the settings.`);
  if (!rows[0]) throw new StartupError(`There is no service account ${name}; see \`tocsin service-account list\`.`);
  return rows[0].id;
}

async function keyOf(ctx: Context, prefix: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select id from api_keys where organization_id = ${ctx.tenant.id} and public_id = ${prefix.split('_')[1] ?? ''}`.execute(ctx.db);
  if (!rows[0]) throw new StartupError(`There is no key ${prefix.slice(0, 16)} here; see \`tocsin api-key list\`.`);
  return rows[0].id;
}

async function listAccounts(ctx: Context): Promise<Record<string, Cell>[]> {
  const { rows } = await sql<Record<string, Cell>>`
    select u.name, case when m.read_only then 'Viewer' else m.role end as role,
      (select count(*)::int from api_keys k where k.dispatch_user_id = u.id and k.organization_id = m.organization_id
        and k.expires_at > ${ctx.now()} and (k.revoked_at is null or k.revoked_at > ${ctx.now()})) as keys
    from organization_members m join users u on u.id = m.dispatch_user_id
    where m.organization_id = ${ctx.tenant.id} and m.status = 'active' and u.kind = 'service' order by lower(u.name) limit 1000`.execute(
    ctx.db,
  );
  return rows;
}

async function listKeys(ctx: Context): Promise<Record<string, Cell>[]> {
  const { rows } = await sql<Record<string, Cell>>`
    select 'dsp_' || k.public_id as prefix, u.name as account, k.name as label, array_to_string(k.scopes, ' ') as scopes,
      to_char(k.expires_at at time zone 'UTC', 'YYYY-MM-DD') as expires,
      case when k.revoked_at <= ${ctx.now()} then 'revoked' when k.expires_at <= ${ctx.now()} then 'expired' else 'active' end as state,
      to_char(k.last_used_at at time zone 'UTC', 'YYYY-MM-DD') as last_used
    from api_keys k join users u on u.id = k.dispatch_user_id and u.kind = 'service'
    where k.organization_id = ${ctx.tenant.id} order by u.name, k.created_at limit 1000`.execute(ctx.db);
  return rows;
}
