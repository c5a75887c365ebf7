import { descriptionColumn, flagColumn, textColumn, whenColumn } from '../columns.tsx';
import type { Item, SettingsResource } from '../declaration.ts';
import { FilterInput } from '../filters/filter-input.tsx';
import { evergreenFields, nameOf } from './shared.ts';

const names = (value: unknown) => ((value as Item[] | null) ?? []).map((one) => String(one?.name ?? '')).join(', ');
const size = (value: unknown) => String(((value as unknown[] | null) ?? []).length || '');

export const notifications: SettingsResource = {
  page: 'notifications',
  path: 'notifications',
  kind: 'notification',
  noun: 'notification',
  nouns: 'notifications',
  about: 'Who hears when an incident opens or changes: an address or a conversation.',
  empty: 'Nobody outside an incident hears of it yet. Create a notification for those who should.',
  sort: ['name'],
  nameOf,
  nameSort: 'name',
  columns: [
    textColumn('type', 'By'),
    textColumn('target', 'To'),
    { id: 'filters', header: 'Only when', cell: (item) => names(item.filters) || 'always' },
    flagColumn('enabled', 'Enabled'),
    whenColumn('created_at', 'Created'),
  ],
  writes: 'Admin',
  removal: 'Nobody is told through it any more.',
  fields: [
    { name: 'name', label: 'Name', kind: 'text', required: true },
    { name: 'description', label: 'Description', kind: 'long' },
    {
      name: 'type',
      label: 'Sent by',
      kind: 'choice',
      required: true,
      initial: 'email',
      options: [
        { value: 'email', label: 'E-mail' },
        { value: 'conversation', label: 'Conversation' },
      ],
    },
    { name: 'target', label: 'Sent to', help: 'An address, or the name of a conversation.', kind: 'text', required: true },
    {
      name: 'filters',
      label: 'Only for incidents that match',
      help: 'Any of these is enough. Without one, every incident is told.',
      kind: 'references',
      of: 'search_filter',
    },
    { name: 'enabled', label: 'Enabled', kind: 'switch', initial: true },
    ...evergreenFields,
  ],
};

export const searchFilters: SettingsResource = {
  page: 'search-filters',
  path: 'search/filters',
  kind: 'search_filter',
  noun: 'search filter',
  nouns: 'search filters',
  about: 'Named conditions. Lists, notifications, people and documents use them.',
  empty: 'Create one for incidents that concern the same people, for example all critical ones of a type.',
  sort: ['name'],
  nameOf,
  nameSort: 'name',
  columns: [
    descriptionColumn,
    { id: 'notifications', header: 'Notifications', align: 'end', phone: 'none', cell: (item) => size(item.notifications) },
    { id: 'individuals', header: 'Individuals', align: 'end', phone: 'none', cell: (item) => size(item.individuals) },
    { id: 'teams', header: 'Teams', align: 'end', phone: 'none', cell: (item) => size(item.teams) },
    { id: 'services', header: 'Services', align: 'end', phone: 'none', cell: (item) => size(item.services) },
    textColumn('creator.email', 'Creator', { optional: true }),
    flagColumn('enabled', 'Enabled'),
    whenColumn('updated_at', 'Changed'),
  ],
  writes: 'Admin',
  creates: 'Member',
  owns: (item, me) => (item.creator as { id?: number } | null)?.id === me.id,
  removal: 'Notifications and contacts that use it lose this condition: one without any other is told of every incident.',
  fields: [
    { name: 'name', label: 'Name', kind: 'text', required: true },
    { name: 'description', label: 'Description', kind: 'long', required: true },
    { name: 'enabled', label: 'Enabled', kind: 'switch', initial: true },
    { name: 'expression', label: 'Incidents that match', kind: 'custom', input: FilterInput, initial: [], section: 'Conditions' },
  ],
  toBody: (body, item) => ({ ...body, subject: item?.subject ?? 'incident' }),
};
