import { Alert, Button, Group, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { answer, client } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { addPasskey } from '../../api/passkeys.ts';
import type { NewPasskey, Passkey } from '../../api/types.ts';
import { nameOfAgent } from '../../parts/agent.ts';
import classes from './profile.module.css';

type NameFormProps = {
  initial: string;
  description?: string;
  confirm: string;
  error: unknown;
  busy: boolean;
  onSubmit: (name: string) => void;
  onCancel: () => void;
};

function NameForm({ initial, description, confirm, error, busy, onSubmit, onCancel }: NameFormProps) {
  const form = useForm({ initialValues: { name: initial }, validate: { name: (value) => (value.trim() ? null : 'Give it a name.') } });
  return (
    <form className={classes.fields} onSubmit={form.onSubmit(({ name }) => onSubmit(name))} noValidate>
      {error !== null && (
        <Alert color="vermilion" variant="light" role="alert">
          {messageOf(error)}
        </Alert>
      )}
      <TextInput label="Name" description={description} maxLength={100} data-autofocus autoFocus {...form.getInputProps('name')} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={busy}>
          {confirm}
        </Button>
      </Group>
    </form>
  );
}

type MakeProps = { options: NewPasskey; onDone: (recoveryCodes: string[]) => void; onCancel: () => void };

/** Has this device, a phone or a security key make a passkey. Browsers want a click right before. */
export function MakePasskey({ options, onDone, onCancel }: MakeProps) {
  const make = useMutation({
    mutationFn: (name: string) => addPasskey(name, options),
    onSuccess: ({ recovery_codes }) => onDone(recovery_codes),
  });
  return (
    <NameForm
      initial={nameOfAgent(navigator.userAgent)}
      description="So that you know it again among your passkeys. Then your browser asks where to keep it."
      confirm="Create the passkey"
      error={make.error}
      busy={make.isPending}
      onSubmit={make.mutate}
      onCancel={onCancel}
    />
  );
}

type RenameProps = { passkey: Passkey; onDone: () => void; onCancel: () => void };

export function RenamePasskey({ passkey, onDone, onCancel }: RenameProps) {
  const rename = useMutation({
    mutationFn: (name: string) =>
      answer(
        client.PATCH('/my-account/second-factor/passkeys/{passkey_id}', { params: { path: { passkey_id: passkey.id } }, body: { name } }),
      ),
    onSuccess: onDone,
  });
  return (
    <NameForm
      initial={passkey.name}
      confirm="Rename"
      error={rename.error}
      busy={rename.isPending}
      onSubmit={rename.mutate}
      onCancel={onCancel}
    />
  );
}
