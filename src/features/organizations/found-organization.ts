import { audit } from '../../core/audit.ts';
import { translated } from '../../core/constraints.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { addMember, requireInstanceScope } from '../auth/index.ts';
import { createOrganization } from './create-organization.ts';
import { organizations } from './resources.ts';

/**
 * Founds an organization with its first project; whoever founds it becomes its Owner.
 * @returns its id
 * @throws forbidden the caller does not look after the installation; invalid a name that makes no slug; conflict the name is taken
 * @source invitations.md, INV-4
 */
export const foundOrganization = (ctx: Context, input: Record<string, unknown> & { name: string }): Promise<number> =>
  translated(organizations, () =>
    transaction(ctx, async (tx) => {
      await requireInstanceScope(tx, 'instance:organizations');
      const id = await createOrganization(tx, { ...input, default: false });
      await addMember(tx, { userId: tx.actor.userId, organizationId: id, role: 'Owner', source: 'bootstrap' });
      audit(tx, { action: 'organization.created', target: { kind: 'organization', id, name: input.name }, organizationId: id });
      return id;
    }),
  );
