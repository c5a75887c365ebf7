import { randomBytes } from 'node:crypto';
import { audit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { invalid, notFound } from '../../core/errors.ts';
import { requireScope } from '../../core/permissions.ts';
import type { Reach } from '../../core/scopes.ts';
import { addMember, createUser, revokeKeysOf } from '../auth/index.ts';
import { requireGrantable } from '../members/index.ts';
import { nameIn } from './api-key.ts';
import { lockOwner, type Owner } from './store.ts';

/** Nobody can send anything there. @source RFC 2606 */
const DOMAIN = 'service-account.invalid';

export type ServiceAccount = { name: string } & Reach;

/**
 * Makes a member without a person: it has a role like anybody, acts by its keys alone, and holds no seat.
 * @returns the id of its user
 * @throws forbidden the caller does not look after keys, or ROLE_NOT_GRANTABLE; invalid
 */
export async function createServiceAccount(ctx: Context, { name, ...reach }: ServiceAccount): Promise<number> {
  requireScope(ctx, 'admin:keys');
  requireRole(ctx, reach);
  const account = { name: nameIn(name), email: `${randomBytes(9).toString('hex')}@${DOMAIN}` };
  return transaction(ctx, async (tx) => {
    const userId = await createUser(tx, { ...account, password: null, kind: 'service' });
    await addMember(tx, { userId, organizationId: tx.tenant.id, ...reach, source: 'service' });
    audit(tx, { action: 'service_account.created', target: { kind: 'user', id: userId, name: account.name }, changes: { ...reach } });
    return userId;
  });
}

/** Its keys keep what is left of their scopes from the next request on. @throws as `createServiceAccount`; not_found */
export async function updateServiceAccount(ctx: Context, userId: number, { name, ...reach }: ServiceAccount): Promise<void> {
  requireScope(ctx, 'admin:keys');
  requireRole(ctx, reach);
  await transaction(ctx, async (tx) => {
    const account = await lockAccount(tx, userId);
    requireGrantable(tx, account.reach.role);
    await tx.db
      .updateTable('users')
      .set({ name: nameIn(name), updated_at: tx.now() })
      .where('id', '=', userId)
      .execute();
    await addMember(tx, { userId, organizationId: tx.tenant.id, ...reach, source: 'service' });
    audit(tx, {
      action: 'service_account.updated',
      target: { kind: 'user', id: userId, name: nameIn(name) },
      changes: { name: { from: account.name, to: nameIn(name) }, from: account.reach, to: reach },
    });
  });
}

/** Ends an account and all its keys at once; what it did stays, under its name. @throws as `updateServiceAccount` */
export async function deleteServiceAccount(ctx: Context, userId: number): Promise<void> {
  requireScope(ctx, 'admin:keys');
  await transaction(ctx, async (tx) => {
    const account = await lockAccount(tx, userId);
    requireGrantable(tx, account.reach.role);
    const keys = await revokeKeysOf(tx, userId);
    await tx.db
      .updateTable('organization_members')
      .set({ status: 'removed', left_at: tx.now(), updated_at: tx.now() })
      .where('dispatch_user_id', '=', userId)
      .where('organization_id', '=', tx.tenant.id)
      .execute();
    audit(tx, {
      action: 'service_account.deleted',
      target: { kind: 'user', id: userId, name: account.name ?? account.email },
      changes: { keys },
    });
  });
}

async function lockAccount(tx: Context, userId: number): Promise<Owner> {
  const owner = await lockOwner(tx, userId);
  if (!owner.isService) throw notFound('service account');
  return owner;
}

/** An organization is owned by people: what decides over it must be somebody who can be asked. */
function requireRole(ctx: Context, { role, isReadOnly }: Reach) {
  if (role === 'Owner') throw invalid('organizationRole', 'A service account is a Manager at most: organizations are owned by people.');
  if (isReadOnly && role !== 'Member') throw invalid('roles', `Who only reads is a Member; ${role} administers.`);
  requireGrantable(ctx, role);
}
