import { Button, Checkbox, Group, Menu, Modal, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { answer, client, raw } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { useOrganization } from '../../../parts/account.ts';
import { timeZone } from '../../../ui/format.ts';
import { saveFile } from '../../../ui/save-file.ts';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import { zonesFor } from '../../../ui/zoned.ts';
import { offReason } from '../allowed.ts';
import { useAt, useIncident, useIncidentKeys } from '../incident-data.ts';
import { type EventGroup, typesOf } from './events.ts';

const FORMATS = [
  ['csv', 'Spreadsheet (CSV)'],
  ['md', 'Markdown'],
  ['json', 'JSON'],
] as const;

/** Takes the timeline out of here: as a file, or into a document of the incident. */
export function ExportTimeline({ groups }: { groups: EventGroup[] }) {
  const organization = useOrganization();
  const incident = useIncident();
  const [zone, setZone] = useState(timeZone());
  const [isWriting, setWriting] = useState(false);
  const download = async (format: string) => {
    try {
      const query = new URLSearchParams({ format, timezone: zone });
      const response = await raw(`/${organization}/incidents/${incident.id}/timeline?${query}`);
      saveFile(`${incident.name ?? incident.id}-timeline.${format}`, await response.blob());
    } catch (error) {
      notifications.show({ title: 'Not exported', message: messageOf(error), color: 'vermilion' });
    }
  };
  const off = offReason(incident, 'event');
  return (
    <>
      <Menu width={260} closeOnItemClick>
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<Download size={15} aria-hidden />}>
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Times in {zone}</Menu.Label>
          {FORMATS.map(([format, label]) => (
            <Menu.Item key={format} onClick={() => void download(format)}>
              {label}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item disabled={Boolean(off)} onClick={() => setWriting(true)}>
            Into a document, other zone…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={isWriting} onClose={() => setWriting(false)} title="Export the timeline">
        {isWriting && <Options zone={zone} setZone={setZone} groups={groups} download={download} close={() => setWriting(false)} />}
      </Modal>
    </>
  );
}

type OptionsProps = {
  zone: string;
  setZone: (zone: string) => void;
  groups: EventGroup[];
  download: (format: string) => Promise<void>;
  close: () => void;
};

function Options({ zone, setZone, groups, download, close }: OptionsProps) {
  const { incident_document, incident_review_document } = useIncident();
  const at = useAt();
  const [targets, setTargets] = useState<string[]>([]);
  const [exportOwner, setOwner] = useState(true);
  const write = useSave({
    quiet: true,
    refresh: useIncidentKeys(),
    done: 'The timeline is in the document now.',
    onDone: close,
    send: () =>
      answer(
        client.POST('/{organization}/incidents/{incident_id}/exportTimeline', {
          ...at,
          body: {
            ...typesOf(groups),
            timezone: zone,
            exportOwner,
            incidentDocument: targets.includes('incident'),
            reviewDocument: targets.includes('review'),
          } as never,
        }),
      ),
  });
  return (
    <Stack>
      <FormProblems error={write.error} fields={[]} />
      <Select
        label="Time zone"
        data={zonesFor(timeZone())}
        value={zone}
        searchable
        allowDeselect={false}
        limit={60}
        onChange={(next) => next && setZone(next)}
      />
      <Group gap="xs">
        {FORMATS.map(([format, label]) => (
          <Button key={format} size="xs" variant="default" onClick={() => void download(format)}>
            {label}
          </Button>
        ))}
      </Group>
      <Checkbox.Group
        label="Write it into a document"
        description="Replaces what stands below its heading “Timeline”. Only the kinds of events that are shown now, and all pinned ones."
        value={targets}
        onChange={setTargets}
      >
        <Stack gap="xs" mt="xs">
          <Checkbox value="incident" label="Incident document" disabled={!incident_document} />
          <Checkbox value="review" label="Review document" disabled={!incident_review_document} />
        </Stack>
      </Checkbox.Group>
      {!incident_document && !incident_review_document && (
        <Text size="sm" c="var(--ink-3)">
          This incident has no document yet.
        </Text>
      )}
      <Checkbox label="With a column for who did it" checked={exportOwner} onChange={(event) => setOwner(event.currentTarget.checked)} />
      <Button loading={write.isPending} disabled={!targets.length} onClick={() => write.mutate()}>
        Write into the document
      </Button>
    </Stack>
  );
}
