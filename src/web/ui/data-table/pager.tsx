import { ActionIcon, NativeSelect } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { count } from '../format.ts';
import { useShortcut } from '../shortcuts.tsx';
import classes from './data-table.module.css';
import { type ListUrl, SIZES } from './list-url.ts';

type Turning = {
  url: ListUrl;
  noun: string;
  sizes: number[];
  where: string;
  place?: string;
  previous: (() => void) | undefined;
  next: (() => void) | undefined;
};

/** Where in the list we are, and the way to the next page. */
export function Pager({ url, total, noun }: { url: ListUrl; total: number; noun: string }) {
  const { state, set } = url;
  const pages = Math.max(1, Math.ceil(total / state.size));
  const first = (state.page - 1) * state.size + 1;
  const last = Math.min(first + state.size - 1, total);
  return (
    <Buttons
      url={url}
      noun={noun}
      sizes={SIZES}
      where={first > total ? count(total, 'row') : `${first.toLocaleString()}–${last.toLocaleString()} of ${total.toLocaleString()}`}
      place={`${state.page.toLocaleString()} / ${pages.toLocaleString()}`}
      previous={state.page > 1 ? () => set({ page: state.page - 1 }) : undefined}
      next={state.page < pages ? () => set({ page: state.page + 1 }) : undefined}
    />
  );
}

/** The rows around a page of a list that has no numbers: cursors, or none where the list ends. */
export type Turn = { before: string | undefined; after: string | undefined; isExact: boolean };

const MOST_TURNED = 100;

/** The way through such a list. */
export function Turner({ url, turn, total, noun }: { url: ListUrl; turn: Turn; total: number; noun: string }) {
  const { before, after, isExact } = turn;
  return (
    <Buttons
      url={url}
      noun={noun}
      sizes={SIZES.filter((size) => size <= MOST_TURNED)}
      where={`${total.toLocaleString()}${isExact ? '' : '+'} in all`}
      previous={before ? () => url.set({ before }) : undefined}
      next={after ? () => url.set({ after }) : undefined}
    />
  );
}

function Buttons({ url, noun, sizes, where, place, previous, next }: Turning) {
  const go = (turn: (() => void) | undefined) => {
    if (!turn) return;
    turn();
    scrollTo({ top: 0 });
  };
  const isLong = Boolean(previous || next);
  useShortcut('[', 'Previous page', () => go(previous), { enabled: isLong });
  useShortcut(']', 'Next page', () => go(next), { enabled: isLong });
  return (
    <nav className={classes.pager} aria-label={`Pages of ${noun}`}>
      <span aria-live="polite">{where}</span>
      <span className={classes.sizes}>
        <NativeSelect
          size="xs"
          w={84}
          aria-label="Rows per page"
          data={sizes.map(String)}
          value={String(url.state.size)}
          onChange={({ currentTarget }) => url.set({ size: Number(currentTarget.value) })}
        />
        <span aria-hidden>per page</span>
      </span>
      <span className={classes.turn}>
        <ActionIcon size="lg" aria-label="Previous page" disabled={!previous} onClick={() => go(previous)}>
          <ChevronLeft size={18} aria-hidden />
        </ActionIcon>
        {place && <span>{place}</span>}
        <ActionIcon size="lg" aria-label="Next page" disabled={!next} onClick={() => go(next)}>
          <ChevronRight size={18} aria-hidden />
        </ActionIcon>
      </span>
    </nav>
  );
}
