import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';

/** @returns the subject's name as a link to its page, in Markdown @throws not_found */
export async function linkOf(ctx: Context, { kind, id }: SubjectRef): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name from ${sql.table(`${kind}s`)} where id = ${id} and organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  if (!rows[0]) throw notFound(kind);
  return `[${rows[0].name}](${ctx.settings.uiUrl}/${ctx.tenant.slug}/${kind}s/${rows[0].name})`;
}
