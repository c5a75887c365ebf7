import { Button, Group } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { answer, client } from '../../../api/client.ts';
import { problemsByField } from '../../../api/errors.ts';
import { useOrganization } from '../../../parts/account.ts';
import { Panel } from '../../../ui/page.tsx';
import { PasswordField } from '../../../ui/password-field.tsx';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import type { Item } from '../declaration.ts';
import classes from './extras.module.css';
import { ResetLink } from './reset-link.tsx';

/** An owner gives somebody a new password. Everything that person has open is signed out. */
export function UserPassword({ item, mayWrite }: { item: Item; mayWrite: boolean }) {
  const organization = useOrganization();
  const [password, setPassword] = useState('');
  const reset = useSave<string>({
    send: (new_password) =>
      answer(
        client.POST('/{organization}/users/{user_id}/reset-password', {
          params: { path: { organization, user_id: item.id } },
          body: { new_password },
        }),
      ),
    done: 'The new password works from now on. They are signed out everywhere.',
    onDone: () => setPassword(''),
    quiet: true,
  });
  if (!mayWrite) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reset.mutate(password);
  };
  return (
    <Panel title="Reset the password">
      <div className={classes.stack}>
        <ResetLink item={item} />
        <form onSubmit={submit} className={classes.stack} noValidate>
          <FormProblems error={reset.error} fields={['new_password']} />
          <Group align="end" gap="sm">
            <PasswordField
              label="New password"
              description="12 to 128 characters, several words for example. Common passwords are refused. Hand it over in person."
              autoComplete="new-password"
              value={password}
              error={problemsByField(reset.error, ['new_password']).fields.new_password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              style={{ flex: '1 1 18rem' }}
            />
            <Button type="submit" variant="default" disabled={!password} loading={reset.isPending}>
              Reset
            </Button>
          </Group>
        </form>
      </div>
    </Panel>
  );
}
