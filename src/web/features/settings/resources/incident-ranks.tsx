import { colorColumn, descriptionColumn, flagColumn, textColumn } from '../columns.tsx';
import type { SettingsResource } from '../declaration.ts';
import { enabledField, nameOf, viewOrderField } from './shared.ts';

const hours = (path: string, header: string) => textColumn(path, header, { align: 'end', phone: 'none' });

export const incidentPriorities: SettingsResource = {
  page: 'incident-priorities',
  path: 'incident_priorities',
  kind: 'incident_priority',
  noun: 'priority',
  nouns: 'priorities',
  about: 'How urgent it is: whether the commander is paged and how often reports are due.',
  empty: 'Create at least one, and make it the default.',
  sort: ['view_order'],
  nameOf,
  nameSort: 'name',
  columns: [
    descriptionColumn,
    flagColumn('page_commander', 'Pages commander'),
    hours('tactical_report_reminder', 'Tactical report, h'),
    hours('executive_report_reminder', 'Executive report, h'),
    flagColumn('default', 'Default'),
    flagColumn('enabled', 'Enabled'),
    textColumn('view_order', 'Place', { align: 'end', optional: true, phone: 'none' }),
    colorColumn,
  ],
  writes: 'Admin',
  fields: [
    { name: 'name', label: 'Name', kind: 'text', required: true },
    { name: 'description', label: 'Description', kind: 'long', required: true },
    { name: 'default', label: 'Default', help: 'Taken when nobody chooses a priority.', kind: 'switch' },
    enabledField,
    viewOrderField,
    { name: 'color', label: 'Colour', kind: 'color' },
    {
      name: 'page_commander',
      label: 'Page the commander',
      help: 'Somebody is called as soon as the incident is reported.',
      kind: 'switch',
      section: 'What happens',
    },
    { name: 'tactical_report_reminder', label: 'Tactical report is due every', kind: 'number', unit: 'hours', initial: 24 },
    { name: 'executive_report_reminder', label: 'Executive report is due every', kind: 'number', unit: 'hours', initial: 24 },
    { name: 'disable_delayed_message_warning', label: 'Do not warn about slow answers in the room', kind: 'switch' },
  ],
};

export const incidentSeverities: SettingsResource = {
  page: 'incident-severities',
  path: 'incident_severities',
  kind: 'incident_severity',
  noun: 'severity',
  nouns: 'severities',
  about: 'How bad it is for those who are affected.',
  empty: 'Create at least one, and make it the default.',
  sort: ['view_order'],
  nameOf,
  nameSort: 'name',
  columns: [
    descriptionColumn,
    flagColumn('default', 'Default'),
    flagColumn('enabled', 'Enabled'),
    flagColumn('allowed_for_stable_incidents', 'Allowed when stable'),
    textColumn('view_order', 'Place', { align: 'end', phone: 'none' }),
    colorColumn,
  ],
  writes: 'Admin',
  fields: [
    { name: 'name', label: 'Name', kind: 'text', required: true },
    { name: 'description', label: 'Description', kind: 'long', required: true },
    { name: 'default', label: 'Default', help: 'Taken when nobody chooses a severity.', kind: 'switch' },
    enabledField,
    {
      name: 'allowed_for_stable_incidents',
      label: 'Allowed when the incident is stable',
      help: 'Without it the severity has to change before an incident becomes stable.',
      kind: 'switch',
      initial: true,
    },
    viewOrderField,
    { name: 'color', label: 'Colour', kind: 'color' },
  ],
};
