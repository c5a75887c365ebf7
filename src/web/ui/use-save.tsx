import { Alert } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { messageOf, problemsByField } from '../api/errors.ts';

type Save<V, R> = {
  send: (values: V) => Promise<R>;
  /** keys of the answers this change makes old */
  refresh?: readonly (readonly unknown[])[];
  done?: string | ((result: R) => string | undefined);
  onDone?: (result: R, values: V) => void;
  /** failures are shown by the caller, beside the fields */
  quiet?: boolean;
};

/** A change: sends it, refreshes what it made old, says so, and never fails silently. */
export function useSave<V = void, R = unknown>({ send, refresh = [], done, onDone, quiet }: Save<V, R>) {
  const queries = useQueryClient();
  return useMutation<R, Error, V>({
    mutationFn: send,
    onSuccess: async (result, values) => {
      const text = typeof done === 'function' ? done(result) : done;
      if (text) notifications.show({ message: text, color: 'verdigris', autoClose: 4000 });
      onDone?.(result, values);
      await Promise.all(refresh.map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
    onError: (error) => {
      if (!quiet) notifications.show({ title: 'Not done', message: messageOf(error), color: 'vermilion', autoClose: 10_000 });
    },
  });
}

/** The problems of a refused form that belong to no field of it. */
export function FormProblems({ error, fields }: { error: unknown; fields: readonly string[] }) {
  if (!error) return null;
  const { rest } = problemsByField(error, fields);
  if (!rest.length) return null;
  return (
    <Alert color="vermilion" variant="light" role="alert" icon={<CircleAlert size={18} aria-hidden />} title="Not saved">
      {rest.join(' ')}
    </Alert>
  );
}

/** Puts each problem beside its field and the focus on the first of them. */
export function showProblems(
  error: unknown,
  fields: readonly string[],
  form: { setErrors: (errors: Record<string, string>) => void; getInputNode?: (path: string) => HTMLElement | null },
) {
  const problems = problemsByField(error, fields).fields;
  form.setErrors(problems);
  const first = fields.find((name) => problems[name]);
  if (first) form.getInputNode?.(first)?.focus();
}
