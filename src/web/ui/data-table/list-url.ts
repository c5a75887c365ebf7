import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';

export type SearchParams = Record<string, string | string[] | undefined>;

/** The state of a list as its address has it. */
export type ListState = {
  page: number;
  size: number;
  /** `name`, `-reported_at`; the first decides */
  sort: string[];
  q: string;
  /** where the rows begin or end, in a list that is turned from row to row instead of by numbers */
  after: string | undefined;
  before: string | undefined;
  /** chosen values by filter */
  filters: Record<string, string[]>;
};

export const SIZES = [25, 50, 100, 250];

export const many = (value: string | string[] | undefined): string[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

type Defaults = { sort: string[]; size?: number };

/**
 * Reads and writes a list's state in the address, so that it can be shared, bookmarked and walked back.
 * @param filterKeys the query parameters that belong to the list
 */
export function useListUrl(filterKeys: readonly string[], defaults: Defaults) {
  const search = useSearch({ strict: false }) as SearchParams;
  const navigate = useNavigate();
  const key = JSON.stringify([search, filterKeys, defaults]);
  const state = useMemo<ListState>(() => {
    const [search, filterKeys, defaults] = JSON.parse(key) as [SearchParams, string[], Defaults];
    return {
      page: Math.max(1, Number(search.page) || 1),
      size: SIZES.includes(Number(search.size)) ? Number(search.size) : (defaults.size ?? 25),
      sort: search.sort === undefined ? defaults.sort : many(search.sort).filter(Boolean),
      q: many(search.q)[0] ?? '',
      after: many(search.after)[0],
      before: many(search.before)[0],
      filters: Object.fromEntries(filterKeys.map((name) => [name, many(search[name])])),
    };
  }, [key]);

  const sortedBy = defaults.sort.join();
  const usualSize = defaults.size ?? 25;
  const set = useCallback(
    (change: Partial<Omit<ListState, 'filters'>> & { filters?: Record<string, string[]> }) => {
      void navigate({
        to: '.',
        replace: change.q !== undefined,
        search: ((previous: SearchParams) => {
          const { filters, page, after, before, size, sort, q } = change;
          const next: SearchParams = { ...previous, ...filters };
          if (sort) next.sort = sort.join() === sortedBy ? undefined : sort;
          if (q !== undefined) next.q = q || undefined;
          if (size) next.size = size === usualSize ? undefined : String(size);
          // Any other change starts from the first page again.
          next.page = page && page > 1 ? String(page) : undefined;
          next.after = after;
          next.before = before;
          return next;
        }) as never,
      });
    },
    [navigate, sortedBy, usualSize],
  );

  return { state, set };
}

export type ListUrl = ReturnType<typeof useListUrl>;
