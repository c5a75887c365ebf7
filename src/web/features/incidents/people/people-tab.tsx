import { ActionIcon, Button, Menu, Modal, Stack, Switch, Text } from '@mantine/core';
import { Ellipsis, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { answer, client } from '../../../api/client.ts';
import type { Individual, Participant } from '../../../api/types.ts';
import { useMe } from '../../../parts/account.ts';
import { Person, personName } from '../../../parts/marks.tsx';
import { PersonSelect } from '../../../parts/person-select.tsx';
import { ActionButton } from '../../../ui/action-button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Panel } from '../../../ui/page.tsx';
import { useShortcut } from '../../../ui/shortcuts.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { When } from '../../../ui/time.tsx';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import { offReason } from '../allowed.ts';
import { InCharge } from '../in-charge.tsx';
import { useAt, useIncident, useIncidentKeys } from '../incident-data.ts';
import classes from './people.module.css';
import { HELD_ROLES, participantByEmail, peopleOf, rolesNow } from './people.ts';

/** Everybody on the incident, and who is still to be called in. */
export function PeopleTab() {
  const incident = useIncident();
  const { email } = useMe();
  const at = useAt();
  const refresh = useIncidentKeys();
  const [isAdding, setAdding] = useState(false);
  const [showGone, setShowGone] = useState(false);
  const { active, gone } = peopleOf(incident);
  const off = offReason(incident, 'edit');
  const join = useSave({
    send: () => answer(client.POST('/{organization}/incidents/{incident_id}/join', at)),
    refresh,
    done: 'You have joined.',
  });
  const subscribe = useSave({
    send: () => answer(client.POST('/{organization}/incidents/{incident_id}/subscribe', at)),
    refresh,
    done: 'You will get its reports by mail.',
  });
  useShortcut('n', 'Add a person', () => !off && setAdding(true));
  const buttons = (
    <span className={classes.buttons}>
      {!participantByEmail(incident, email) && (
        <ActionButton size="xs" variant="default" loading={join.isPending} off={offReason(incident, 'join')} onClick={() => join.mutate()}>
          Join
        </ActionButton>
      )}
      <ActionButton
        size="xs"
        variant="default"
        loading={subscribe.isPending}
        off={offReason(incident, 'subscribe')}
        onClick={() => subscribe.mutate()}
      >
        Get reports by mail
      </ActionButton>
      <ActionButton size="xs" leftSection={<UserPlus size={15} aria-hidden />} off={off} onClick={() => setAdding(true)}>
        Add a person
      </ActionButton>
    </span>
  );
  return (
    <Stack gap="md">
      <InCharge />
      <Panel title={`On it (${active.length})`} actions={buttons} flush>
        {!active.length && (
          <EmptyState title="Nobody is on it" small>
            Add the people who can help.
          </EmptyState>
        )}
        <ul className={classes.people}>
          {active.map((one) => (
            <PersonRow key={one.id} participant={one} off={off} />
          ))}
        </ul>
      </Panel>
      {gone.length > 0 && (
        <Switch
          label={`Show the ${gone.length} who left`}
          checked={showGone}
          onChange={(event) => setShowGone(event.currentTarget.checked)}
        />
      )}
      {showGone && (
        <Panel title="Left" flush>
          <ul className={classes.people}>
            {gone.map((one) => (
              <PersonRow key={one.id} participant={one} off={off} />
            ))}
          </ul>
        </Panel>
      )}
      <Modal opened={isAdding} onClose={() => setAdding(false)} title="Add a person">
        {isAdding && <AddPerson close={() => setAdding(false)} />}
      </Modal>
    </Stack>
  );
}

function AddPerson({ close }: { close: () => void }) {
  const incident = useIncident();
  const { params } = useAt();
  const [person, setPerson] = useState<Individual | null>(null);
  const add = useSave<string>({
    quiet: true,
    refresh: useIncidentKeys(),
    done: 'Called in.',
    onDone: close,
    send: (email) =>
      answer(client.POST('/{organization}/incidents/{incident_id}/add/{email}', { params: { path: { ...params.path, email } } })),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (person) add.mutate(person.email);
      }}
    >
      <Stack>
        <FormProblems error={add.error} fields={[]} />
        <PersonSelect
          label="Person"
          description="They are told by mail, and see the incident even if it is restricted."
          value={person}
          onChange={setPerson}
          project={incident.project.name}
          required
        />
        <Button type="submit" loading={add.isPending} disabled={!person}>
          Add
        </Button>
      </Stack>
    </form>
  );
}

/** The server's word for what nobody has told it; on a page, silence says the same. */
const isKnown = (text: string | null | undefined) => Boolean(text) && text !== 'Unknown';

function PersonRow({ participant, off }: { participant: Participant; off: string | undefined }) {
  const [isRemoving, setRemoving] = useState(false);
  const at = useAt();
  const refresh = useIncidentKeys();
  const { individual, team, department, location, added_reason } = participant;
  const email = individual?.email ?? '';
  const roles = rolesNow(participant);
  const since = participant.participant_roles
    ?.filter((one) => !one.renounced_at && one.assumed_at)
    .map((one) => one.assumed_at as string)
    .sort()[0];
  const give = useSave<string>({
    refresh,
    done: 'Handed over.',
    send: (role) => answer(client.PUT('/{organization}/incidents/{incident_id}/roles', { ...at, body: { role, email } })),
  });
  const add = useSave({
    refresh,
    done: 'Called in again.',
    send: () =>
      answer(client.POST('/{organization}/incidents/{incident_id}/add/{email}', { params: { path: { ...at.params.path, email } } })),
  });
  const removal = useSave({
    refresh,
    done: 'Removed.',
    onDone: () => setRemoving(false),
    send: () =>
      answer(client.DELETE('/{organization}/incidents/{incident_id}/remove/{email}', { params: { path: { ...at.params.path, email } } })),
  });
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <Person individual={individual} />
        <span className={classes.about}>
          {[team, department, location].filter(isKnown).join(' · ')}
          {added_reason && (
            <Text span inherit>
              {' '}
              {added_reason}
            </Text>
          )}
        </span>
      </div>
      <span className={classes.roles}>{roles.length ? roles.join(', ') : 'left'}</span>
      <span className={classes.since}>
        {since && (
          <>
            joined <When at={since} />
          </>
        )}
      </span>
      {off ? (
        <span />
      ) : (
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label={`Act on ${personName(individual)}`}>
              <Ellipsis size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>Hand over to {personName(individual)}</Menu.Label>
            {[...HELD_ROLES, 'Observer']
              .filter((role) => !roles.includes(role))
              .map((role) => (
                <Menu.Item key={role} onClick={() => give.mutate(role)}>
                  {role}
                </Menu.Item>
              ))}
            <Menu.Divider />
            {roles.length ? (
              <Menu.Item color="var(--active)" onClick={() => setRemoving(true)}>
                Remove…
              </Menu.Item>
            ) : (
              <Menu.Item onClick={() => add.mutate()}>Call in again</Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      <ConfirmDialog
        opened={isRemoving}
        title={`Remove ${personName(individual)}?`}
        confirm="Remove"
        danger
        busy={removal.isPending}
        onConfirm={() => removal.mutate()}
        onClose={() => setRemoving(false)}
      >
        They leave the incident and its war room. A commander, and whoever has an open task, stays until that is handed over.
      </ConfirmDialog>
    </li>
  );
}
