import type { Context } from '../../core/context.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import type { EffectKey, Resource } from '../../plugin-sdk/subject.ts';

/** @returns what a built-in plug-in made under this key, also when the step that wanted it was interrupted */
export async function findMade<R extends Resource>(ctx: Context, key: EffectKey): Promise<R | undefined> {
  const row = await ctx.db
    .selectFrom('made_resources')
    .select('resource')
    .where('organization_id', '=', ctx.tenant.id)
    .where('effect_key', '=', key)
    .executeTakeFirst();
  return row?.resource as R | undefined;
}

/**
 * Keeps what was made under its key. When two runs of one step overlap, both get what the first one kept.
 * @param options.replace what was kept before is gone
 */
export async function keepMade<R extends Resource>(
  ctx: Context,
  key: EffectKey,
  subject: SubjectRef,
  resource: R,
  { replace = false } = {},
): Promise<R> {
  const kept = JSON.stringify(resource);
  await ctx.db
    .insertInto('made_resources')
    .values({
      organization_id: ctx.tenant.id,
      effect_key: key,
      incident_id: subject.kind === 'incident' ? subject.id : null,
      case_id: subject.kind === 'case' ? subject.id : null,
      resource: kept,
      created_at: ctx.now(),
    })
    .onConflict((conflict) => {
      const same = conflict.columns(['organization_id', 'effect_key']);
      return replace ? same.doUpdateSet({ resource: kept }) : same.doNothing();
    })
    .execute();
  return (await findMade<R>(ctx, key)) as R;
}
