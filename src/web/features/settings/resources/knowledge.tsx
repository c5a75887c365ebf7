import { colorColumn, descriptionColumn, flagColumn, textColumn, whenColumn } from '../columns.tsx';
import type { Field, Item, SettingsResource } from '../declaration.ts';
import { DocumentContentPanel } from '../extras/document-content.tsx';
import { engagementField, evergreenFields, nameOf, textOf } from './shared.ts';

const discoverable = (name: string, label: string): Field => ({ name: `discoverable_${name}`, label, kind: 'switch', initial: true });

export const tagTypes: SettingsResource = {
  page: 'tag-types',
  path: 'tag_types',
  kind: 'tag_type',
  noun: 'tag type',
  nouns: 'tag types',
  about: 'Groups of tags, such as “region” or “cause”, and where they may be used.',
  empty: 'Create one for each question that tags answer: which region, which cause.',
  sort: ['name'],
  nameOf,
  nameSort: 'name',
  columns: [
    descriptionColumn,
    flagColumn('required', 'Required'),
    flagColumn('exclusive', 'Exclusive'),
    flagColumn('discoverable_incident', 'In incidents'),
    colorColumn,
  ],
  writes: 'Admin',
  removal: 'A tag type can only be deleted while no tag uses it.',
  fields: [
    { name: 'name', label: 'Name', kind: 'text', required: true },
    { name: 'description', label: 'Description', kind: 'long' },
    { name: 'color', label: 'Colour', kind: 'color' },
    { name: 'icon', label: 'Icon', help: 'Name of an icon, for clients that draw one.', kind: 'text' },
    { name: 'required', label: 'Required', help: 'At least one tag of this type.', kind: 'switch', section: 'Rules' },
    { name: 'exclusive', label: 'Exclusive', help: 'At most one tag of this type.', kind: 'switch' },
    { name: 'use_for_project_folder', label: 'Names the folder in the storage', kind: 'switch' },
    { name: 'genai_suggestions', label: 'May be suggested', help: 'Needs a plug-in for artificial intelligence.', kind: 'switch' },
    { ...discoverable('incident', 'Incidents'), section: 'Can be chosen in' },
    discoverable('case', 'Cases'),
    discoverable('document', 'Documents'),
    discoverable('signal', 'Signals'),
    discoverable('source', 'Data sources'),
    discoverable('query', 'Queries'),
  ],
};

export const tags: SettingsResource = {
  page: 'tags',
  path: 'tags',
  kind: 'tag',
  noun: 'tag',
  nouns: 'tags',
  about: 'Words that incidents, documents and search filters share.',
  empty: 'Create the words people will look for later.',
  sort: ['name'],
  nameOf,
  nameSort: 'name',
  columns: [
    textColumn('tag_type.name', 'Type'),
    descriptionColumn,
    textColumn('source', 'Source', { optional: true }),
    textColumn('external_id', 'External id', { optional: true }),
    flagColumn('discoverable', 'Can be chosen'),
  ],
  writes: 'Member',
  removal: 'It is taken off everything that carries it.',
  fields: [
    { name: 'name', label: 'Name', kind: 'text', required: true },
    { name: 'tag_type', label: 'Type', kind: 'reference', of: 'tag_type', required: true },
    { name: 'description', label: 'Description', kind: 'long' },
    { name: 'discoverable', label: 'Can be chosen', kind: 'switch', initial: true },
    { name: 'uri', label: 'Address', kind: 'text', section: 'Where it comes from' },
    { name: 'source', label: 'Source', kind: 'text' },
    { name: 'external_id', label: 'Id there', kind: 'text' },
  ],
};

/** Kinds of documents that people make, by the word the address has for them. */
const DOCUMENT_KINDS: Record<string, { label: string; type: string }> = {
  incident: { label: 'Template: incident document', type: 'dispatch-incident-document-template' },
  review: { label: 'Template: review document', type: 'dispatch-incident-review-document-template' },
  executive: { label: 'Template: executive report', type: 'dispatch-executive-report-document-template' },
  tracking: { label: 'Template: tracking sheet', type: 'dispatch-incident-tracking-template' },
  runbook: { label: 'Incident runbook', type: 'dispatch-incident-runbook' },
  faq: { label: 'Answers to common questions', type: 'dispatch-incident-reference-faq-document' },
  conversation: { label: 'Reference: conversation', type: 'dispatch-conversation-reference-document' },
};
const documentKind = (type: unknown) => Object.values(DOCUMENT_KINDS).find((one) => one.type === type)?.label ?? String(type ?? '');

