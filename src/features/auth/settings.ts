import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { ensureSettings } from './users.ts';

export const UpdateSettings = Type.Object({ auto_add_to_incident_bridges: Type.Optional(Type.Boolean()) });

export const Settings = Type.Object({
  id: Type.Integer(),
  dispatch_user_id: Type.Integer(),
  auto_add_to_incident_bridges: Type.Boolean(),
});

/** The caller's own settings, made with their defaults on first sight. */
export async function mySettings(ctx: Context): Promise<Static<typeof Settings>> {
  await ensureSettings(ctx);
  return ctx.db
    .selectFrom('user_settings')
    .select(['id', 'dispatch_user_id', 'auto_add_to_incident_bridges'])
    .where('dispatch_user_id', '=', ctx.actor.userId)
    .executeTakeFirstOrThrow();
}

export async function updateMySettings(ctx: Context, input: Static<typeof UpdateSettings>): Promise<Static<typeof Settings>> {
  await ensureSettings(ctx);
  if (input.auto_add_to_incident_bridges !== undefined) {
    await ctx.db
      .updateTable('user_settings')
      .set({ auto_add_to_incident_bridges: input.auto_add_to_incident_bridges, updated_at: ctx.now() })
      .where('dispatch_user_id', '=', ctx.actor.userId)
      .execute();
  }
  return mySettings(ctx);
}
