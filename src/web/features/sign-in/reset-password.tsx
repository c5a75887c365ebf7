import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, client } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { paths } from '../../paths.ts';
import { ButtonLink, TextLink } from '../../ui/link.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { FormProblems, showProblems } from '../../ui/use-save.tsx';
import classes from './door.module.css';
import { Door } from './door.tsx';

const FIELDS = ['password'] as const;

/** Chooses a new password with the link from a mail. The secret is behind `#`, so it never reaches a log of the way. */
export function ResetPassword() {
  const router = useRouter();
  const [secret] = useState(() => decodeURIComponent(location.hash.slice(1)));
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (value) => (value ? null : 'Choose a password.') },
  });
  const send = useMutation({
    mutationFn: ({ password }: { password: string }) => answer(client.POST('/sign-in/reset', { body: { token: secret, password } })),
    onSuccess: ({ email }) => {
      // Beside the address, not in it: who signs in here is nobody's business who reads logs.
      void router.navigate({ ...paths.signIn(), search: {}, replace: true, state: { newPasswordOf: email } } as never);
    },
    onError: (error) => showProblems(error, FIELDS, form),
  });
  if (!secret)
    return (
      <Door title="This link is not complete" text="Copy the whole link from the mail, with everything behind the # sign.">
        <ButtonLink at={paths.forgottenPassword()} variant="default">
          Ask for a new link
        </ButtonLink>
      </Door>
    );
  const isDead = send.error instanceof ApiError && send.error.status === 409;
  return (
    <Door title="Choose a new password" text="Everywhere you are signed in, you then have to sign in again.">
      <form className={classes.form} onSubmit={form.onSubmit((values) => send.mutate(values))} noValidate>
        <FormProblems error={send.error} fields={FIELDS} />
        {isDead && <TextLink at={paths.forgottenPassword()}>Ask for a new link</TextLink>}
        <PasswordField
          label="New password"
          description="12 to 128 characters, several words for example. Common passwords are refused."
          autoComplete="new-password"
          required
          autoFocus
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={send.isPending} size="md">
          Set the password
        </Button>
      </form>
    </Door>
  );
}
