import type { Context } from '../../core/context.ts';
import { admin } from '../../core/permissions.ts';
import { deleteSubject } from '../assembly/index.ts';
import { incident } from './store.ts';

/**
 * Deletes an incident for good, and afterwards what was made for it outside.
 * @throws forbidden  deletion is for administrators
 */
export const deleteIncident = (ctx: Context, id: number): Promise<void> => deleteSubject(ctx, incident(id), admin);
