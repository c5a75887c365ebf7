import type { Command } from 'commander';
import { ensureKeys } from '../../features/invitation-keys/index.ts';
import { inviteUser, linkOf } from '../../features/invitations/index.ts';
import { inOrganization, say, withSystem } from './with-system.ts';

export function addInviteCommand(user: Command) {
  user
    .command('invite')
    .requiredOption('-e, --email <email>', 'address of the person')
    .requiredOption('-o, --organization <slug>', 'slug of the organization')
    .requiredOption('-r, --role <role...>', 'read, write, admin, manager, owner')
    .option('--name <text>', 'what the person is called')
    .option('--send', 'has the link sent as well')
    .option('--json', 'machine-readable')
    .description('invites somebody into an organization and prints the link, for them alone')
    .action(invite);
}

type Invited = { email: string; organization: string; role: string[]; name?: string; send?: boolean; json?: boolean };

/** The first Owner of an installation comes in this way: there is nobody yet who could invite them. */
async function invite({ email, organization: slug, role: roles, name, send = false, json = false }: Invited) {
  await withSystem(async (system) => {
    const ctx = await inOrganization(system, slug);
    await ensureKeys(system);
    const invitation = await inviteUser(ctx, { email, roles, if_pending: 'resend', deliver: send, ...(name && { name }) });
    if (send)
      return say(json ? JSON.stringify({ email, sent: true }, null, 2) : `The link is on its way to ${email}, as soon as a worker runs.`);
    const link = await linkOf(system, invitation);
    const expires = invitation.expiresAt.toISOString();
    if (json) say(JSON.stringify({ email, link, expires_at: expires }, null, 2));
    else say(`Whoever signs in as ${email} with this link, until ${expires}, belongs to ${slug}:\n\n  ${link}\n`);
  });
}
