import { Checkbox, Skeleton, UnstyledButton } from '@mantine/core';
import {
  columnVisibilityFeature,
  createColumnHelper,
  metaHelper,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { Page } from '../../api/types.ts';
import { usePreferences } from '../preferences.ts';
import { useShortcut } from '../shortcuts.tsx';
import { EmptyState, ErrorState } from '../states.tsx';
import classes from './data-table.module.css';
import type { ListUrl } from './list-url.ts';
import { Pager, type Turn, Turner } from './pager.tsx';

export type Column<T> = {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** name the server sorts by; without it the column does not sort */
  sort?: string;
  /** CSS width; the rest is shared */
  width?: string;
  align?: 'end';
  /** shown only when somebody asks for it */
  optional?: boolean;
  /** on a phone: the card's first line, a line of its own, or left out */
  phone?: 'title' | 'line' | 'none';
};

type Props<T> = {
  /** plural, for assistive technology and for remembering columns */
  noun: string;
  columns: Column<T>[];
  url: ListUrl;
  page: Page<T> | undefined;
  /** of a list that is turned from row to row */
  turn?: Turn | undefined;
  error: unknown;
  isStale?: boolean;
  retry: () => void;
  rowId: (row: T) => string;
  rowName: (row: T) => string;
  /** shown above the rows while some are chosen */
  bulk?: (rows: T[], clear: () => void) => ReactNode;
  empty?: ReactNode;
};

type Meta = { align?: 'end' | undefined; width?: string | undefined; phone: 'title' | 'line' | 'none'; sort?: string | undefined };

const features = tableFeatures({ rowSortingFeature, rowSelectionFeature, columnVisibilityFeature, columnMeta: metaHelper<Meta>() });
const NONE: never[] = [];

/** A list whose sorting, paging and filters live in the address and happen on the server. */
export function DataTable<T>({ noun, columns, url, page, turn, error, isStale, retry, rowId, rowName, bulk, empty }: Props<T>) {
  const { columns: remembered, density } = usePreferences();
  const [selected, setSelected] = useState<Record<string, true>>({});
  const helper = useMemo(() => createColumnHelper<typeof features, T & object>(), []);
  const definitions = useMemo(
    () =>
      columns.map((one) =>
        helper.display({
          id: one.id,
          header: one.header,
          cell: ({ row }) => one.cell(row.original as T),
          meta: { align: one.align, width: one.width, phone: one.phone ?? 'line', sort: one.sort },
        }),
      ),
    [columns, helper],
  );
  const visible = useMemo(
    () => Object.fromEntries(columns.map((one) => [one.id, remembered?.[noun]?.[one.id] ?? !one.optional])),
    [columns, remembered, noun],
  );
  const rows = (page?.items ?? NONE) as (T & object)[];
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: (row) => rowId(row as T),
    manualSorting: true,
    state: { rowSelection: selected, columnVisibility: visible },
    onRowSelectionChange: setSelected,
  });
  const body = table.getRowModel().rows;
  const chosen = body.filter((row) => selected[row.id]).map((row) => row.original as T);
  const clear = () => setSelected({});
  const place = useRowKeys(noun, body.length, (index) => bulk && body[index]?.toggleSelected());

  if (error && !page) return <ErrorState error={error} retry={retry} />;
  return (
    <div>
      {bulk && chosen.length > 0 && (
        <div className={classes.bulk} role="region" aria-label="Chosen rows">
          <span className={classes.chosen}>{chosen.length} chosen</span>
          {bulk(chosen, clear)}
          <UnstyledButton className={classes.clear} onClick={clear}>
            Choose none
          </UnstyledButton>
        </div>
      )}
      <div className={classes.frame} data-stale={isStale || undefined}>
        <table
          className={classes.table}
          role="table"
          aria-label={noun}
          aria-busy={!page || isStale || undefined}
          aria-rowcount={page ? page.total + 1 : -1}
          data-density={density}
        >
          <thead role="rowgroup" className={classes.head}>
            <tr role="row">
              {bulk && (
                <th role="columnheader" className={classes.tick}>
                  <Checkbox
                    aria-label={`Choose all ${noun} on this page`}
                    checked={body.length > 0 && table.getIsAllRowsSelected()}
                    indeterminate={table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected()}
                    onChange={table.getToggleAllRowsSelectedHandler()}
                  />
                </th>
              )}
              {table.getHeaderGroups()[0]?.headers.map((header) => (
                <HeaderCell
                  key={header.id}
                  title={String(header.column.columnDef.header)}
                  meta={header.column.columnDef.meta as Meta}
                  url={url}
                />
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup" ref={place}>
            {body.map((row, index) => (
              <tr
                key={row.id}
                role="row"
                aria-selected={bulk ? Boolean(selected[row.id]) : undefined}
                aria-rowindex={(url.state.page - 1) * url.state.size + index + 2}
                data-index={index}
                className={classes.row}
              >
                {bulk && (
                  <td role="cell" className={classes.tick}>
                    <Checkbox
                      aria-label={`Choose ${rowName(row.original as T)}`}
                      checked={Boolean(selected[row.id])}
                      onChange={row.getToggleSelectedHandler()}
                    />
                  </td>
                )}
                {row.getVisibleCells().map((cell) => {
                  const meta = cell.column.columnDef.meta as Meta;
                  return (
                    <td
                      key={cell.id}
                      role="cell"
                      data-align={meta.align}
                      data-phone={meta.phone}
                      data-label={String(cell.column.columnDef.header)}
                    >
                      <table.FlexRender cell={cell} />
                    </td>
                  );
                })}
              </tr>
            ))}
            {!page && <Placeholder columns={columns.filter((one) => visible[one.id]).length + (bulk ? 1 : 0)} />}
          </tbody>
        </table>
        {page &&
          !page.items.length &&
          (empty ?? <EmptyState title={`No ${noun} match`}>Change or clear the filters to see more.</EmptyState>)}
      </div>
      {page &&
        page.total > 0 &&
        (turn ? <Turner url={url} turn={turn} total={page.total} noun={noun} /> : <Pager url={url} total={page.total} noun={noun} />)}
    </div>
  );
}

function HeaderCell({ title, meta, url }: { title: string; meta: Meta; url: ListUrl }) {
  const { sort } = meta;
  const { state, set } = url;
  const index = sort ? state.sort.findIndex((one) => one.replace(/^-/, '') === sort) : -1;
  const direction = index < 0 ? undefined : state.sort[index]?.startsWith('-') ? 'descending' : 'ascending';
  const width = meta.width ? { width: meta.width } : undefined;
  if (!sort)
    return (
      <th role="columnheader" data-align={meta.align} data-phone={meta.phone} style={width}>
        {title}
      </th>
    );
  const toggle = (several: boolean) => {
    const next = direction === 'ascending' ? `-${sort}` : sort;
    const others = several ? state.sort.filter((one) => one.replace(/^-/, '') !== sort) : [];
    set({ sort: several && index >= 0 ? state.sort.map((one, place) => (place === index ? next : one)) : [...others, next] });
  };
  const Arrow = direction === 'descending' ? ArrowDown : ArrowUp;
  return (
    <th role="columnheader" data-align={meta.align} data-phone={meta.phone} aria-sort={direction ?? 'none'} style={width}>
      <UnstyledButton
        className={classes.sort}
        data-on={direction}
        onClick={(event) => toggle(event.shiftKey)}
        title="Sort; hold Shift to sort by several columns"
      >
        {title}
        <Arrow size={13} aria-hidden className={classes.arrow} />
        {state.sort.length > 1 && index >= 0 && <span className={classes.rank}>{index + 1}</span>}
      </UnstyledButton>
    </th>
  );
}

/** Rows of grey where rows will be, in the width of the columns. */
function Placeholder({ columns }: { columns: number }) {
  return [...Array(8).keys()].map((row) => (
    <tr key={row} role="row" className={classes.row}>
      {[...Array(columns).keys()].map((column) => (
        <td key={column} role="cell">
          <Skeleton height={12} width={`${85 - ((row * 17 + column * 29) % 45)}%`} />
        </td>
      ))}
    </tr>
  ));
}

/** Walks the rows' first links with `j` and `k`; `x` chooses the row. */
function useRowKeys(noun: string, length: number, choose: (index: number) => void) {
  const body = useRef<HTMLTableSectionElement>(null);
  const rowsOf = () => [...(body.current?.querySelectorAll<HTMLElement>('tr[data-index]') ?? [])];
  const step = (by: number) => {
    const rows = rowsOf();
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
    next?.querySelector<HTMLElement>('a, button')?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  useShortcut('j', `Next of the ${noun}`, () => step(1), { enabled: length > 0 });
  useShortcut('k', `Previous of the ${noun}`, () => step(-1), { enabled: length > 0 });
  useShortcut(
    'x',
    'Choose the row',
    () => {
      const row = document.activeElement?.closest<HTMLElement>('tr[data-index]');
      if (row && body.current?.contains(row)) choose(Number(row.dataset.index));
    },
    { enabled: length > 0 },
  );
  return body;
}
