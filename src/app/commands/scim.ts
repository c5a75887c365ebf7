import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from '../../core/context.ts';
import { findUserId } from '../../features/auth/index.ts';
import {
  adoptMember,
  createScimToken,
  listGroups,
  listMappings,
  type NewMapping,
  revokeScimToken,
  scimTokens,
  scimUrl,
  setGroupMappings,
} from '../../features/directories/index.ts';
import { StartupError } from '../startup-error.ts';
import { inOrganization, printTable, say, withSystem } from './with-system.ts';

type In = { organization: string; json?: boolean };

const ORGANIZATION = ['-o, --organization <slug>', 'slug of the organization'] as const;

/** What a group can make of its members. */
const ROLES = {
  viewer: { role: 'Member', isReadOnly: true },
  member: { role: 'Member', isReadOnly: false },
  admin: { role: 'Admin', isReadOnly: false },
} as const satisfies Record<string, Pick<NewMapping, 'role' | 'isReadOnly'>>;

export function addScimCommands(program: Command) {
  const scim = program.command('scim').description('directories that provision members by SCIM 2.0');
  const below = (group: Command, name: string, about: string) =>
    group
      .command(name)
      .description(about)
      .requiredOption(...ORGANIZATION);
  const token = scim.command('token').description('what a directory shows; at most two are good at the same time');
  below(token, 'create', 'makes a token and prints it, this once')
    .option('-n, --name <text>', 'what it is for', 'directory')
    .option('--json', 'machine-readable')
    .action(create);
  below(token, 'list', 'lists the tokens that are good').option('--json', 'machine-readable').action(listTokens);
  below(token, 'revoke', 'ends a token')
    .argument('<id>', 'its id, as `scim token list` shows it', Number)
    .action((id: number, { organization }: In) =>
      within(organization, async (ctx) => {
        await revokeScimToken(ctx, id);
        say('The token is revoked; nothing is done by it any more.');
      }),
    );
  below(scim, 'groups', 'lists the groups that the directory has sent').option('--json', 'machine-readable').action(groups);
  below(scim, 'adopt', 'gives members who were here before into the hands of the directory')
    .argument('<email...>', 'addresses of their accounts')
    .action(adopt);
  const map = scim.command('map').description('what belonging to a group gives');
  below(map, 'list', 'lists what the groups give').option('--json', 'machine-readable').action(listMap);
  below(map, 'set', 'says what a group gives')
    .argument('<group>', 'id or name of the group, as `scim groups` shows it')
    .requiredOption('-r, --role <role>', 'viewer (sees, never changes), member, admin', roleOf)
    .option('-p, --project <name:role...>', 'a role in a project as well: payments:admin')
    .action(setMapping);
  below(map, 'remove', 'ends what a group gives').argument('<group>', 'id or name of the group').action(removeMapping);
}

function roleOf(text: string): keyof typeof ROLES {
  const role = text.toLowerCase();
  if (!Object.hasOwn(ROLES, role)) throw new InvalidArgumentError(`Choose one of ${Object.keys(ROLES).join(', ')}.`);
  return role as keyof typeof ROLES;
}

const within = (slug: string, work: (ctx: Context) => Promise<void>) =>
  withSystem(async (system) => work(await inOrganization(system, slug)));

const create = ({ organization, name, json = false }: In & { name: string }) =>
  within(organization, async (ctx) => {
    const { token, id } = await createScimToken(ctx, name);
    const url = scimUrl(ctx);
    if (json) say(JSON.stringify({ id, url, token }, null, 2));
    else say(`Tell the directory, and keep the token nowhere else:\n\n  address  ${url}\n  token    ${token}\n`);
  });

const listTokens = ({ organization, json = false }: In) =>
  within(organization, async (ctx) => {
    const tokens = await scimTokens(ctx);
    printTable(
      tokens.map(({ id, name, created_at, last_used_at }) => ({
        id,
        name,
        created_at: created_at.toISOString(),
        last_used_at: last_used_at?.toISOString() ?? null,
      })),
      json,
    );
  });

const groups = ({ organization, json = false }: In) => within(organization, async (ctx) => printTable(await listGroups(ctx), json));

const adopt = (emails: string[], { organization }: In) =>
  within(organization, async (ctx) => {
    for (const email of emails) {
      const userId = await findUserId(ctx, email);
      if (userId === undefined) throw new StartupError(`${email} has no account; \`member list\` shows who belongs to ${organization}.`);
      await adoptMember(ctx, userId);
      say(`${email} is in the hands of the directory of ${organization}.`);
    }
  });

const wordOf = ({ role, isReadOnly }: Pick<NewMapping, 'role' | 'isReadOnly'>) =>
  Object.entries(ROLES).find(([, one]) => one.role === role && one.isReadOnly === isReadOnly)?.[0] ?? role;

const listMap = ({ organization, json = false }: In) =>
  within(organization, async (ctx) => {
    const [known, mappings] = [await listGroups(ctx), await listMappings(ctx)];
    printTable(
      mappings.map((one) => ({
        group_id: one.groupId,
        name: known.find(({ id }) => id === one.groupId)?.name ?? '',
        role: wordOf(one),
        projects: one.projects.map(({ id, role }) => `${id}:${role}`).join(', '),
      })),
      json,
    );
  });

const setMapping = (group: string, { organization, role, project = [] }: In & { role: keyof typeof ROLES; project?: string[] }) =>
  within(organization, async (ctx) => {
    const groupId = await groupOf(ctx, group);
    const projects = await Promise.all(project.map((text) => projectOf(ctx, text)));
    await change(ctx, (others) => [...others(groupId), { groupId, ...ROLES[role], projects }]);
  });

const removeMapping = (group: string, { organization }: In) =>
  within(organization, async (ctx) => {
    const groupId = await groupOf(ctx, group);
    await change(ctx, (others) => others(groupId));
  });

async function change(ctx: Context, by: (others: (groupId: string) => NewMapping[]) => NewMapping[]) {
  const now = (await listMappings(ctx)).map(({ projects, ...one }) => ({
    ...one,
    projects: projects.map(({ id, role }) => ({ project_id: id, role })),
  }));
  const changed = await setGroupMappings(
    ctx,
    by((groupId) => now.filter((one) => one.groupId !== groupId)),
  );
  say(`Done; ${changed} members have another role by that.`);
}

async function groupOf(ctx: Context, text: string): Promise<string> {
  const known = await listGroups(ctx);
  const found = known.find(({ id, name }) => id === text || name.toLowerCase() === text.toLowerCase());
  if (!found) throw new StartupError(`The directory has sent no group ${text}; \`scim groups\` shows those that it has.`);
  return found.id;
}

async function projectOf({ db, tenant }: Context, text: string) {
  const [, name = text, role = 'Member'] = /^(.*):(\w+)$/.exec(text) ?? [];
  const found = await db
    .selectFrom('projects')
    .select('id')
    .where('organization_id', '=', tenant.id)
    .where('name', '=', name)
    .executeTakeFirst();
  if (!found) throw new StartupError(`There is no project ${name} in ${tenant.slug}.`);
  return { project_id: found.id, role };
}
