import type { Command } from 'commander';
import type { CatalogueEntry } from '../../features/plugins/index.ts';
import { confirm } from './confirm.ts';
import { printTable, say, withSystem } from './with-system.ts';

/* The product is loaded only when a command runs: help answers at once. */
const feature = () => import('../../features/plugins/index.ts');

type Json = { json?: boolean };

export function addPluginCommands(program: Command) {
  const plugins = program.command('plugins').description('what connects to other systems');
  plugins
    .command('list')
    .description('lists the plug-ins of this version and those the database knows, where they are enabled and what is wrong with them')
    .option('--json', 'machine-readable')
    .action(list);
  plugins
    .command('install')
    .description('registers the plug-ins of this version, as each start of the server does, and says what changed')
    .option('-f, --force', 'of older scripts: what is registered already is always refreshed')
    .option('--json', 'machine-readable')
    .action(install);
  plugins
    .command('uninstall')
    .description('forgets plug-ins whose code is gone, with their configurations')
    .argument('<slugs...>', 'as `plugins list` shows them')
    .option('-f, --force', 'also those that projects have enabled')
    .option('-y, --yes', 'asks nothing')
    .action(uninstall);
}

const SHOWN = 3;

const shortened = (places: string[]) =>
  places.length > SHOWN ? `${places.slice(0, SHOWN).join(', ')} and ${places.length - SHOWN} more` : places.join(', ');

async function list({ json }: Json) {
  await withSystem(async (system) => {
    const { catalogueState } = await feature();
    const state = await catalogueState(system);
    if (json) return say(JSON.stringify(state, null, 2));
    printTable(
      state.map((one) => ({ ...one, enabled: shortened(one.enabled) })),
      false,
    );
  });
}

async function install({ json }: Json) {
  await withSystem(async (system) => {
    const { catalogueState, registerCatalogue } = await feature();
    const before = await catalogueState(system);
    await registerCatalogue(system);
    const after = await catalogueState(system);
    const rows = after.map((one) => ({ slug: one.slug, version: one.version, state: changeOf(before, one) }));
    printTable(rows, json ?? false);
  });
}

function changeOf(before: CatalogueEntry[], { slug, installed }: CatalogueEntry): string {
  if (!installed) return 'its code is gone';
  return before.find((one) => one.slug === slug)?.registered ? 'as it was' : 'registered now';
}

async function uninstall(slugs: string[], { force, yes }: { force?: boolean; yes?: boolean }) {
  await withSystem(async (system) => {
    await confirm(`${slugs.join(', ')} and the configurations in all projects will be deleted.`, yes ?? false);
    const { forgetPlugin } = await feature();
    for (const slug of slugs) {
      await forgetPlugin(system, slug, { evenEnabled: force ?? false });
      say(`${slug} is forgotten.`);
    }
  });
}
