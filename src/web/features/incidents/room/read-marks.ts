import { useSyncExternalStore } from 'react';

const KEY = 'tocsin.read';
/** Rooms remembered; the one visited longest ago is forgotten first. */
const MOST = 200;

type Marks = Record<string, number>;
const listeners = new Set<() => void>();
let marks = load();

function load(): Marks {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Marks;
  } catch {
    return {}; // storage is forbidden or was edited by hand
  }
}

/** Remembers in this browser that everything up to a message was read. */
export function markRead(room: string, messageId: number) {
  if ((marks[room] ?? 0) >= messageId) return;
  const { [room]: _, ...others } = marks;
  marks = Object.fromEntries([...Object.entries(others).slice(-(MOST - 1)), [room, messageId]]);
  try {
    localStorage.setItem(KEY, JSON.stringify(marks));
  } catch {
    // remembered as long as the page lives
  }
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Id of the last message read in the room; 0: none yet. */
export const useReadMark = (room: string) => useSyncExternalStore(subscribe, () => marks[room] ?? 0);
