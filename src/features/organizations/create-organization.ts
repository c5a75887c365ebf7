import type { Context } from '../../core/context.ts';
import { insertOne } from '../../core/write.ts';
import { organizations, projects } from './resources.ts';
import { slugOf } from './slug.ts';

type NewOrganization = { name: string; description?: string | null; default?: boolean };

/** Creates an organization with its first project, filled with the dictionaries a team starts from. @returns its id */
export async function createOrganization(tx: Context, input: NewOrganization & Record<string, unknown>): Promise<number> {
  const id = await insertOne(tx, organizations, input);
  const inside: Context = { ...tx, tenant: { id, slug: slugOf(input.name), name: input.name } };
  await insertOne(inside, projects, {
    name: 'default',
    display_name: 'Default',
    description: 'The first project of this organization.',
    default: true,
  });
  return id;
}

/** The organization that requests without one are for. Made at the first start; there is always one. @returns its id */
export async function ensureDefaultOrganization(tx: Context): Promise<number> {
  const existing = await tx.db.selectFrom('organizations').select('id').where('default', '=', true).executeTakeFirst();
  if (existing) return existing.id;
  return createOrganization(tx, { name: 'default', description: 'The organization made at the first start.', default: true });
}
