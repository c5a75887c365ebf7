import { ActionIcon, Button, Menu, Modal, Stack, TextInput, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Bell, Ellipsis, Link2, LogIn, Pencil, RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { answer, client } from '../../api/client.ts';
import { problemsByField } from '../../api/errors.ts';
import { remove } from '../../api/list.ts';
import { useMe, useOrganization } from '../../parts/account.ts';
import { individualOf, Name, Person, PriorityMark, RestrictedMark, SeverityMark, StatusMark } from '../../parts/marks.tsx';
import { paths } from '../../paths.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useGo, useHref } from '../../ui/link.tsx';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { Elapsed } from '../../ui/time.tsx';
import { useSave } from '../../ui/use-save.tsx';
import { allows, offReason } from './allowed.ts';
import { useAt, useChangeIncident, useIncident, useIncidentKeys } from './incident-data.ts';
import classes from './incident-page.module.css';
import { participantByEmail } from './people/people.ts';
import { StatusMenu } from './status-menu.tsx';

export function IncidentHeading() {
  const incident = useIncident();
  const [isRenaming, setRenaming] = useState(false);
  useShortcut('e', 'Edit the title', () => allows(incident, 'edit') && setRenaming(true), { group: 'Incident' });
  return (
    <span className={classes.heading}>
      {incident.title} <RestrictedMark visibility={incident.visibility} />
      {allows(incident, 'edit') && (
        <Tooltip label="Edit the title">
          <ActionIcon aria-label="Edit the title" onClick={() => setRenaming(true)}>
            <Pencil size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <Modal opened={isRenaming} onClose={() => setRenaming(false)} title="Edit the title" size="lg">
        {isRenaming && <Rename close={() => setRenaming(false)} />}
      </Modal>
    </span>
  );
}

function Rename({ close }: { close: () => void }) {
  const { title } = useIncident();
  const [text, setText] = useState(title);
  const change = useChangeIncident({ quiet: true, done: 'Title saved.', onDone: close });
  const { fields, rest } = problemsByField(change.error, ['title']);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) change.mutate({ title: text.trim() });
      }}
    >
      <Stack>
        <TextInput
          label="Title"
          required
          maxLength={500}
          value={text}
          error={fields.title ?? rest[0]}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
        <Button type="submit" loading={change.isPending} disabled={!text.trim()}>
          Save
        </Button>
      </Stack>
    </form>
  );
}

/** State, rank, who is in charge and for how long, in one line. */
export function IncidentMarks() {
  const { name, status, incident_priority, incident_severity, commander, reported_at, stable_at, closed_at } = useIncident();
  const end = status === 'Closed' ? closed_at : status === 'Stable' ? stable_at : undefined;
  return (
    <span className={classes.marks}>
      <span className={classes.name}>
        <Name>{name}</Name>
        {name && <CopyButton text={name} label="Copy the name" />}
      </span>
      <StatusMark status={status} pill />
      <span title="Priority">
        <PriorityMark priority={incident_priority} />
      </span>
      <span title="Severity">
        <SeverityMark severity={incident_severity} />
      </span>
      <Person individual={individualOf(commander)} none="No commander" />
      <span title={end ? 'From the report to this state' : 'Since it was reported'}>
        <Elapsed from={reported_at} to={end} />
      </span>
    </span>
  );
}

/** What can be done with the incident as a whole. */
export function IncidentActions() {
  const incident = useIncident();
  const { email } = useMe();
  const at = useAt();
  const refresh = useIncidentKeys();
  const join = useSave({
    send: () => answer(client.POST('/{organization}/incidents/{incident_id}/join', at)),
    refresh,
    done: 'You have joined.',
  });
  const isIn = participantByEmail(incident, email);
  return (
    <>
      {!isIn && incident.status !== 'Closed' && (
        <ActionButton
          variant="default"
          leftSection={<LogIn size={16} aria-hidden />}
          loading={join.isPending}
          off={offReason(incident, 'join')}
          onClick={() => join.mutate()}
        >
          Join
        </ActionButton>
      )}
      <StatusMenu />
      <MoreMenu />
    </>
  );
}

function MoreMenu() {
  const incident = useIncident();
  const organization = useOrganization();
  const at = useAt();
  const go = useGo();
  const href = useHref();
  const refresh = useIncidentKeys();
  const [isDeleting, setDeleting] = useState(false);
  const subscribe = useSave({
    send: () => answer(client.POST('/{organization}/incidents/{incident_id}/subscribe', at)),
    refresh,
    done: 'You will get its reports by mail.',
  });
  const recreate = useSave({
    send: () => answer(client.POST('/{organization}/incidents/{incident_id}/resources', at)),
    refresh,
    done: 'What is missing is being created.',
  });
  const removal = useSave({
    send: () => remove(organization, 'incidents', incident.id),
    refresh,
    done: 'Incident deleted.',
    onDone: () => go(paths.incidents(organization), { replace: true }),
  });
  const copyLink = () =>
    void navigator.clipboard
      .writeText(href(paths.incident(organization, incident)))
      .then(() => notifications.show({ message: 'Link copied.' }));
  return (
    <>
      <Menu>
        <Menu.Target>
          <Tooltip label="More">
            <ActionIcon size="lg" variant="default" aria-label="More about this incident">
              <Ellipsis size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Link2 size={16} aria-hidden />} onClick={copyLink}>
            Copy the link
          </Menu.Item>
          <Menu.Item
            leftSection={<Bell size={16} aria-hidden />}
            disabled={!allows(incident, 'subscribe')}
            onClick={() => subscribe.mutate()}
          >
            Get its reports by mail
          </Menu.Item>
          <Menu.Item
            leftSection={<RefreshCw size={16} aria-hidden />}
            disabled={!allows(incident, 'resources')}
            onClick={() => recreate.mutate()}
          >
            Create missing resources
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<Trash2 size={16} aria-hidden />}
            color="var(--active)"
            disabled={!allows(incident, 'delete')}
            onClick={() => setDeleting(true)}
          >
            Delete…
          </Menu.Item>
          {!allows(incident, 'delete') && <Menu.Label className={classes.reason}>{offReason(incident, 'delete')}</Menu.Label>}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={isDeleting}
        title="Delete this incident?"
        confirm="Delete"
        danger
        busy={removal.isPending}
        onConfirm={() => removal.mutate()}
        onClose={() => setDeleting(false)}
      >
        {incident.name} goes with its war room, timeline, tasks, files and costs, and so do its ticket and folder in other systems. This
        cannot be undone.
      </ConfirmDialog>
    </>
  );
}
