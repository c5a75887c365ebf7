import type { Command } from 'commander';
import { type Context, NOWHERE, type System, systemContext } from '../../core/context.ts';
import { keyStates, publicPem, revokeKey, rotateKeys } from '../../features/invitation-keys/index.ts';
import { OPERATOR, printTable, say, withSystem } from './with-system.ts';

export function addKeyCommands(program: Command) {
  const keys = program.command('keys').description('keys that sign the links of invitations');
  keys.command('list').option('--json', 'machine-readable').description('lists the keys with their states').action(list);
  keys
    .command('rotate')
    .description('publishes a new key; a day later, said again, it signs and the former one only verifies')
    .action(() => withSystem(async (system) => say(await rotateKeys(byHand(system)))));
  keys
    .command('revoke')
    .argument('<kid>', 'name of the key, as `keys list` shows it')
    .description('ends a key: every link that it signed is dead at once')
    .action((kid: string) =>
      withSystem(async (system) => {
        await revokeKey(byHand(system), kid);
        say(`The key ${kid} is revoked; nothing that it signed is taken any more.`);
      }),
    );
  keys
    .command('export')
    .description('prints the public key that verifies new links, in PEM')
    .action(() => withSystem(async (system) => say((await publicPem(system)).trim())));
}

const byHand = (system: System): Context => ({ ...systemContext(system, NOWHERE), actor: OPERATOR });

async function list({ json = false }: { json?: boolean }) {
  await withSystem(async (system) => {
    const rows = (await keyStates(system)).map(({ published_at, active_at, verifies_until, ...key }) => ({
      ...key,
      published_at: published_at.toISOString(),
      active_at: active_at?.toISOString() ?? null,
      verifies_until: verifies_until?.toISOString() ?? null,
    }));
    printTable(rows, json);
  });
}
