import { Button, Group } from '@mantine/core';
import { useForm } from '@mantine/form';
import { answer, client } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { keys } from '../../api/keys.ts';
import { useMe, useOrganization } from '../../parts/account.ts';
import { Panel } from '../../ui/page.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { FormProblems, showProblems, useSave } from '../../ui/use-save.tsx';
import classes from './profile.module.css';

type Passwords = { current_password: string; new_password: string; again: string };
const FIELDS = ['current_password', 'new_password'] as const;
const EMPTY: Passwords = { current_password: '', new_password: '', again: '' };

/** Changes the password. All other sessions end; this one goes on with the new password. */
export function PasswordForm() {
  const organization = useOrganization();
  const { id, email } = useMe();
  const form = useForm<Passwords>({
    initialValues: EMPTY,
    validate: {
      current_password: (value) => (value ? null : 'Enter your current password.'),
      new_password: (value) => (value ? null : 'Choose a new password.'),
      again: (value, { new_password }) => (value === new_password ? null : 'This is not the same as above.'),
    },
  });
  const save = useSave<Passwords>({
    send: ({ current_password, new_password }) =>
      answer(
        client.POST('/{organization}/users/{user_id}/change-password', {
          params: { path: { organization, user_id: id } },
          body: { current_password, new_password },
        }),
      ),
    refresh: [keys.sessions],
    done: 'Your password is changed. Everywhere else you are signed out.',
    quiet: true,
    onDone: () => form.reset(),
  });
  // A wrong current password is refused as a whole; here there is only one thing it can be about.
  const isWrong = save.error instanceof ApiError && save.error.status === 400;
  const submit = async (values: Passwords) => {
    await save.mutateAsync(values).catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 400) form.setErrors({ current_password: error.message });
      else showProblems(error, FIELDS, form);
    });
  };
  return (
    <Panel title="Password">
      <form className={classes.fields} onSubmit={form.onSubmit((values) => void submit(values))} noValidate>
        {!isWrong && <FormProblems error={save.error} fields={FIELDS} />}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <PasswordField label="Current password" autoComplete="current-password" {...form.getInputProps('current_password')} />
        <PasswordField
          label="New password"
          description="12 to 128 characters, several words for example. Common passwords are refused."
          autoComplete="new-password"
          {...form.getInputProps('new_password')}
        />
        <PasswordField label="New password again" autoComplete="new-password" {...form.getInputProps('again')} />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            Change the password
          </Button>
        </Group>
      </form>
    </Panel>
  );
}
