import type { ComponentType, ReactNode } from 'react';
import type { Filter } from '../../api/list.ts';
import type { Item } from './item.ts';
import type { ReferenceName } from './references.ts';

export type { Item };
/** The content of a form, by field. */
export type Values = Record<string, unknown>;

/** What a field that draws itself is given. */
export type InputProps = {
  label: string;
  description?: ReactNode;
  error?: ReactNode;
  disabled?: boolean;
  required?: boolean;
  value: unknown;
  onChange: (value: unknown) => void;
  /** name of the project the record belongs to */
  project: string | undefined;
};

export type Choice = { value: string; label: string };

type Kind =
  | { kind: 'text' | 'email' | 'url' | 'password' | 'long' | 'markdown' | 'color' | 'switch'; initial?: string | boolean }
  | { kind: 'number'; min?: number; max?: number; unit?: string; initial?: number | null }
  | { kind: 'choice'; options: Choice[]; initial?: string | null; numeric?: boolean }
  | { kind: 'reference'; of: ReferenceName; filter?: Filter[]; create?: (text: string) => Item }
  | { kind: 'references'; of: ReferenceName; filter?: Filter[]; create?: (text: string) => Item }
  | { kind: 'custom'; input: ComponentType<InputProps>; initial?: unknown };

export type Field = Kind & {
  name: string;
  label: string;
  help?: string;
  required?: boolean;
  /** a heading above this field and those that follow */
  section?: string;
  /** sent and shown only then */
  only?: 'create' | 'update';
  /** shown but not changed after creation */
  fixed?: boolean;
  /** left out while this says no */
  when?: (values: Values) => boolean;
};

export type SettingColumn = {
  id: string;
  header: string;
  cell: (item: Item) => ReactNode;
  sort?: string;
  align?: 'end';
  optional?: boolean;
  phone?: 'line' | 'none';
  width?: string;
};

export type WritingRole = 'Member' | 'Admin' | 'Manager' | 'Owner';

/** Everything the screens of one settings resource need. */
export type SettingsResource = {
  /** its page in the address */
  page: string;
  /** below the organization: `incident_types` */
  path: string;
  /** as live notes and the cache call it */
  kind: string;
  noun: string;
  nouns: string;
  /** why it exists, in a sentence */
  about: string;
  /** what to do while there is none */
  empty: string;
  sort: string[];
  nameOf: (item: Item) => string;
  /** column of the name; without it the name does not sort */
  nameSort?: string;
  nameHeader?: string;
  columns: SettingColumn[];
  fields: Field[];
  /** lowest role that may write; everybody may read */
  writes: WritingRole;
  /** lowest role that may create, where it is another */
  creates?: WritingRole;
  /** records a person may change whatever their role */
  owns?: (item: Item, me: { id: number; email: string }) => boolean;
  /** what a deletion means; without it there is none */
  removal?: string;
  /** the server has no address for a single one */
  listOnly?: boolean;
  /** belongs to no project */
  global?: boolean;
  /** name of the project that the choices of its fields belong to, when it is not the record's own */
  projectOf?: (item: Item) => string;
  /** further conditions of the list */
  filter?: Filter[];
  /** what the list can be narrowed by beside search and project: the key is the address's, the model and field the server's */
  narrow?: { key: string; label: string; model: string; field: string; options: Choice[] }[];
  /** beginnings offered when there is something to begin from; the key is the address's `start` */
  starts?: Record<string, { label: string; values: Values }>;
  /** changes the body just before it is sent */
  toBody?: (body: Values, item: Item | undefined) => Values;
  /** shapes a record into form values where they differ */
  toValues?: (item: Item) => Values;
  /** beside the form of an existing record */
  extra?: ComponentType<{ item: Item; mayWrite: boolean }>;
};
