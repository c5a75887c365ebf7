import { sql } from 'kysely';
import { NOWHERE, type System, systemContext } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import type { Plugin } from '../../plugin-sdk/catalogue.ts';

/** Writes what is installed into the catalogue and gives every project what it lacks; at each start, by any number of processes. */
export async function registerCatalogue(system: System): Promise<void> {
  await transaction(systemContext(system, NOWHERE), async (tx) => {
    // Two processes that start together would insert the same rows.
    await sql`select pg_advisory_xact_lock(hashtext('register-catalogue'))`.execute(tx.db);
    for (const plugin of system.plugins) await upsertPlugin(tx, plugin);
    await tx.db
      .updateTable('plugins')
      .set((row) => ({ installed: sql<boolean>`${row.ref('slug')} = any(${system.plugins.map((one) => one.slug)})` }))
      .execute();
    await addMissingInstances(tx);
  });
}

async function upsertPlugin(tx: Pick<System, 'db'>, plugin: Plugin) {
  const { slug, title, type, description, author, author_url, version, multiple } = plugin;
  const row = {
    title,
    type,
    description,
    author,
    author_url,
    version,
    multiple,
    configuration_schema: JSON.stringify(plugin.configuration),
  };
  const { id } = await tx.db
    .insertInto('plugins')
    .values({ slug, ...row })
    .onConflict((conflict) => conflict.column('slug').doUpdateSet(row))
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const event of plugin.events ?? []) {
    await tx.db
      .insertInto('plugin_events')
      .values({ ...event, plugin_id: id })
      .onConflict((conflict) => conflict.column('slug').doUpdateSet({ name: event.name, description: event.description, plugin_id: id }))
      .execute();
  }
}

/** A new built-in plug-in works at once where nothing else does its work; what somebody has disabled stays disabled. */
async function addMissingInstances(tx: Pick<System, 'db' | 'plugins'>) {
  const builtIn = tx.plugins.filter((plugin) => plugin.builtIn).map((plugin) => plugin.slug);
  await sql`
    insert into plugin_instances (organization_id, project_id, plugin_id, enabled)
    select p.organization_id, p.id, g.id, g.slug = any(${builtIn}) and not exists (
      select 1 from plugin_instances other join plugins og on og.id = other.plugin_id
      where other.project_id = p.id and og.type = g.type and other.enabled)
    from projects p cross join plugins g
    where g.installed and not exists (select 1 from plugin_instances i where i.project_id = p.id and i.plugin_id = g.id)
    order by p.id, g.id`.execute(tx.db);
}
