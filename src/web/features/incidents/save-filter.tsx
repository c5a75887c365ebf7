import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { keys } from '../../api/keys.ts';
import { create, type Filter } from '../../api/list.ts';
import type { SearchFilter } from '../../api/types.ts';
import { projectLabel, useCurrentProject, useOrganization, useProjects } from '../../parts/account.ts';
import type { ListUrl } from '../../ui/data-table/index.ts';
import { FormProblems, showProblems, useSave } from '../../ui/use-save.tsx';

const FIELDS = ['name', 'description', 'expression'] as const;

type Props = { url: ListUrl; expression: Filter[]; close: () => void };

/** Gives what the list is narrowed by a name, for everybody. */
export function SaveFilter({ opened, ...props }: Props & { opened: boolean }) {
  return (
    <Modal opened={opened} onClose={props.close} title="Save this filter">
      {opened && <Form {...props} />}
    </Modal>
  );
}

function Form({ url, expression, close }: Props) {
  const organization = useOrganization();
  const projects = useProjects() ?? [];
  const { name: currentProject } = useCurrentProject();
  const name = url.state.filters.project?.[0] ?? currentProject;
  const project = projects.find((one) => one.name === name) ?? projects.find((one) => one.default) ?? projects[0];
  const form = useForm({
    initialValues: { name: '', description: '' },
    validate: { name: (text) => (text.trim() ? null : 'Give it a name that says what it finds.') },
  });
  const save = useSave<{ name: string; description: string }, SearchFilter>({
    quiet: true,
    refresh: [keys.kind(organization, 'search_filter')],
    done: 'Filter saved.',
    send: (values) =>
      create(organization, 'search/filters', {
        ...values,
        subject: 'incident',
        enabled: true,
        expression: [{ and: expression }],
        project: project && { id: project.id, name: project.name },
      }),
    onDone: (saved) => {
      close();
      const cleared = Object.fromEntries(Object.keys(url.state.filters).map((key) => [key, [] as string[]]));
      url.set({ filters: { ...cleared, saved: [String(saved.id)] } });
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values, { onError: (error) => showProblems(error, FIELDS, form) }))} noValidate>
      <Stack>
        <FormProblems error={save.error} fields={FIELDS} />
        <TextInput label="Name" required data-autofocus placeholder="Payments, high priority" {...form.getInputProps('name')} />
        <Textarea label="Description" minRows={2} {...form.getInputProps('description')} />
        <Text size="sm" c="var(--ink-3)">
          Kept in {projectLabel(project)}. A window such as “last 7 days” is kept as the days it means today; the words in the search field
          are not part of it.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save filter
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
