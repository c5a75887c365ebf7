import { TABLES } from './tables.ts';

export type TableName = keyof typeof TABLES & string;
export type ColumnType = 'integer' | 'bigint' | 'number' | 'boolean' | 'text' | 'timestamp' | 'json' | 'uuid' | 'text[]';
export type TableInfo = {
  columns: Record<string, { type: ColumnType; nullable: boolean; hasDefault: boolean }>;
  references: Record<string, string>;
  primaryKey: readonly string[];
  searchConfig: 'english' | 'simple' | null;
};

/** What the database says about a table. */
export const tableInfo = (table: string): TableInfo => {
  const info = (TABLES as Record<string, TableInfo>)[table];
  if (!info) throw new Error(`There is no table ${table}.`);
  return info;
};

/** Words whose plural is not their singular and an s. */
const SINGULARS: Record<string, string> = { feedback: 'feedback', service_feedback: 'service_feedback', users: 'dispatch_user' };

/** `incident_priorities` → `incident_priority` */
export function singular(table: string) {
  if (SINGULARS[table]) return SINGULARS[table];
  if (table.endsWith('ies')) return `${table.slice(0, -3)}y`;
  if (/(statuses|aliases)$/.test(table)) return table.slice(0, -2);
  return table.replace(/s$/, '');
}

const NAME_COLUMNS = ['name', 'title', 'email', 'text', 'description'];

/** What a row of the table is called by when a filter or a sort names only the relation that leads to it. */
export const nameColumn = (table: string): string => NAME_COLUMNS.find((one) => tableInfo(table).columns[one]) ?? 'id';

const normal = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The contract's storage names that differ from ours. */
const OTHER_NAMES: Record<string, string> = {
  user: 'users',
  team: 'team_contacts',
  individual: 'individual_contacts',
  formstype: 'form_types',
  notes: 'case_notes',
};

const BY_NAME = new Map<string, string>(Object.entries(OTHER_NAMES));
for (const table of Object.keys(TABLES)) {
  BY_NAME.set(normal(table), table);
  BY_NAME.set(normal(singular(table)), table);
}

/** Finds the table of a model by the names clients use: `IncidentType`, `incident_type`, `incidenttype`. */
export const tableOfModel = (model: string): string | undefined => BY_NAME.get(normal(model));
