import Type from 'typebox';
import { bool, computed, Email, email, first, id, many, nullable, required } from '../../core/field.ts';
import { shape } from '../../core/shape.ts';
import { UserOrganization, UserProject, UserSettings } from '../organizations/index.ts';

const nothing = <S extends Parameters<typeof nullable>[0]>(schema: S) => computed(nullable(schema), () => 'null');
const Role = Type.String();

/** The caller themself, with everything that is theirs. */
export const Me = shape('UserRead', 'users', {
  id: id(),
  email: required({ ...email(), read: Email }),
  projects: many(UserProject, 'dispatch_user_id', { orderBy: 'project_id' }),
  organizations: many(UserOrganization, 'dispatch_user_id', {
    orderBy: 'organization_id',
    where: (alias) => `${alias}.id in (select m.id from active_members m)`,
  }),
  role: nothing(Role),
  read_only: nothing(Type.Boolean()),
  experimental_features: bool(),
  settings: first(UserSettings, 'dispatch_user_id'),
});

const MEMBERS = new Map<number, ReturnType<typeof memberShape>>();

/** @param organizationId an id from the database: it is written into the statement */
const memberShape = (organizationId: number) =>
  shape('UserRead', 'users', {
    id: id(),
    email: required({ ...email(), read: Email }),
    projects: many(UserProject, 'dispatch_user_id', {
      orderBy: 'project_id',
      where: (alias) => `${alias}.organization_id = ${Number(organizationId)}`,
    }),
    organizations: computed(Type.Array(UserOrganization.schema), () => `'[]'::json`),
    role: computed(
      nullable(Role),
      (alias) =>
        `(select m.role from active_members m where m.dispatch_user_id = ${alias}.id and m.organization_id = ${Number(organizationId)})`,
    ),
    experimental_features: nothing(Type.Boolean()),
    read_only: computed(
      nullable(Type.Boolean()),
      (alias) =>
        `(select m.read_only from active_members m where m.dispatch_user_id = ${alias}.id and m.organization_id = ${Number(organizationId)})`,
    ),
    settings: nothing(UserSettings.schema),
  });

/** A member of an organization as the others see them. */
export function Member(organizationId: number) {
  const known = MEMBERS.get(organizationId) ?? memberShape(organizationId);
  MEMBERS.set(organizationId, known);
  return known;
}

/** A user where only who they are matters; what is theirs alone stays empty. */
export const UserReference = shape('UserReference', 'users', {
  id: id(),
  email: required({ ...email(), read: Email }),
  projects: computed(Type.Array(UserProject.schema), () => `'[]'::json`),
  organizations: computed(Type.Array(UserOrganization.schema), () => `'[]'::json`),
  role: nothing(Role),
  experimental_features: nothing(Type.Boolean()),
  settings: nothing(UserSettings.schema),
});
