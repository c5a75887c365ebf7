import { Tooltip, VisuallyHidden } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { absolute, duration, relative } from './format.ts';
import { usePreferences } from './preferences.ts';

const TICK_MS = 10_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const one of listeners) one();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time every relative date on the page is measured against: one clock, so neighbours never disagree. */
export const useNow = () => useSyncExternalStore(subscribe, () => now);

/** `12 min ago`, with the full date and zone on hover and for assistive technology. */
export function When({ at, none = '–' }: { at: string | null | undefined; none?: string }) {
  const reference = useNow();
  usePreferences();
  if (!at) return <span>{none}</span>;
  const date = new Date(at);
  const full = absolute(date);
  const text = relative(date, Math.max(reference, Date.now()));
  return (
    <Tooltip label={full}>
      <time dateTime={at}>
        {text}
        <VisuallyHidden component="span">, {full}</VisuallyHidden>
      </time>
    </Tooltip>
  );
}

/** How long something lasts or lasted. */
export function Elapsed({ from, to }: { from: string | null | undefined; to?: string | null | undefined }) {
  const reference = useNow();
  if (!from) return <span>–</span>;
  return <span>{duration((to ? Date.parse(to) : Math.max(reference, Date.now())) - Date.parse(from))}</span>;
}
