import { Anchor, Button, Group } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Proof } from '../api/types.ts';
import { CodeField } from '../ui/code-field.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { FormProblems, showProblems } from '../ui/use-save.tsx';
import { useMe } from './account.ts';
import classes from './proof-form.module.css';

const FIELDS = ['password', 'code'] as const;

export type Way = 'password' | 'digits' | 'recovery';

const LABELS = { digits: 'Code of your application', recovery: 'Recovery code' };
const OTHERWISE = { password: 'Use the password', digits: 'Use a code', recovery: 'Use a recovery code' };

type Props<R> = {
  children: ReactNode;
  confirm: string;
  danger?: boolean;
  /** what counts, the first one is asked for first; a recovery code is one that was kept on paper */
  ways: readonly Way[];
  send: (proof: Proof) => Promise<R>;
  onDone: (result: R) => void;
  onCancel: () => void;
};

/** Whoever finds a browser open must not act for its owner where it counts: asks for the password, or a code, first. */
export function ProofForm<R>({ children, confirm, danger, ways, send, onDone, onCancel }: Props<R>) {
  const { email } = useMe();
  const [way = 'password', setWay] = useState(ways[0]);
  const byCode = way !== 'password';
  const other = ways[(ways.indexOf(way) + 1) % ways.length];
  const form = useForm({
    initialValues: { password: '', code: '' },
    validate: {
      password: (value) => (byCode || value ? null : 'Enter your password.'),
      code: (value) => (!byCode || value.trim() ? null : 'Enter the code.'),
    },
  });
  const save = useMutation({
    mutationFn: ({ password, code }: { password: string; code: string }) => send(byCode ? { code } : { password }),
    onSuccess: onDone,
    onError: (error) => showProblems(error, FIELDS, form),
  });
  return (
    <form className={classes.fields} onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <p className={classes.text}>{children}</p>
      <FormProblems error={save.error} fields={FIELDS} />
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      {way !== 'password' ? (
        <CodeField key={way} kind={way} label={LABELS[way]} data-autofocus autoFocus {...form.getInputProps('code')} />
      ) : (
        <PasswordField label="Your password" autoComplete="current-password" data-autofocus autoFocus {...form.getInputProps('password')} />
      )}
      <Group justify="space-between">
        {other && other !== way ? (
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => {
              setWay(other);
              form.reset();
              save.reset();
            }}
          >
            {OTHERWISE[other]}
          </Anchor>
        ) : (
          <span />
        )}
        <Group gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" color={danger ? 'vermilion' : undefined} loading={save.isPending}>
            {confirm}
          </Button>
        </Group>
      </Group>
    </form>
  );
}
