export { ColumnMenu } from './column-menu.tsx';
export { type Column, DataTable } from './data-table.tsx';
export { FilterBar, type FilterDefinition } from './filter-bar.tsx';
export { type ListState, type ListUrl, many, type SearchParams, useListUrl } from './list-url.ts';
export type { Turn } from './pager.tsx';
export { windowBounds } from './windows.ts';
