import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { answer, client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { startSession } from '../../api/session.ts';
import type { Invitation } from '../../api/types.ts';
import { PasswordField } from '../../ui/password-field.tsx';
import { FormProblems, showProblems } from '../../ui/use-save.tsx';
import classes from '../sign-in/door.module.css';
import { welcome } from './welcome.ts';

const FIELDS = ['name', 'password'] as const;

/** The address comes from the link, which proves it; a name and a password are all there is to choose. */
export function NewAccount({ organization: slug }: { organization: string }) {
  const router = useRouter();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { name: '', password: '' },
    validate: { password: (value) => (value ? null : 'Choose a password.') },
  });
  const send = useMutation({
    mutationFn: (body: { name: string; password: string }) => answer(client.POST('/invitation/account', { body })),
    onSuccess: () => {
      const invitation = queries.getQueryData<Invitation>(keys.invitation);
      if (invitation) welcome(invitation);
      startSession();
      router.history.replace(`/${slug}`);
    },
    onError: (error) => showProblems(error, FIELDS, form),
  });
  return (
    <form className={classes.form} onSubmit={form.onSubmit((values) => send.mutate(values))} noValidate>
      <FormProblems error={send.error} fields={FIELDS} />
      <TextInput label="Your name" autoComplete="name" autoFocus {...form.getInputProps('name')} />
      <PasswordField
        label="Choose a password"
        description="12 to 128 characters, several words for example. Common passwords are refused."
        autoComplete="new-password"
        required
        {...form.getInputProps('password')}
      />
      <Button type="submit" loading={send.isPending} size="md">
        Join
      </Button>
    </form>
  );
}
