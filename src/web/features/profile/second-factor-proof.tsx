import { Anchor, Button, Group } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Proof } from '../../api/types.ts';
import { useMe } from '../../parts/account.ts';
import { CodeField } from '../../ui/code-field.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { FormProblems, showProblems } from '../../ui/use-save.tsx';
import classes from './profile.module.css';

const FIELDS = ['password', 'code'] as const;

type Props<R> = {
  children: ReactNode;
  confirm: string;
  danger?: boolean;
  /** whether there is an application that shows codes: one of them proves as much as the password */
  hasCode: boolean;
  send: (proof: Proof) => Promise<R>;
  onDone: (result: R) => void;
  onCancel: () => void;
};

/** Whoever finds a browser open must not change how its owner signs in: asks for the password, or a code, first. */
export function ProofForm<R>({ children, confirm, danger, hasCode, send, onDone, onCancel }: Props<R>) {
  const { email } = useMe();
  const [byCode, setByCode] = useState(false);
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
      {byCode ? (
        <CodeField kind="digits" label="Code of your application" data-autofocus autoFocus {...form.getInputProps('code')} />
      ) : (
        <PasswordField label="Your password" autoComplete="current-password" data-autofocus autoFocus {...form.getInputProps('password')} />
      )}
      <Group justify="space-between">
        {hasCode ? (
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => {
              setByCode(!byCode);
              form.reset();
              save.reset();
            }}
          >
            {byCode ? 'Use the password' : 'Use a code'}
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
