import { Anchor, Button, Group } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { answer, client } from '../../api/client.ts';
import { CodeField } from '../../ui/code-field.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { FormProblems, showProblems } from '../../ui/use-save.tsx';
import classes from './profile.module.css';

const FIELDS = ['code'] as const;
/** In groups of four, as people read it aloud. */
const grouped = (secret: string) => secret.replace(/.{4}(?=.)/g, '$& ');

type Props = { secret: string; uri: string; onDone: (recoveryCodes: string[]) => void; onCancel: () => void };

/** Shows the secret to an application and has a first code prove that it arrived. */
export function ConfirmApplication({ secret, uri, onDone, onCancel }: Props) {
  const form = useForm({ initialValues: { code: '' }, validate: { code: (value) => (value.trim() ? null : 'Enter the code.') } });
  const save = useMutation({
    mutationFn: (body: { code: string }) => answer(client.POST('/my-account/second-factor/totp/confirm', { body })),
    onSuccess: ({ recovery_codes }) => onDone(recovery_codes),
    onError: (error) => showProblems(error, FIELDS, form),
  });
  return (
    <form className={classes.fields} onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <p className={classes.text}>
        Scan this with your authenticator application, or{' '}
        <Anchor href={uri} underline="always">
          open it on this device
        </Anchor>
        .
      </p>
      <div className={classes.picture}>
        <QrCode text={uri} label="QR code for your authenticator application" />
      </div>
      <div className={classes.setting}>
        <span className={classes.hint}>No camera? Type this key:</span>
        <Group gap="xs" wrap="nowrap">
          <code className={classes.key}>{grouped(secret)}</code>
          <CopyButton text={secret} label="Copy the key" />
        </Group>
      </div>
      <FormProblems error={save.error} fields={FIELDS} />
      <CodeField kind="digits" label="The six digits it shows" data-autofocus autoFocus {...form.getInputProps('code')} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={save.isPending}>
          Confirm
        </Button>
      </Group>
    </form>
  );
}
