import { Button, Menu, Modal, Stack, Text, Textarea } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { IncidentStatus } from '../../api/types.ts';
import { StatusMark } from '../../parts/marks.tsx';
import { ActionButton } from '../../ui/action-button.tsx';
import { FormProblems } from '../../ui/use-save.tsx';
import { offReason } from './allowed.ts';
import { useChangeIncident, useIncident } from './incident-data.ts';
import { resolutionOf } from './resolution.ts';

const MEANS: Record<IncidentStatus, string> = {
  Active: 'Everybody is called back in; reports are asked for again.',
  Stable: 'The harm has stopped. A review document is created, reports are no longer asked for.',
  Closed: 'The work is done. Participants leave, the war room is archived, feedback is asked for.',
};

/** Changes the status; closing asks how it ended. */
export function StatusMenu() {
  const incident = useIncident();
  const [target, setTarget] = useState<IncidentStatus>();
  const others = (['Active', 'Stable', 'Closed'] as const).filter((one) => one !== incident.status);
  const off = offReason(incident, 'edit');
  if (off)
    return (
      <ActionButton variant="default" off={off} onClick={() => undefined}>
        Change status
      </ActionButton>
    );
  return (
    <>
      <Menu width={280}>
        <Menu.Target>
          <Button variant="default" rightSection={<ChevronDown size={15} aria-hidden />}>
            Change status
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map((one) => (
            <Menu.Item key={one} onClick={() => setTarget(one)}>
              <StatusMark status={one} />
              <Text size="xs" c="var(--ink-3)">
                {MEANS[one]}
              </Text>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={target !== undefined}
        onClose={() => setTarget(undefined)}
        title={target === 'Active' ? 'Make it active again?' : target === 'Stable' ? 'Is it stable?' : 'Close this incident?'}
      >
        {target && <ChangeStatus target={target} close={() => setTarget(undefined)} />}
      </Modal>
    </>
  );
}

function ChangeStatus({ target, close }: { target: IncidentStatus; close: () => void }) {
  const incident = useIncident();
  const resolution = resolutionOf(incident);
  const [text, setText] = useState(resolution);
  const change = useChangeIncident({ quiet: true, onDone: close, done: `The incident is ${target.toLowerCase()}.` });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ status: target, ...(target !== 'Active' && text !== resolution && { resolution: text }) });
      }}
    >
      <Stack>
        <FormProblems error={change.error} fields={[]} />
        <Text>{MEANS[target]}</Text>
        {target === 'Stable' && incident.project.stable_priority && (
          <Text size="sm" c="var(--ink-3)">
            Its priority becomes {incident.project.stable_priority.name}, as this project asks for stable incidents.
          </Text>
        )}
        {target !== 'Active' && (
          <Textarea
            label="How was it resolved?"
            description="Markdown. It can be completed later."
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            data-autofocus
          />
        )}
        <Button type="submit" loading={change.isPending}>
          {target === 'Closed' ? 'Close the incident' : target === 'Stable' ? 'Mark as stable' : 'Make active'}
        </Button>
      </Stack>
    </form>
  );
}
