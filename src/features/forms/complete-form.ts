import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { notFound } from '../../core/errors.ts';
import { enqueue } from '../../core/jobs.ts';
import { scopeOf } from '../../core/resource.ts';
import { forms } from './forms.ts';

export const TELL_OF_FORM = 'tell-of-completed-form';

/**
 * Tells whoever is on call for the service of the form's type that it is filled in; once for every version of the form.
 * @throws not_found no such form, or it is hidden from the caller
 */
export async function completeForm(ctx: Context, formId: number): Promise<void> {
  await transaction(ctx, async (tx) => {
    const { rows } = await sql<{ updated_at: Date }>`
      select f.updated_at from forms f where f.id = ${formId} and ${scopeOf(tx, forms, 'f')}`.execute(tx.db);
    if (!rows[0]) throw notFound('form');
    await enqueue(tx, TELL_OF_FORM, { formId }, { key: `${TELL_OF_FORM}:${formId}:${rows[0].updated_at.toISOString()}` });
  });
}
