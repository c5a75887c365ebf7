import type { Command } from 'commander';
import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { Reach } from '../../core/scopes.ts';
import { findUserId } from '../../features/auth/index.ts';
import { holdingsOf, reactivateMember, removeMember, setMemberRole, suspendMember } from '../../features/members/index.ts';
import { StartupError } from '../startup-error.ts';
import { STANDINGS, standing } from './standing.ts';
import { inOrganization, printTable, say, withSystem } from './with-system.ts';

export function addMemberCommands(program: Command) {
  const member = program.command('member').description('who belongs to an organization');
  const one = (name: string, about: string) =>
    member
      .command(name)
      .argument('<email>', 'address of the account')
      .requiredOption('-o, --organization <slug>', 'slug of the organization')
      .description(about);
  member
    .command('list')
    .requiredOption('-o, --organization <slug>', 'slug of the organization')
    .option('--all', 'with those who were removed')
    .option('--json', 'machine-readable')
    .description('lists the members with their roles and standing')
    .action(list);
  one('set-role', 'gives a member another role')
    .requiredOption('-r, --role <role>', STANDINGS, standing)
    .action((email: string, { organization, role }: { organization: string; role: Reach }) =>
      act(email, organization, `has another role in`, (ctx, userId) => setMemberRole(ctx, { userId, ...role })),
    );
  one('suspend', 'locks a member out of one organization and ends their sessions')
    .option('--reason <text>', 'for the audit log')
    .action((email: string, { organization, reason }: { organization: string; reason?: string }) =>
      act(email, organization, 'is locked out of', (ctx, userId) => suspendMember(ctx, userId, reason)),
    );
  one('reactivate', 'lets a suspended member in again').action((email: string, { organization }: { organization: string }) =>
    act(email, organization, 'may enter', reactivateMember),
  );
  one('remove', 'removes a member; what they did stays').action((email: string, { organization }: { organization: string }) =>
    act(email, organization, 'no longer belongs to', removeMember),
  );
  one('holdings', 'shows what a member holds in open incidents and cases, and would leave behind')
    .option('--json', 'machine-readable')
    .action(holdings);
}

async function act(email: string, slug: string, said: string, work: (ctx: Context, userId: number) => Promise<void>) {
  await withSystem(async (system) => {
    const ctx = await inOrganization(system, slug);
    const userId = await findUserId(system, email);
    if (userId === undefined) throw new StartupError(`${email} has no account; \`member list\` shows who belongs to ${slug}.`);
    await work(ctx, userId);
    say(`${email} ${said} ${slug}.`);
  });
}

async function holdings(email: string, { organization, json }: { organization: string; json?: boolean }) {
  await withSystem(async (system) => {
    const held = await holdingsOf(await inOrganization(system, organization), email);
    if (json) say(JSON.stringify(held, null, 2));
    else for (const [what, names] of Object.entries(held)) say(`${what}: ${names.length ? names.join(', ') : 'none'}`);
  });
}

async function list({ organization, all = false, json = false }: { organization: string; all?: boolean; json?: boolean }) {
  await withSystem(async (system) => {
    const { tenant } = await inOrganization(system, organization);
    const { rows } = await sql<{ email: string; role: string; status: string; source: string; expires_at: string | null }>`
      select u.email, case when m.read_only then 'Viewer' else m.role end as role, m.status, m.source, m.expires_at::text as expires_at
      from organization_members m join users u on u.id = m.dispatch_user_id
      where m.organization_id = ${tenant.id} and (${all} or m.status <> 'removed') order by lower(u.email)`.execute(system.db);
    printTable(rows, json);
  });
}
