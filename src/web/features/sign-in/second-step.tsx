import { Anchor, Button, Group } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, client } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import type { FactorKind } from '../../api/types.ts';
import { CodeField } from '../../ui/code-field.tsx';
import { FormProblems } from '../../ui/use-save.tsx';
import classes from './door.module.css';
import { Door } from './door.tsx';

const WORDS = {
  totp: {
    label: 'Code',
    text: 'Enter the six digits that your authenticator application shows for Tocsin.',
    other: 'Use a recovery code',
  },
  recovery: {
    label: 'Recovery code',
    text: 'Enter one of the codes that you kept when you set up your second factor. It is spent afterwards.',
    other: 'Use the application',
  },
} as const;

type Props = { factors: FactorKind[]; email: string; onDone: () => void; onBack: (why?: string) => void };

/** The password was right; whoever has a second factor shows it here. */
export function SecondStep({ factors, email, onDone, onBack }: Props) {
  const [kind, setKind] = useState<FactorKind>(factors[0] ?? 'totp');
  const form = useForm({ initialValues: { code: '' }, validate: { code: (value) => (value.trim() ? null : 'Enter the code.') } });
  const send = useMutation({
    mutationFn: (body: { code: string }) => answer(client.POST('/sign-in/second-factor', { body })),
    onSuccess: onDone,
    onError: (error) => {
      if (!(error instanceof ApiError)) return;
      if (error.status === 400) onBack(error.message);
      if (error.status !== 422) return;
      form.setValues({ code: '' });
      form.setErrors({ code: error.message });
      form.getInputNode('code')?.focus();
    },
  });
  const other = factors.find((one) => one !== kind);
  const { label, text, other: useOther } = WORDS[kind];
  const unknown = send.error instanceof ApiError && send.error.status === 422 ? undefined : send.error;
  return (
    <Door title="One more step" text={text}>
      <form className={classes.form} onSubmit={form.onSubmit((values) => send.mutate(values))} noValidate>
        <FormProblems error={unknown} fields={[]} />
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <CodeField
          key={kind}
          kind={kind === 'totp' ? 'digits' : 'recovery'}
          label={label}
          size="md"
          required
          autoFocus
          {...form.getInputProps('code')}
        />
        <Button type="submit" loading={send.isPending} size="md">
          Sign in
        </Button>
        <Group justify="space-between">
          {other && (
            <Anchor
              component="button"
              type="button"
              onClick={() => {
                setKind(other);
                form.reset();
                send.reset();
              }}
            >
              {useOther}
            </Anchor>
          )}
          <Anchor component="button" type="button" onClick={() => onBack()}>
            Back
          </Anchor>
        </Group>
      </form>
    </Door>
  );
}
