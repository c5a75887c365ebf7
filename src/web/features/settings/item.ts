import type { Project } from '../../api/types.ts';

/** A record of any settings resource: what the forms and lists need to know of it. */
export type Item = { id: number; project?: Project | null } & Record<string, unknown>;