export const documents: SettingsResource = {
  page: 'documents',
  path: 'documents',
  kind: 'document',
  noun: 'document',
  nouns: 'documents',
  about: 'Templates that new documents are copied from, runbooks, and answers to common questions.',
  empty: 'Create a template for the incident document: every incident of a type begins with a copy.',
  sort: ['name'],
  nameOf,
  nameSort: 'name',
  filter: [{ or: Object.values(DOCUMENT_KINDS).map(({ type }) => ({ model: 'Document', field: 'resource_type', op: '==', value: type })) }],
  narrow: [
    {
      key: 'kind',
      label: 'Kind',
      model: 'Document',
      field: 'resource_type',
      options: Object.values(DOCUMENT_KINDS).map(({ label, type }) => ({ value: type, label })),
    },
  ],
  starts: Object.fromEntries(
    Object.entries(DOCUMENT_KINDS).map(([key, { label, type }]) => [key, { label, values: { resource_type: type } }]),
  ),
  columns: [
    { id: 'resource_type', header: 'Kind', sort: 'resource_type', cell: (item) => documentKind(item.resource_type) },
    descriptionColumn,
    flagColumn('evergreen', 'Reviewed', { optional: true }),
    whenColumn('updated_at', 'Changed', { optional: false }),
  ],
  writes: 'Member',
  removal: 'Documents already made from it stay as they are.',
  extra: DocumentContentPanel,
  fields: [
    { name: 'name', label: 'Name', kind: 'text', required: true },
    { name: 'description', label: 'Description', kind: 'long' },
    {
      name: 'resource_type',
      label: 'Kind',
      kind: 'choice',
      required: true,
      options: Object.values(DOCUMENT_KINDS).map(({ label, type }) => ({ value: type, label })),
    },
    { name: 'weblink', label: 'Address', help: 'Where it lives, if it is kept in another system.', kind: 'url' },
    { name: 'resource_id', label: 'Id there', kind: 'text' },
    { name: 'tags', label: 'Tags', kind: 'references', of: 'tag' },
    { ...engagementField('document'), label: 'Offered in incidents that match' } as Field,
    ...evergreenFields,
  ],
};

const words = (value: unknown) => ((value as Item[] | null) ?? []).map((one) => String(one.text ?? '')).join('; ');
// A text nobody has stored yet: the server makes it together with the record.
const newText = (text: string) => ({ text }) as unknown as Item;

export const terms: SettingsResource = {
  page: 'terms',
  path: 'terms',
  kind: 'term',
  noun: 'term',
  nouns: 'terms',
  about: 'Words of your house. Where one occurs in a description, its definition is one click away.',
  empty: 'Add the abbreviations that a new colleague would ask about.',
  sort: ['text'],
  nameOf: textOf,
  nameSort: 'text',
  nameHeader: 'Term',
  columns: [
    { id: 'definitions', header: 'Definitions', cell: (item) => words(item.definitions) },
    flagColumn('discoverable', 'Recognised'),
  ],
  writes: 'Member',
  removal: 'Its definitions stay.',
  fields: [
    { name: 'text', label: 'Term', kind: 'text', required: true },
    {
      name: 'definitions',
      label: 'Definitions',
      help: 'Choose one, or type a new one.',
      kind: 'references',
      of: 'definition',
      create: newText,
    },
    { name: 'discoverable', label: 'Recognised in texts', kind: 'switch', initial: true },
  ],
};

export const definitions: SettingsResource = {
  page: 'definitions',
  path: 'definitions',
  kind: 'definition',
  noun: 'definition',
  nouns: 'definitions',
  about: 'What the words of your house mean.',
  empty: 'A definition explains one or more terms.',
  sort: ['text'],
  nameOf: textOf,
  nameSort: 'text',
  nameHeader: 'Definition',
  columns: [{ id: 'terms', header: 'Terms', cell: (item) => words(item.terms) }, textColumn('source', 'Source', { optional: true })],
  writes: 'Member',
  removal: 'Its terms stay.',
  fields: [
    { name: 'text', label: 'Definition', kind: 'long', required: true },
    { name: 'terms', label: 'Terms', help: 'Choose one, or type a new one.', kind: 'references', of: 'term', create: newText },
    { name: 'source', label: 'Source', help: 'Who says so.', kind: 'text', initial: 'Tocsin' },
  ],
};
