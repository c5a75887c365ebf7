import { Button, Menu, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { keys } from '../../api/keys.ts';
import { remove } from '../../api/list.ts';
import type { IncidentRow, IncidentStatus, Individual } from '../../api/types.ts';
import { useOrganization } from '../../parts/account.ts';
import { PersonSelect } from '../../parts/person-select.tsx';
import { byName, useVocabulary } from '../../parts/vocabulary.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { count } from '../../ui/format.ts';
import type { IncidentChange } from './change.ts';
import { eachOf } from './each-of.ts';
import { changeIncident } from './incident-data.ts';

const STATUSES: IncidentStatus[] = ['Active', 'Stable', 'Closed'];

/** Changes of all chosen incidents at once; what the server refuses is told one by one. */
export function BulkChange({ rows, clear }: { rows: IncidentRow[]; clear: () => void }) {
  const organization = useOrganization();
  const queries = useQueryClient();
  const [running, setRunning] = useState<string>();
  const [isHandingOver, setHandingOver] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const project = rows.every((one) => one.project.name === rows[0]?.project.name) ? rows[0]?.project.name : undefined;
  const priorities = byName(useVocabulary('incident_priorities', project));
  const severities = byName(useVocabulary('incident_severities', project));

  const run = async (what: string, act: (row: IncidentRow) => Promise<unknown>) => {
    setRunning(what);
    const failed = await eachOf(rows, act);
    setRunning(undefined);
    await queries.invalidateQueries({ queryKey: keys.kind(organization, 'incident') });
    if (failed.length < rows.length)
      notifications.show({ message: `${what}: ${count(rows.length - failed.length, 'incident')} done.`, color: 'verdigris' });
    if (failed.length)
      notifications.show({
        title: `${what}: ${count(failed.length, 'incident')} not changed`,
        message: failed.map(({ item, error }) => `${item.name ?? item.id}: ${messageOf(error)}`).join(' '),
        color: 'vermilion',
        autoClose: false,
      });
    else clear();
  };
  const change = (what: string, next: IncidentChange) => void run(what, (row) => changeIncident(organization, row.id, next));
  const busy = running !== undefined;

  return (
    <>
      <Choice
        label="Status"
        busy={busy}
        options={STATUSES}
        onChoose={(status) => change(`Status ${status}`, { status: status as IncidentStatus })}
      />
      <Choice
        label="Priority"
        busy={busy}
        options={priorities.map((one) => one.name)}
        onChoose={(name) => change(`Priority ${name}`, { incident_priority: { name } })}
      />
      <Choice
        label="Severity"
        busy={busy}
        options={severities.map((one) => one.name)}
        onChoose={(name) => change(`Severity ${name}`, { incident_severity: { name } })}
      />
      <Button size="xs" variant="default" disabled={busy} onClick={() => setHandingOver(true)}>
        Hand over
      </Button>
      <Button size="xs" variant="default" disabled={busy} leftSection={<Trash2 size={14} aria-hidden />} onClick={() => setDeleting(true)}>
        Delete
      </Button>
      {running && (
        <Text size="sm" role="status">
          {running}…
        </Text>
      )}
      <HandOver
        opened={isHandingOver}
        size={rows.length}
        project={project}
        close={() => setHandingOver(false)}
        choose={(person) => change(`Hand-over to ${person.name ?? person.email}`, { commander: { individual: { email: person.email } } })}
      />
      <ConfirmDialog
        opened={isDeleting}
        title={`Delete ${count(rows.length, 'incident')}?`}
        confirm={`Delete ${count(rows.length, 'incident')}`}
        danger
        onClose={() => setDeleting(false)}
        onConfirm={() => {
          setDeleting(false);
          void run('Deletion', (row) => remove(organization, 'incidents', row.id));
        }}
      >
        Their war rooms, timelines, tasks, files and costs are deleted with them, and so are tickets and folders in other systems. This
        cannot be undone.
      </ConfirmDialog>
    </>
  );
}

function Choice({
  label,
  options,
  busy,
  onChoose,
}: {
  label: string;
  options: string[];
  busy: boolean;
  onChoose: (value: string) => void;
}) {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="xs" variant="default" disabled={busy} rightSection={<ChevronDown size={14} aria-hidden />}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {options.map((one) => (
          <Menu.Item key={one} onClick={() => onChoose(one)}>
            {one}
          </Menu.Item>
        ))}
        {!options.length && <Menu.Label>Nothing to choose from.</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}

function HandOver({
  opened,
  size,
  project,
  close,
  choose,
}: {
  opened: boolean;
  size: number;
  project: string | undefined;
  close: () => void;
  choose: (person: Individual) => void;
}) {
  const [person, setPerson] = useState<Individual | null>(null);
  return (
    <Modal opened={opened} onClose={close} title={`Hand over ${count(size, 'incident')}`}>
      <Stack>
        <PersonSelect label="New commander" value={person} onChange={setPerson} project={project} required />
        <Button
          disabled={!person}
          onClick={() => {
            if (person) {
              choose(person);
              close();
            }
          }}
        >
          Hand over
        </Button>
      </Stack>
    </Modal>
  );
}
