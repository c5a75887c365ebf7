import { useCallback, useState } from 'react';
import type { Values } from './declaration.ts';

/** The state of a form whose fields are data: values, problems beside fields, and whether something would be lost. */
export function useRecordForm(initial: Values) {
  const [saved, setSaved] = useState(initial);
  const [values, setValues] = useState(initial);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const set = useCallback((name: string, value: unknown) => {
    setValues((before) => ({ ...before, [name]: value }));
    setProblems(({ [name]: _mended, ...rest }) => rest);
  }, []);
  /** Begins anew from values that are safe on the server. */
  const reset = useCallback((next: Values) => {
    setSaved(next);
    setValues(next);
    setProblems({});
  }, []);
  return { values, saved, problems, set, setProblems, reset, isDirty: JSON.stringify(values) !== JSON.stringify(saved) };
}

/** Moves to the first field that has a problem, once it is drawn. */
export function focusProblem(form: HTMLElement | null) {
  requestAnimationFrame(() => {
    const first = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
    first?.focus();
    first?.scrollIntoView({ block: 'center' });
  });
}
