import { equals } from '../../../api/list.ts';
import { descriptionColumn, flagColumn, textColumn } from '../columns.tsx';
import type { Field, SettingsResource } from '../declaration.ts';
import { MetadataInput } from '../fields/metadata-input.tsx';
import { enabledField, nameOf } from './shared.ts';

const template = (name: string, label: string, resourceType: string, section?: string): Field => ({
  name,
  label,
  kind: 'reference',
  of: 'document',
  filter: [equals('Document', 'resource_type', resourceType)],
  ...(section && { section }),
});

export const incidentTypes: SettingsResource = {
  page: 'incident-types',
  path: 'incident_types',
  kind: 'incident_type',
  noun: 'incident type',
  nouns: 'incident types',
  about: 'What kind of trouble it is. The type decides templates, cost model and visibility.',
  empty: 'Every incident has a type. Create one, and make it the default.',
  sort: ['name'],
  nameOf,
  nameSort: 'name',
  columns: [
    descriptionColumn,
    textColumn('visibility', 'Visibility'),
    textColumn('incident_template_document.name', 'Template', { optional: true }),
    flagColumn('default', 'Default'),
    flagColumn('enabled', 'Enabled'),
  ],
  writes: 'Admin',
  fields: [
    { name: 'name', label: 'Name', kind: 'text', required: true },
    { name: 'description', label: 'Description', help: 'Helps whoever reports to choose.', kind: 'long', required: true },
    {
      name: 'visibility',
      label: 'Visibility',
      help: 'Who sees incidents of this type to begin with. Restricted: their participants and administrators.',
      kind: 'choice',
      required: true,
      initial: 'Open',
      options: ['Open', 'Restricted'].map((value) => ({ value, label: value })),
    },
    { name: 'default', label: 'Default', help: 'Taken when nobody chooses a type.', kind: 'switch' },
    enabledField,
    template('incident_template_document', 'Incident document', 'dispatch-incident-document-template', 'Templates'),
    template('review_template_document', 'Review document', 'dispatch-incident-review-document-template'),
    template('executive_template_document', 'Executive report', 'dispatch-executive-report-document-template'),
    template('tracking_template_document', 'Tracking sheet', 'dispatch-incident-tracking-template'),
    {
      name: 'cost_model',
      label: 'Cost model',
      help: 'Without one, time is estimated by role and duration.',
      kind: 'reference',
      of: 'cost_model',
      section: 'Cost and reports',
    },
    { name: 'exclude_from_metrics', label: 'Leave out of metrics', kind: 'switch' },
    { name: 'exclude_from_reminders', label: 'Send no reminders', kind: 'switch' },
    { name: 'exclude_from_review', label: 'Needs no review', kind: 'switch' },
    {
      name: 'generate_read_in_summary',
      label: 'Write a summary for people who join',
      help: 'Needs a plug-in for artificial intelligence.',
      kind: 'switch',
    },
    {
      name: 'channel_description',
      label: 'Description of the room',
      help: '{oncall_email} becomes the address of who is on call for the service below.',
      kind: 'text',
      section: 'Room',
    },
    { name: 'description_service', label: 'Its on-call service', kind: 'reference', of: 'service' },
    {
      name: 'plugin_metadata',
      label: 'For the incident’s ticket',
      kind: 'custom',
      input: MetadataInput,
      initial: [],
      section: 'What plug-ins are told',
    },
    { name: 'task_plugin_metadata', label: 'For tickets of tasks', kind: 'custom', input: MetadataInput, initial: [] },
  ],
};
