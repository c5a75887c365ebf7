import { sql } from 'kysely';
import { translated } from '../../core/constraints.ts';
import { NOWHERE, type System, systemContext } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { AppError, conflict } from '../../core/errors.ts';
import type { Plugin } from '../../plugin-sdk/catalogue.ts';
import { readConfiguration } from './configuration.ts';

export type CatalogueEntry = {
  slug: string;
  title: string;
  version: string | null;
  type: string;
  author: string;
  /** its code is a part of this version */
  installed: boolean;
  /** the database knows it, as it is now */
  registered: boolean;
  /** `organization/project` of each enabled instance */
  enabled: string[];
  problem: string | null;
};

type Row = Pick<CatalogueEntry, 'slug' | 'title' | 'version' | 'type' | 'author'>;
type Instance = { slug: string; place: string; configuration: string | null };

/** What the code brings beside what the database knows of it, in the order of their names. */
export async function catalogueState(system: System): Promise<CatalogueEntry[]> {
  const { rows: known } = await sql<Row>`select slug, title, version, type, author from plugins`.execute(system.db);
  const { rows: instances } = await sql<Instance>`
    select g.slug, o.slug || '/' || p.name as place, i.configuration
    from plugin_instances i join plugins g on g.id = i.plugin_id join projects p on p.id = i.project_id
      join organizations o on o.id = i.organization_id
    where i.enabled order by place`.execute(system.db);
  const slugs = [...new Set([...system.plugins, ...known].map(({ slug }) => slug))].sort();
  return slugs.map((slug) => {
    const code = system.plugins.find((one) => one.slug === slug);
    const row = known.find((one) => one.slug === slug);
    const own = instances.filter((one) => one.slug === slug);
    const { title, version, type, author } = (code ?? row) as Row;
    const isCurrent = row !== undefined && (!code || (row.title === title && row.version === version && row.type === type));
    return {
      ...{ slug, title, version, type, author, installed: code !== undefined, registered: isCurrent },
      enabled: own.map(({ place }) => place),
      problem: code ? troubleWith(system, code, own, isCurrent) : goneBut(own.length),
    };
  });
}

const goneBut = (enabled: number) =>
  enabled ? 'Its code is not installed and projects have it enabled: what they want from it fails.' : 'Its code is not installed.';

function troubleWith(system: System, code: Plugin, instances: Instance[], isCurrent: boolean): string | null {
  if (!isCurrent) return 'The database does not know it as it is now; the next start registers it, or `plugins install`.';
  const ctx = systemContext(system, NOWHERE);
  for (const { place, configuration } of instances) {
    const [problem] = readConfiguration(ctx, code, configuration).problems;
    if (problem) return `Its configuration in ${place} does not fit: ${problem.msg}`;
  }
  return null;
}

/**
 * Removes what is left of a plug-in whose code is gone: its row, and its instances with their configurations.
 * @throws not_found  the database does not know it
 * @throws conflict   its code is there, so that it would come back; or it is enabled and that is not accepted; or something refers to it
 */
export async function forgetPlugin(system: System, slug: string, { evenEnabled }: { evenEnabled: boolean }): Promise<void> {
  const entry = (await catalogueState(system)).find((one) => one.slug === slug);
  if (!entry) throw new AppError('not_found', `There is no plug-in ${slug}.`);
  if (entry.installed)
    throw conflict(`${slug} is a part of this version and would be back with the next start; disable it in the projects instead.`, 'slug');
  if (entry.enabled.length && !evenEnabled)
    throw conflict(`${slug} is enabled in ${entry.enabled.join(', ')}; disable it there first, or use --force.`, 'slug');
  await translated({ noun: 'plug-in', table: 'plugins' }, () =>
    transaction(systemContext(system, NOWHERE), async (tx) => {
      await sql`delete from plugin_instances where plugin_id = (select id from plugins where slug = ${slug})`.execute(tx.db);
      await sql`delete from plugins where slug = ${slug}`.execute(tx.db);
    }),
  );
}
