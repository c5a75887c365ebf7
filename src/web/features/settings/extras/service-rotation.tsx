import { Button, Group, NumberInput, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, client } from '../../../api/client.ts';
import { problemsByField } from '../../../api/errors.ts';
import { keys } from '../../../api/keys.ts';
import type { Individual, Rotation } from '../../../api/types.ts';
import { useOrganization } from '../../../parts/account.ts';
import { Person } from '../../../parts/marks.tsx';
import { PersonSelect } from '../../../parts/person-select.tsx';
import { DateTimeField } from '../../../ui/date-time-field.tsx';
import { Panel } from '../../../ui/page.tsx';
import { EmptyState, ErrorState, Loading } from '../../../ui/states.tsx';
import { useNow } from '../../../ui/time.tsx';
import { UnsavedGuard } from '../../../ui/unsaved.tsx';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import type { Item } from '../declaration.ts';
import { RowList } from '../fields/row-list.tsx';
import { BUILT_IN_ON_CALL } from '../resources/shared.ts';
import classes from './extras.module.css';
import { shiftsFrom } from './rotation.ts';
import { Shifts } from './shifts.tsx';

const SHOWN_SHIFTS = 8;
const LENGTHS = [
  { value: '8', label: '8 hours' },
  { value: '12', label: '12 hours' },
  { value: '24', label: 'a day' },
  { value: '168', label: 'a week' },
  { value: '336', label: 'two weeks' },
];

type Props = { item: Item; mayWrite: boolean };

/** Who is on call now and next, and who takes turns. Only for the rotation Tocsin keeps itself. */
export function ServiceRotation({ item, mayWrite }: Props) {
  const organization = useOrganization();
  const isBuiltIn = item.type === BUILT_IN_ON_CALL;
  const key = keys.part(organization, 'service', item.id, 'rotation');
  const { data, error, refetch } = useQuery({
    queryKey: key,
    enabled: isBuiltIn,
    queryFn: () =>
      answer(client.GET('/{organization}/services/{service_id}/rotation', { params: { path: { organization, service_id: item.id } } })),
  });
  if (!isBuiltIn) return null;
  if (error && !data)
    return (
      <Panel title="Rotation">
        <ErrorState error={error} retry={() => void refetch()} />
      </Panel>
    );
  if (!data)
    return (
      <Panel title="Rotation">
        <Loading lines={4} />
      </Panel>
    );
  return (
    <Editor
      key={JSON.stringify([data.starts_at, data.shift_hours, data.people.map((one) => one.id)])}
      item={item}
      mayWrite={mayWrite}
      stored={data}
      refresh={key}
    />
  );
}

function Editor({ item, mayWrite, stored, refresh }: Props & { stored: Rotation; refresh: readonly unknown[] }) {
  const organization = useOrganization();
  const now = useNow();
  const [people, setPeople] = useState(stored.people);
  const [startsAt, setStartsAt] = useState(stored.starts_at);
  const [hours, setHours] = useState<number | string>(stored.shift_hours || 24);
  const draft = { starts_at: startsAt, shift_hours: Number(hours), people };
  const isDirty =
    JSON.stringify(draft) !== JSON.stringify({ starts_at: stored.starts_at, shift_hours: stored.shift_hours, people: stored.people });
  const save = useSave<void, Rotation>({
    send: () =>
      answer(
        client.PUT('/{organization}/services/{service_id}/rotation', {
          params: { path: { organization, service_id: item.id } },
          body: { starts_at: startsAt ?? new Date().toISOString(), shift_hours: Number(hours), people: people.map(({ id }) => ({ id })) },
        }),
      ) as Promise<Rotation>,
    refresh: [refresh],
    done: 'The rotation is saved.',
    quiet: true,
  });
  const names = ['starts_at', 'shift_hours', 'people'];
  const problems = problemsByField(save.error, names).fields;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Panel title="Rotation">
      {stored.people.length ? (
        <Shifts onCall={stored.on_call} shifts={shiftsFrom(draft, now, SHOWN_SHIFTS)} isDraft={isDirty} now={now} />
      ) : (
        <EmptyState small title="Nobody is on call">
          Add the people who take turns, in their order.
        </EmptyState>
      )}
      {mayWrite && (
        <form onSubmit={submit} className={classes.editor} noValidate>
          <FormProblems error={save.error} fields={names} />
          <RowList
            label="Who takes turns"
            error={problems.people}
            ordered
            rows={people}
            onChange={setPeople}
            addLabel="Add somebody"
            none="Nobody yet."
            nameOf={(person) => person.name ?? person.email}
          >
            {(person) => <Person individual={person} />}
          </RowList>
          <NextPerson item={item} add={(person) => setPeople([...people, person])} />
          <Length hours={hours} setHours={setHours} error={problems.shift_hours} />
          <DateTimeField
            label="First shift begins"
            description="Later shifts follow from it without a gap."
            value={startsAt}
            onChange={setStartsAt}
            error={problems.starts_at}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending} disabled={!isDirty || !people.length || Number(hours) < 1}>
              Save the rotation
            </Button>
          </Group>
          <UnsavedGuard dirty={isDirty && !save.isPending} what="the rotation" />
        </form>
      )}
    </Panel>
  );
}

function Length({
  hours,
  setHours,
  error,
}: {
  hours: number | string;
  setHours: (hours: number | string) => void;
  error: string | undefined;
}) {
  const known = LENGTHS.some((one) => one.value === String(hours));
  return (
    <Group align="end" gap="xs">
      <Select
        label="A shift lasts"
        allowDeselect={false}
        w="12rem"
        data={[...LENGTHS, { value: 'other', label: 'another length' }]}
        value={known ? String(hours) : 'other'}
        onChange={(next) => next && setHours(next === 'other' ? 48 : Number(next))}
      />
      {!known && (
        <NumberInput
          aria-label="Hours of a shift"
          suffix=" hours"
          min={1}
          max={8760}
          hideControls
          w="9rem"
          value={hours}
          onChange={setHours}
          error={error}
        />
      )}
    </Group>
  );
}

/** Adds an individual of the service's project; somebody in the list may take several turns. */
function NextPerson({ item, add }: { item: Item; add: (person: Rotation['people'][number]) => void }) {
  const choose = (person: Individual | null) => {
    if (person?.id) add({ id: person.id, name: person.name ?? null, email: person.email });
  };
  return (
    <PersonSelect
      label="Add somebody"
      value={null}
      onChange={choose}
      project={item.project?.name}
      description="Individuals of this project."
    />
  );
}
