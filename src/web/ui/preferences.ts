import { useSyncExternalStore } from 'react';

/** What a person chose for this browser; nothing of it is secret and nothing of it changes what the server does. */
export type Preferences = {
  /** IANA name; undefined: the one of this computer */
  timeZone?: string;
  /** ISO 4217 code that costs are shown in */
  currency?: string;
  density?: 'comfortable' | 'compact';
  /** hidden columns by table */
  columns?: Record<string, Record<string, boolean>>;
  /** name of the project that lists and settings start with, by organization */
  project?: Record<string, string | undefined>;
};

const KEY = 'tocsin.preferences';
const listeners = new Set<() => void>();
let current = load();

function load(): Preferences {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Preferences;
  } catch {
    return {}; // storage is forbidden or was edited by hand
  }
}

export const preferences = () => current;

export function prefer(change: Partial<Preferences>) {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // the choice lasts as long as the page
  }
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const usePreferences = () => useSyncExternalStore(subscribe, preferences);
