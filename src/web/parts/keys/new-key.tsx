import { Button, Group, Modal, MultiSelect, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { keys } from '../../api/keys.ts';
import { FormProblems, showProblems, useSave } from '../../ui/use-save.tsx';
import { useOrganization } from '../account.ts';
import { KeyOnce } from './key-once.tsx';
import classes from './keys.module.css';

export type KeyTerms = { name: string; scopes: string[]; expiresIn: string; networks: string[]; documents: string[] };

const FIELDS = ['name', 'scopes', 'expiresIn', 'networks', 'documents'] as const;
const LIFETIMES = [
  { value: 'P7D', label: 'A week' },
  { value: 'P30D', label: '30 days' },
  { value: 'P90D', label: '90 days' },
  { value: 'P180D', label: '180 days' },
  { value: 'P365D', label: 'A year' },
];

type Props = {
  label: string;
  /** what may be chosen */
  scopes: readonly string[];
  /** @returns the key itself */
  create: (terms: KeyTerms) => Promise<string | null>;
};

/** A button that leads to a new key. */
export function NewKey({ label, scopes, create }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [secret, setSecret] = useState<string>();
  const made = (text: string | null) => {
    setOpen(false);
    setSecret(text ?? undefined);
  };
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={label} size="lg">
        <KeyForm scopes={scopes} create={create} onDone={made} />
      </Modal>
      {secret && <KeyOnce secret={secret} close={() => setSecret(undefined)} />}
    </>
  );
}

const linesOf = (text: string) =>
  text
    .split(/[\s,]+/)
    .map((line) => line.trim())
    .filter(Boolean);

function KeyForm({ scopes, create, onDone }: Pick<Props, 'scopes' | 'create'> & { onDone: (secret: string | null) => void }) {
  const organization = useOrganization();
  const form = useForm({
    initialValues: { name: '', scopes: [] as string[], expiresIn: 'P90D', networks: '', documents: '' },
    validate: {
      name: (text) => (text.trim() ? null : 'Give it a name by which you will know it.'),
      scopes: (chosen) => (chosen.length ? null : 'Choose at least one.'),
    },
  });
  const save = useSave<typeof form.values, string | null>({
    send: ({ networks, documents, ...terms }) =>
      create({ ...terms, networks: linesOf(networks), documents: documents.trim() ? [documents] : [] }),
    refresh: [keys.kind(organization, 'api-key')],
    onDone,
    quiet: true,
  });
  const submit = form.onSubmit((values) => save.mutate(values, { onError: (error) => showProblems(error, FIELDS, form) }));
  return (
    <form className={classes.stack} onSubmit={submit} noValidate>
      <FormProblems error={save.error} fields={FIELDS} />
      <TextInput label="Name" description="What it is for" required data-autofocus {...form.getInputProps('name')} />
      <MultiSelect
        label="What it may do"
        description="As little as it needs."
        searchable
        required
        data={[...scopes]}
        hidePickedOptions
        {...form.getInputProps('scopes')}
      />
      <NativeSelect label="Good for" data={LIFETIMES} {...form.getInputProps('expiresIn')} />
      <Textarea
        label="Only from these networks"
        description="192.0.2.0/24, 2001:db8::/32 or addresses; left empty: from everywhere"
        autosize
        minRows={1}
        {...form.getInputProps('networks')}
      />
      <Textarea
        label="Only this GraphQL document"
        description="It then runs this and nothing else; left empty: whatever its scopes allow"
        autosize
        minRows={1}
        maxRows={10}
        {...form.getInputProps('documents')}
      />
      <Group justify="flex-end">
        <Button type="submit" loading={save.isPending}>
          Make the key
        </Button>
      </Group>
    </form>
  );
}
