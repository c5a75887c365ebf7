import { Kbd } from '@mantine/core';
import { useEffect, useRef, useSyncExternalStore } from 'react';

/** `keys` is one key (`?`, `j`), a sequence (`g i`) or a chord (`mod+Enter`). */
type Shortcut = { keys: string; label: string; group: string; run: (event: KeyboardEvent) => void };

const SEQUENCE_MS = 1200;
const registered = new Set<Shortcut>();
const listeners = new Set<() => void>();
let snapshot: readonly Shortcut[] = [];
let prefix: { key: string; at: number } | undefined;

const changed = () => {
  snapshot = [...registered];
  for (const listener of listeners) listener();
};

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !/^(checkbox|radio|button)$/.test((target as HTMLInputElement).type);

/** The chord as written in shortcuts: `mod` is the command key on a Mac and Control elsewhere. */
function chordOf(event: KeyboardEvent) {
  const mod = event.metaKey || event.ctrlKey ? 'mod+' : '';
  const shift = mod && event.shiftKey ? 'shift+' : '';
  return `${mod}${shift}${event.key.length === 1 && mod ? event.key.toLowerCase() : event.key}`;
}

function onKey(event: KeyboardEvent) {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const chord = chordOf(event);
  if (!chord.startsWith('mod+') && (isTyping(event.target) || document.querySelector('[aria-modal="true"]'))) return;
  const sequence = prefix && event.timeStamp - prefix.at < SEQUENCE_MS ? `${prefix.key} ${chord}` : undefined;
  // The newest wins: a dialog or panel may take over a key of the page below it.
  const candidates = [...registered].reverse();
  const match = (sequence && candidates.find((one) => one.keys === sequence)) || candidates.find((one) => one.keys === chord);
  prefix = candidates.some((one) => one.keys.startsWith(`${chord} `)) ? { key: chord, at: event.timeStamp } : undefined;
  if (!match) return;
  event.preventDefault();
  prefix = undefined;
  match.run(event);
}

if (typeof document !== 'undefined') document.addEventListener('keydown', onKey);

/** Registers a shortcut while the component is shown. It is listed in the help of its group. */
export function useShortcut(
  keys: string,
  label: string,
  run: (event: KeyboardEvent) => void,
  { group = 'This page', enabled = true } = {},
) {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!enabled) return;
    const shortcut: Shortcut = { keys, label, group, run: (event) => latest.current(event) };
    registered.add(shortcut);
    changed();
    return () => {
      registered.delete(shortcut);
      changed();
    };
  }, [keys, label, group, enabled]);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const isMac = typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform);

/** Keys as they are printed on this computer's keyboard. */
export function Keys({ keys }: { keys: string }) {
  const parts = keys
    .split(' ')
    .map((chord) =>
      chord
        .split('+')
        .map((key) =>
          key === 'mod'
            ? isMac
              ? '⌘'
              : 'Ctrl'
            : key === 'shift'
              ? '⇧'
              : key === 'Escape'
                ? 'Esc'
                : key.length === 1
                  ? key.toUpperCase()
                  : key,
        ),
    );
  return (
    <span>
      {parts.map((chord, index) => (
        <span key={chord.join('+')}>
          {index > 0 && <span> then </span>}
          {chord.map((key, place) => (
            <span key={key}>
              {place > 0 && ' + '}
              <Kbd>{key}</Kbd>
            </span>
          ))}
        </span>
      ))}
    </span>
  );
}

/** @returns every shortcut that works now */
export const useShortcuts = () => useSyncExternalStore(subscribe, () => snapshot);

/** Opens the help from a menu, as its key would. */
export function showKeyboardHelp() {
  for (const one of registered) if (one.keys === '?') one.run(new KeyboardEvent('keydown'));
}
