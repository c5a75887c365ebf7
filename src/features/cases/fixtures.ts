import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { CreateCase } from './case.ts';
import { createCase } from './create-case.ts';

/** Opens a case with a channel of its own, as somebody would with the form: two fields and the project. */
export const openCase = (ctx: Context, project: { id: number }, more: Partial<CreateCase> = {}) =>
  createCase(ctx, {
    title: 'Odd sign-in',
    description: 'Ada from a new country',
    project: { id: project.id },
    dedicated_channel: true,
    ...more,
  });

/** Every case type of the project names a channel whose threads are the rooms of its cases. */
export const withTarget = (ctx: Context, project: { id: number }, target: string | null = 'security') =>
  sql`update case_types set conversation_target = ${target} where project_id = ${project.id}`.execute(ctx.db);
