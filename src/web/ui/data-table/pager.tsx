import { ActionIcon, NativeSelect } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { count } from '../format.ts';
import { useShortcut } from '../shortcuts.tsx';
import classes from './data-table.module.css';
import { type ListUrl, SIZES } from './list-url.ts';

/** Where in the list we are, and the way to the next page. */
export function Pager({ url, total, noun }: { url: ListUrl; total: number; noun: string }) {
  const { state, set } = url;
  const pages = Math.max(1, Math.ceil(total / state.size));
  const first = (state.page - 1) * state.size + 1;
  const go = (page: number) => {
    if (page < 1 || page > pages || page === state.page) return;
    set({ page });
    scrollTo({ top: 0 });
  };
  useShortcut('[', 'Previous page', () => go(state.page - 1), { enabled: pages > 1 });
  useShortcut(']', 'Next page', () => go(state.page + 1), { enabled: pages > 1 });
  return (
    <nav className={classes.pager} aria-label={`Pages of ${noun}`}>
      <span aria-live="polite">
        {first > total
          ? count(total, 'row')
          : `${first.toLocaleString()}–${Math.min(first + state.size - 1, total).toLocaleString()} of ${total.toLocaleString()}`}
      </span>
      <span className={classes.sizes}>
        <NativeSelect
          size="xs"
          w={84}
          aria-label="Rows per page"
          data={SIZES.map(String)}
          value={String(state.size)}
          onChange={({ currentTarget }) => set({ size: Number(currentTarget.value) })}
        />
        <span aria-hidden>per page</span>
      </span>
      <span className={classes.turn}>
        <ActionIcon size="lg" aria-label="Previous page" disabled={state.page <= 1} onClick={() => go(state.page - 1)}>
          <ChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <span>
          {state.page.toLocaleString()} / {pages.toLocaleString()}
        </span>
        <ActionIcon size="lg" aria-label="Next page" disabled={state.page >= pages} onClick={() => go(state.page + 1)}>
          <ChevronRight size={18} aria-hidden />
        </ActionIcon>
      </span>
    </nav>
  );
}
