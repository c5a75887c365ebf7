import { sql } from 'kysely';
import Type from 'typebox';
import {
  bool,
  computed,
  Email,
  email,
  id,
  integer,
  linked,
  name,
  nullable,
  onCreate,
  readOnly,
  required,
  text,
  theOne,
  time,
  writeOnly,
} from '../../core/field.ts';
import { admin, member, type Rule } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { ProjectRead } from '../organizations/index.ts';
import { SearchFilterRead } from '../search-filters/index.ts';
import { nameFromEmail } from './individuals.ts';

const address = () => required({ ...email(), read: Email, input: Email });
/** Empty, or an address with a scheme and a host. */
const weblink = () => text({ pattern: '^$|^[A-Za-z][A-Za-z0-9+.\\-]*://[^\\s/]+', maxLength: 2000 });
const project = () => required(onCreate(writeOnly(theOne(ProjectRead, 'project_id'))));

const contact = {
  id: id(),
  email: address(),
  is_active: bool(),
  is_external: bool(),
  company: text(),
  contact_type: text(),
  notes: text(),
  owner: text(),
  created_at: readOnly(time()),
  updated_at: readOnly(time()),
} as const;

const person = {
  ...contact,
  name: text(),
  mobile_phone: text(),
  office_phone: text(),
  title: text(),
  weblink: weblink(),
  external_id: text(),
} as const;

/** People change their own card. */
const ownCard: Rule = {
  role: 'Admin',
  where: (ctx, alias) => sql<boolean>`lower(${sql.ref(`${alias}.email`)}) = lower(${ctx.actor.email})`,
};

export const individuals = resource({
  table: 'individual_contacts',
  path: '/individuals',
  tag: 'individuals',
  noun: 'individual',
  model: 'IndividualContact',
  fields: {
    ...person,
    filters: linked(SearchFilterRead, {
      links: 'individual_contact_filters',
      from: 'individual_contact_id',
      target: 'search_filter_id',
      whenOmitted: 'keep',
    }),
    project: project(),
  },
  rules: { list: member, get: member, create: member, update: ownCard, delete: admin },
  hooks: {
    beforeWrite: async (_tx, row, _input, individualId) => {
      if (individualId === undefined && !row.name) row.name = nameFromEmail(String(row.email));
    },
  },
});

export const IndividualRead = individuals.read;

/** What the person chose for themself, where they have an account. */
const addsToBridges = (alias: string) =>
  `coalesce((select s.auto_add_to_incident_bridges from users u join user_settings s on s.dispatch_user_id = u.id where lower(u.email) = lower(${alias}.email)), true)`;

export const IndividualReadMinimal = shape('IndividualContactReadMinimal', 'individual_contacts', {
  ...person,
  auto_add_to_incident_bridges: computed(Type.Boolean(), addsToBridges),
});

export const teams = resource({
  table: 'team_contacts',
  path: '/teams',
  tag: 'teams',
  noun: 'team',
  model: 'TeamContact',
  fields: {
    ...contact,
    name: name(),
    evergreen: bool(),
    evergreen_owner: { ...email(), input: nullable(Email) },
    evergreen_reminder_interval: integer({ minimum: 1 }),
    evergreen_last_reminder_at: time(),
    filters: linked(SearchFilterRead, { links: 'team_contact_filters', from: 'team_contact_id', target: 'search_filter_id' }),
    project: project(),
  },
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
});

export const TeamRead = teams.read;
