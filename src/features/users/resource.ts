import { sql } from 'kysely';
import { member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { Me } from './shapes.ts';

/** Users as far as they are members of the organization of the path. */
export const users = resource({
  table: 'users',
  path: '/users',
  tag: 'users',
  noun: 'user',
  model: 'User',
  param: 'user_id',
  fields: Me.fields,
  rules: { list: member, get: member },
  // Service accounts are nobody that could be asked, or given something to do.
  scope: (ctx, alias) => sql<boolean>`${sql.ref(`${alias}.kind`)} = 'person' and exists (
    select 1 from active_members om where om.dispatch_user_id = ${sql.ref(`${alias}.id`)} and om.organization_id = ${ctx.tenant.id})`,
  substring: ['email', 'name'],
});
