import { count } from '../../../ui/format.ts';
import { descriptionColumn, flagColumn, textColumn, whenColumn } from '../columns.tsx';
import type { SettingsResource } from '../declaration.ts';
import { ActivitiesInput } from '../fields/activities-input.tsx';
import { nameOf } from './shared.ts';

export const costTypes: SettingsResource = {
  page: 'cost-types',
  path: 'incident_cost_types',
  kind: 'incident_cost_type',
  noun: 'cost type',
  nouns: 'cost types',
  about: 'What an incident costs, by kind: people’s time is computed, others are entered.',
  empty: 'Create one for each kind of cost that is entered by hand, such as refunds.',
  sort: ['name'],
  nameOf,
  nameSort: 'name',
  columns: [
    descriptionColumn,
    textColumn('category', 'Category'),
    flagColumn('default', 'Default'),
    flagColumn('editable', 'Can be edited'),
    whenColumn('created_at', 'Created'),
  ],
  writes: 'Admin',
  removal: 'Amounts already entered under it are deleted as well.',
  fields: [
    { name: 'name', label: 'Name', kind: 'text', required: true },
    { name: 'description', label: 'Description', kind: 'long' },
    { name: 'category', label: 'Category', kind: 'choice', options: ['Primary', 'Secondary'].map((value) => ({ value, label: value })) },
    { name: 'default', label: 'Default', help: 'The computed cost of people’s time is kept under it.', kind: 'switch' },
    { name: 'editable', label: 'Can be edited', kind: 'switch', initial: true },
  ],
};

export const costModels: SettingsResource = {
  page: 'cost-models',
  path: 'cost_models',
  kind: 'cost_model',
  noun: 'cost model',
  nouns: 'cost models',
  about: 'Counts what people really do in an incident instead of estimating it from roles.',
  empty: 'Create one, then choose it in the incident types that should use it.',
  sort: ['name'],
  nameOf,
  nameSort: 'name',
  listOnly: true,
  columns: [
    descriptionColumn,
    {
      id: 'activities',
      header: 'Activities',
      align: 'end',
      phone: 'none',
      cell: (item) => count((item.activities as unknown[] | null)?.length ?? 0, 'activity', 'activities'),
    },
    flagColumn('enabled', 'Enabled'),
    whenColumn('updated_at', 'Changed'),
  ],
  writes: 'Admin',
  removal: 'Only a model that no incident type uses can be deleted.',
  fields: [
    { name: 'name', label: 'Name', kind: 'text', required: true },
    { name: 'description', label: 'Description', kind: 'long' },
    { name: 'enabled', label: 'Enabled', kind: 'switch', initial: true },
    { name: 'activities', label: 'Activities', kind: 'custom', input: ActivitiesInput, initial: [], section: 'What counts' },
  ],
};
