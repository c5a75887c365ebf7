import type { Page } from '../api/types.ts';

export type ExportColumn<T> = { id: string; label: string; chosen?: boolean; value: (row: T) => unknown };
export type ExportProps<T> = {
  noun: string;
  total: number;
  columns: ExportColumn<T>[];
  /** @param wanted  pages count from 1; `chosen` are the ids of the columns, for lists that can be asked for some fields only */
  load: (wanted: { page: number; size: number; chosen: string[] }) => Promise<Page<T>>;
};
