import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { answer, client } from '../../../api/client.ts';
import { problemsByField } from '../../../api/errors.ts';
import { useDraft } from '../../../ui/draft.ts';
import { useShortcut } from '../../../ui/shortcuts.tsx';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import { useAt, useIncident, useIncidentKeys } from '../incident-data.ts';
import { EXECUTIVE, TACTICAL } from './report-parts.ts';

export type Kind = 'tactical' | 'executive';

/** A report of three parts; what is typed stays until it is sent. */
export function ReportForm({ kind, close }: { kind: Kind; close: () => void }) {
  const incident = useIncident();
  const at = useAt();
  const parts = kind === 'tactical' ? TACTICAL : EXECUTIVE;
  const key = `incident.${incident.id}.${kind}`;
  const drafts = [useDraft(`${key}.0`), useDraft(`${key}.1`), useDraft(`${key}.2`)] as const;
  const names = parts.map(([name]) => name);
  const save = useSave({
    quiet: true,
    refresh: useIncidentKeys(),
    done: 'Report sent.',
    send: () => {
      const body = Object.fromEntries(parts.map(([name], index) => [name, (drafts[index]?.[0] ?? '').trim()]));
      return kind === 'tactical'
        ? answer(client.POST('/{organization}/incidents/{incident_id}/report/tactical', { ...at, body: body as never }))
        : answer(client.POST('/{organization}/incidents/{incident_id}/report/executive', { ...at, body: body as never }));
    },
    onDone: () => {
      for (const [, set] of drafts) set('');
      close();
    },
  });
  const { fields } = problemsByField(save.error, names);
  const open = (incident.tasks ?? []).filter((one) => one.status !== 'Resolved');
  const addTasks = () => {
    const [text, set] = drafts[1];
    set([text.trim(), ...open.map((one) => `- ${one.description ?? ''}`)].filter(Boolean).join('\n'));
  };
  const isComplete = drafts.every(([text]) => text.trim());
  useShortcut('mod+Enter', 'Send the report', () => {
    if (isComplete) save.mutate();
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        <FormProblems error={save.error} fields={names} />
        <Text size="sm" c="var(--ink-3)">
          {kind === 'tactical'
            ? 'For those who work on it: it goes to the war room and, by mail, to the participants.'
            : 'For those who are touched by it: it goes by mail to the notification group and becomes a document.'}
        </Text>
        {parts.map(([name, label, hint], index) => {
          const [text, set] = drafts[index] as (typeof drafts)[number];
          return (
            <Textarea
              key={name}
              label={label}
              description={hint}
              required
              value={text}
              error={fields[name]}
              minRows={2}
              onChange={(event) => set(event.currentTarget.value)}
              {...(index === 0 && { 'data-autofocus': true })}
            />
          );
        })}
        <Group justify="space-between">
          {kind === 'tactical' && open.length > 0 ? (
            <Button variant="subtle" color="gray" onClick={addTasks}>
              Add the open tasks to the actions
            </Button>
          ) : (
            <span />
          )}
          <Group gap="xs">
            <Button variant="default" onClick={close}>
              Later
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!isComplete}>
              Send report
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
