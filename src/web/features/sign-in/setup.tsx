import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, client } from '../../api/client.ts';
import { startSession } from '../../api/session.ts';
import { paths } from '../../paths.ts';
import { PasswordField } from '../../ui/password-field.tsx';
import { FormProblems, showProblems } from '../../ui/use-save.tsx';
import classes from './door.module.css';
import { Door } from './door.tsx';

const FIELDS = ['email', 'password'] as const;

/** Turns the one-time owner link into an account. The secret is behind `#`, so it never reaches a log of the way. */
export function Setup() {
  const router = useRouter();
  const [secret] = useState(() => decodeURIComponent(location.hash.slice(1)));
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (/^\S+@\S+$/.test(value) ? null : 'Enter an e-mail address.'),
      password: (value) => (value ? null : 'Choose a password.'),
    },
  });
  const send = useMutation({
    mutationFn: (values: { email: string; password: string }) =>
      answer(client.POST('/setup/owner', { body: { token: secret, ...values } })),
    onSuccess: ({ organization }) => {
      startSession();
      void router.navigate({ ...paths.organization(organization), search: {}, replace: true } as never);
    },
    onError: (error) => showProblems(error, FIELDS, form),
  });
  if (!secret)
    return (
      <Door title="This link is not complete" text="Copy the whole link that the server printed, with everything behind the # sign.">
        <span />
      </Door>
    );
  return (
    <Door title="Own this installation" text="You are the first here. You decide who else comes in, and everything can be changed later.">
      <form className={classes.form} onSubmit={form.onSubmit((values) => send.mutate(values))} noValidate>
        <FormProblems error={send.error} fields={FIELDS} />
        <TextInput label="Your e-mail address" type="email" autoComplete="username" required autoFocus {...form.getInputProps('email')} />
        <PasswordField
          label="A password"
          description="12 to 128 characters, several words for example. Common passwords are refused."
          autoComplete="new-password"
          required
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={send.isPending} size="md">
          Begin
        </Button>
      </form>
    </Door>
  );
}
