import { descriptionColumn, flagColumn, textColumn } from '../columns.tsx';
import type { SettingsResource } from '../declaration.ts';
import { ServiceRotation } from '../extras/service-rotation.tsx';
import { OnCallKindInput } from '../fields/on-call-kind-input.tsx';
import { BUILT_IN_ON_CALL, engagementField, evergreenFields, nameOf } from './shared.ts';

export const individuals: SettingsResource = {
  page: 'individuals',
  path: 'individuals',
  kind: 'individual',
  noun: 'individual',
  nouns: 'individuals',
  about: 'Everybody who can take part in an incident, with or without an account here.',
  empty: 'People appear here when they join an incident. Add those who should be found before.',
  sort: ['name'],
  nameOf: (item) => String(item.name || item.email || `#${item.id}`),
  nameSort: 'name',
  columns: [
    textColumn('email', 'E-mail'),
    textColumn('title', 'Title', { optional: true }),
    textColumn('company', 'Company'),
    flagColumn('is_active', 'Active'),
    flagColumn('is_external', 'External'),
  ],
  writes: 'Admin',
  creates: 'Member',
  owns: (item, me) => String(item.email).toLowerCase() === me.email.toLowerCase(),
  removal: 'Incidents they took part in keep their name.',
  fields: [
    { name: 'name', label: 'Name', kind: 'text', required: true },
    { name: 'email', label: 'E-mail', kind: 'email', required: true },
    { name: 'title', label: 'Title', kind: 'text' },
    { name: 'company', label: 'Company', kind: 'text' },
    { name: 'mobile_phone', label: 'Mobile phone', kind: 'text' },
    { name: 'office_phone', label: 'Office phone', kind: 'text' },
    { name: 'weblink', label: 'Page about them', kind: 'url' },
    { name: 'external_id', label: 'Id in another system', kind: 'text' },
    {
      name: 'is_active',
      label: 'Active',
      help: 'People who left stay in old incidents but are offered nowhere.',
      kind: 'switch',
      initial: true,
    },
    { name: 'is_external', label: 'External', help: 'Works for another company.', kind: 'switch' },
    { name: 'notes', label: 'Notes', kind: 'long' },
    engagementField('person'),
  ],
};

export const teams: SettingsResource = {
  page: 'teams',
  path: 'teams',
  kind: 'team',
  noun: 'team',
  nouns: 'teams',
  about: 'Distribution lists that are told about the incidents that concern them.',
  empty: 'Add the address of a team and the incidents it should hear of.',
  sort: ['name'],
  nameOf,
  nameSort: 'name',
  columns: [textColumn('email', 'E-mail'), textColumn('company', 'Company'), flagColumn('is_active', 'Active')],
  writes: 'Admin',
  removal: 'The team is no longer told about incidents.',
  fields: [
    { name: 'name', label: 'Name', kind: 'text', required: true },
    { name: 'email', label: 'E-mail', kind: 'email', required: true },
    { name: 'company', label: 'Company', kind: 'text' },
    { name: 'is_active', label: 'Active', kind: 'switch', initial: true },
    { name: 'is_external', label: 'External', kind: 'switch' },
    { name: 'notes', label: 'Notes', kind: 'long' },
    engagementField('team'),
    ...evergreenFields,
  ],
};

export const services: SettingsResource = {
  page: 'services',
  path: 'services',
  kind: 'service',
  noun: 'on-call service',
  nouns: 'on-call services',
  about: 'A duty that somebody always has. Role policies and search filters call whoever has it now.',
  empty: 'Create one for each duty, then say who takes turns.',
  sort: ['name'],
  nameOf,
  nameSort: 'name',
  columns: [
    descriptionColumn,
    textColumn('type', 'Kept in'),
    textColumn('external_id', 'External id', { optional: true }),
    flagColumn('health_metrics', 'Health metrics', { optional: true }),
    flagColumn('is_active', 'Active'),
  ],
  writes: 'Admin',
  removal: 'Its rotation is deleted with it. Role policies that use it call nobody any more.',
  extra: ServiceRotation,
  fields: [
    { name: 'name', label: 'Name', kind: 'text', required: true },
    { name: 'description', label: 'Description', kind: 'long' },
    { name: 'type', label: 'Who knows who is on call', kind: 'custom', input: OnCallKindInput, required: true, initial: '' },
    {
      name: 'external_id',
      label: 'Id of the schedule there',
      kind: 'text',
      required: true,
      when: (values) => values.type !== BUILT_IN_ON_CALL,
    },
    { name: 'is_active', label: 'Active', kind: 'switch', initial: true },
    { name: 'health_metrics', label: 'Ask for feedback after a shift', kind: 'switch' },
    {
      name: 'shift_hours_type',
      label: 'Length of a shift',
      kind: 'choice',
      when: (values) => values.health_metrics === true,
      numeric: true,
      required: true,
      initial: '24',
      options: [
        { value: '12', label: '12 hours' },
        { value: '24', label: '24 hours' },
      ],
    },
    engagementField('service'),
    ...evergreenFields,
  ],
  toBody: (body, item) => ({
    ...body,
    external_id: body.external_id ?? item?.external_id ?? scheduleId(String(body.name)),
    shift_hours_type: body.shift_hours_type ?? item?.shift_hours_type ?? 24,
  }),
};

/** The built-in rotation is its own schedule; the id only has to differ from the others'. */
const scheduleId = (name: string) =>
  `${name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}-${Math.random().toString(36).slice(2, 6)}`;
