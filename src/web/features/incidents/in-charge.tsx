import { Button, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { answer, client } from '../../api/client.ts';
import type { Individual } from '../../api/types.ts';
import { useMe } from '../../parts/account.ts';
import { individualOf, Person } from '../../parts/marks.tsx';
import { PersonSelect } from '../../parts/person-select.tsx';
import { ActionButton } from '../../ui/action-button.tsx';
import { Panel } from '../../ui/page.tsx';
import { FormProblems, useSave } from '../../ui/use-save.tsx';
import { offReason } from './allowed.ts';
import { useAt, useIncident, useIncidentKeys } from './incident-data.ts';
import classes from './overview.module.css';
import { HELD_ROLES, holderOf } from './people/people.ts';

/** Who holds which role, and handing it over. */
export function InCharge() {
  const incident = useIncident();
  const [role, setRole] = useState<string>();
  const off = offReason(incident, 'edit');
  const given: Record<string, Parameters<typeof individualOf>[0]> = {
    'Incident Commander': incident.commander,
    Liaison: incident.liaison,
    Scribe: incident.scribe,
    Reporter: incident.reporter,
  };
  return (
    <Panel title="In charge">
      <ul className={classes.roles}>
        {HELD_ROLES.map((one) => {
          const holder = individualOf(given[one] ?? holderOf(incident, one));
          return (
            <li key={one} className={classes.role}>
              <span className={classes.roleName}>{one}</span>
              <Person individual={holder} />
              <ActionButton
                size="compact-xs"
                variant="default"
                off={off}
                onClick={() => setRole(one)}
                aria-label={`${holder ? 'Hand over' : 'Assign'} ${one}`}
              >
                {holder ? 'Hand over' : 'Assign'}
              </ActionButton>
            </li>
          );
        })}
      </ul>
      <Modal opened={role !== undefined} onClose={() => setRole(undefined)} title={`Who is ${role}?`}>
        {role && <HandOver role={role} close={() => setRole(undefined)} />}
      </Modal>
    </Panel>
  );
}

function HandOver({ role, close }: { role: string; close: () => void }) {
  const incident = useIncident();
  const { email } = useMe();
  const at = useAt();
  const [person, setPerson] = useState<Individual | null>(null);
  const give = useSave<string>({
    quiet: true,
    refresh: useIncidentKeys(),
    onDone: close,
    done: `${role}: handed over.`,
    send: (to) => answer(client.PUT('/{organization}/incidents/{incident_id}/roles', { ...at, body: { role, email: to } })),
  });
  return (
    <Stack>
      <FormProblems error={give.error} fields={[]} />
      <Text size="sm">Whoever holds the role now stays a participant. Somebody who is not here yet is called in.</Text>
      <PersonSelect label="Person" value={person} onChange={setPerson} project={incident.project.name} required />
      <Button loading={give.isPending} disabled={!person} onClick={() => person && give.mutate(person.email)}>
        Hand over
      </Button>
      <Button variant="default" disabled={give.isPending} onClick={() => give.mutate(email)}>
        I take it
      </Button>
    </Stack>
  );
}
