import type { Context } from '../../core/context.ts';
import { deleteSubject } from '../assembly/index.ts';
import { caseEdit } from '../participants/index.ts';
import { theCase } from './store.ts';

/**
 * Deletes a case for good, and afterwards what was made for it outside. What became of it stays: its incident, and its room where the
 * incident has taken it over.
 *
 * @throws forbidden  neither assignee nor reporter nor administrator
 */
export const deleteCase = (ctx: Context, id: number): Promise<void> => deleteSubject(ctx, theCase(id), caseEdit);
