import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { PluginError } from '../../plugin-sdk/failure.ts';
import type { Host } from '../../plugin-sdk/host.ts';
import type { Resource } from '../../plugin-sdk/subject.ts';
import { findMade, keepMade } from '../plugins/index.ts';
import { documentContent, editContent, replaceContent } from './content.ts';
import { idFromResource, resourceIdOf } from './resource-id.ts';

const RESOURCE_TYPE = 'tocsin-documents-document';

/** What the built-in document plug-in is given: documents of the project, in the same table as all others. */
export const documentsOf = (ctx: Context, projectId: number): Host['documents'] => ({
  write: (key, { name, content, subject, weblink }) =>
    transaction(ctx, async (tx) => {
      // Two runs of one step may overlap; the second one waits here and finds the document of the first.
      await sql`select pg_advisory_xact_lock(hashtext(${`document:${tx.tenant.id}:${key}`}))`.execute(tx.db);
      const known = await findLiving(tx, key);
      if (known) return known;
      const { id } = await tx.db
        .insertInto('documents')
        .values({
          organization_id: tx.tenant.id,
          project_id: projectId,
          name,
          resource_type: RESOURCE_TYPE,
          weblink,
          incident_id: subject.kind === 'incident' ? subject.id : null,
          case_id: subject.kind === 'case' ? subject.id : null,
          created_at: tx.now(),
          updated_at: tx.now(),
          evergreen_last_reminder_at: tx.now(),
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const resource = { resource_id: resourceIdOf(id), resource_type: RESOURCE_TYPE, weblink };
      await tx.db.updateTable('documents').set({ resource_id: resource.resource_id }).where('id', '=', id).execute();
      await replaceContent(tx, id, content);
      return keepMade(tx, key, subject, resource, { replace: true });
    }),
  find: (key) => findLiving(ctx, key),
  read: async (document) => documentContent(ctx, ownId(document)),
  edit: (document, change) => editContent(ctx, ownId(document), change),
});

/** Somebody may have deleted the document since: then it is made again. */
async function findLiving(ctx: Context, key: string): Promise<Resource | undefined> {
  const made = await findMade<Resource>(ctx, key);
  const id = made && idFromResource(made.resource_id);
  if (id === undefined) return undefined;
  const row = await ctx.db
    .selectFrom('documents')
    .select('id')
    .where('id', '=', id)
    .where('organization_id', '=', ctx.tenant.id)
    .executeTakeFirst();
  return row && made;
}

function ownId({ resource_id }: Resource): number {
  const id = idFromResource(resource_id);
  if (id === undefined) {
    throw new PluginError(
      `The document ${resource_id} is kept in another system. Choose a template that is written in Tocsin, or enable the plug-in of that system.`,
      { retry: false },
    );
  }
  return id;
}
