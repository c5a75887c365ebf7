import { useCallback, useState } from 'react';

const KEY = 'tocsin.draft.';

function read(key: string): string | undefined {
  try {
    return sessionStorage.getItem(KEY + key) ?? undefined;
  } catch {
    return undefined; // storage is forbidden: the draft lives as long as the component
  }
}

/** Text that survives leaving the page and coming back, until it is sent: set it to the empty text then. */
export function useDraft(key: string, initial = ''): [string, (text: string) => void] {
  const [state, setState] = useState(() => ({ key, text: read(key) ?? initial }));
  // Another subject has another draft; the component may stay.
  const text = state.key === key ? state.text : (read(key) ?? initial);
  const set = useCallback(
    (next: string) => {
      setState({ key, text: next });
      try {
        if (next) sessionStorage.setItem(KEY + key, next);
        else sessionStorage.removeItem(KEY + key);
      } catch {
        // as above
      }
    },
    [key],
  );
  return [text, set];
}
