import { Anchor, Button, Group } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, client } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { hasPasskeys } from '../../api/passkeys.ts';
import type { FactorKind, Joined } from '../../api/types.ts';
import { CodeField } from '../../ui/code-field.tsx';
import { FormProblems } from '../../ui/use-save.tsx';
import classes from './door.module.css';
import { Door } from './door.tsx';
import { PasskeyButton } from './passkey-button.tsx';

const WORDS: Record<FactorKind, { text: string; choose: string }> = {
  totp: { text: 'Enter the six digits that your authenticator application shows for Tocsin.', choose: 'Use the application' },
  passkey: { text: 'Use a passkey of your account: this device, your phone or your security key asks for it.', choose: 'Use a passkey' },
  recovery: {
    text: 'Enter one of the codes that you kept when you set up your second factor. It is spent afterwards.',
    choose: 'Use a recovery code',
  },
};

type Props = { factors: FactorKind[]; email: string; onDone: (came?: Joined) => void; onBack: (why?: string) => void };

/** The password was right; whoever has a second factor shows it here. */
export function SecondStep({ factors, email, onDone, onBack }: Props) {
  const usable = factors.filter((one) => one !== 'passkey' || hasPasskeys());
  const [kind, setKind] = useState<FactorKind>(usable[0] ?? 'recovery');
  return (
    <Door title="One more step" text={WORDS[kind].text}>
      {kind === 'passkey' ? (
        <PasskeyButton how="second" onDone={onDone} onTooLate={onBack} />
      ) : (
        <CodeForm key={kind} kind={kind} email={email} onDone={onDone} onBack={onBack} />
      )}
      <Group justify="space-between" gap="xs">
        {usable
          .filter((one) => one !== kind)
          .map((one) => (
            <Anchor key={one} component="button" type="button" onClick={() => setKind(one)}>
              {WORDS[one].choose}
            </Anchor>
          ))}
        <Anchor component="button" type="button" onClick={() => onBack()}>
          Back
        </Anchor>
      </Group>
    </Door>
  );
}

function CodeForm({ kind, email, onDone, onBack }: Omit<Props, 'factors'> & { kind: 'totp' | 'recovery' }) {
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
  const unknown = send.error instanceof ApiError && send.error.status === 422 ? undefined : send.error;
  return (
    <form className={classes.form} onSubmit={form.onSubmit((values) => send.mutate(values))} noValidate>
      <FormProblems error={unknown} fields={[]} />
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <CodeField
        kind={kind === 'totp' ? 'digits' : 'recovery'}
        label={kind === 'totp' ? 'Code' : 'Recovery code'}
        size="md"
        required
        autoFocus
        {...form.getInputProps('code')}
      />
      <Button type="submit" loading={send.isPending} size="md">
        Sign in
      </Button>
    </form>
  );
}
