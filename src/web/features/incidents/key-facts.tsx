import { Button, Modal, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Tag } from '../../api/types.ts';
import { projectLabel } from '../../parts/account.ts';
import { PriorityMark, SeverityMark, TagMark } from '../../parts/marks.tsx';
import { TagsField } from '../../parts/tags-field.tsx';
import { useVocabulary } from '../../parts/vocabulary.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { DateTimeField } from '../../ui/date-time-field.tsx';
import { Facts } from '../../ui/facts.tsx';
import { money } from '../../ui/format.ts';
import { Panel } from '../../ui/page.tsx';
import { When } from '../../ui/time.tsx';
import { FormProblems } from '../../ui/use-save.tsx';
import { offReason } from './allowed.ts';
import { Duplicates } from './duplicates.tsx';
import { useChangeIncident, useIncident } from './incident-data.ts';
import classes from './overview.module.css';

/** Rank, kind, dates and money. Choices are saved at once. */
export function KeyFacts() {
  const incident = useIncident();
  const [isEditingDates, setEditingDates] = useState(false);
  const off = offReason(incident, 'edit');
  const dates = (
    <Button size="compact-xs" variant="default" onClick={() => setEditingDates(true)}>
      Correct dates
    </Button>
  );
  return (
    <Panel title="Facts" actions={off ? undefined : dates}>
      <Stack gap="md">
        {off ? <Shown /> : <Choices />}
        <Facts
          items={[
            ['Project', projectLabel(incident.project)],
            ['Reported', <When key="reported" at={incident.reported_at} />],
            ['Stable', incident.stable_at ? <When key="stable" at={incident.stable_at} /> : undefined],
            ['Closed', incident.closed_at ? <When key="closed" at={incident.closed_at} /> : undefined],
            ['Cost', money(incident.total_cost)],
            ['Teams', incident.participants_team || undefined],
            ['Locations', incident.participants_location || undefined],
          ]}
        />
        {off && <span className={classes.faint}>{off}</span>}
      </Stack>
      <Modal opened={isEditingDates} onClose={() => setEditingDates(false)} title="Correct the dates" size="lg">
        {isEditingDates && <Dates close={() => setEditingDates(false)} />}
      </Modal>
    </Panel>
  );
}

function Shown() {
  const incident = useIncident();
  return (
    <Facts
      items={[
        ['Type', incident.incident_type.name],
        ['Priority', <PriorityMark key="priority" priority={incident.incident_priority} />],
        ['Severity', <SeverityMark key="severity" severity={incident.incident_severity} />],
        ['Visibility', incident.visibility ?? 'Open'],
        ['Tags', incident.tags?.length ? incident.tags.map((tag) => <TagMark key={tag.id} tag={tag} />) : undefined],
      ]}
    />
  );
}

function Choices() {
  const incident = useIncident();
  const [isOpening, setOpening] = useState(false);
  const change = useChangeIncident({ done: 'Saved.' });
  const project = incident.project.name;
  const types = useVocabulary('incident_types', project);
  const priorities = useVocabulary('incident_priorities', project);
  const severities = useVocabulary('incident_severities', project);
  const settled = incident.status !== 'Active';
  const allowedSeverities = severities?.filter((one) => !settled || one.allowed_for_stable_incidents !== false);
  // What was chosen is shown at once, and taken back when the server refuses.
  const wanted = change.isPending ? change.variables : undefined;
  return (
    <Stack gap="sm">
      <Choice
        label="Type"
        value={wanted?.incident_type?.name ?? incident.incident_type.name}
        options={types}
        onChange={(name) => change.mutate({ incident_type: { name } })}
      />
      <Choice
        label="Priority"
        value={wanted?.incident_priority?.name ?? incident.incident_priority.name}
        options={priorities}
        onChange={(name) => change.mutate({ incident_priority: { name } })}
      />
      <Choice
        label="Severity"
        value={wanted?.incident_severity?.name ?? incident.incident_severity.name}
        options={allowedSeverities}
        onChange={(name) => change.mutate({ incident_severity: { name } })}
      />
      <Choice
        label="Visibility"
        value={wanted?.visibility ?? incident.visibility ?? 'Open'}
        options={[{ name: 'Open' }, { name: 'Restricted' }]}
        onChange={(name) => (name === 'Open' ? setOpening(true) : change.mutate({ visibility: 'Restricted' }))}
      />
      <TagsField value={wanted?.tags ?? incident.tags ?? []} onChange={(tags: Tag[]) => change.mutate({ tags })} project={project} />
      <Duplicates />
      <ConfirmDialog
        opened={isOpening}
        title="Open it to everybody?"
        confirm="Open to everybody"
        onClose={() => setOpening(false)}
        onConfirm={() => {
          setOpening(false);
          change.mutate({ visibility: 'Open' });
        }}
      >
        Everybody in the organization will see this incident with its war room, documents and files. What they have read cannot be taken
        back.
      </ConfirmDialog>
    </Stack>
  );
}

type Option = { name: string; description?: string | null };

function Choice({
  label,
  value,
  options = [],
  onChange,
}: {
  label: string;
  value: string;
  options: Option[] | undefined;
  onChange: (name: string) => void;
}) {
  // A value that is not offered any more stays visible.
  const names = [...new Set([...options.map((one) => one.name), value])];
  return (
    <Select
      label={label}
      classNames={{ root: classes.choice ?? '', label: classes.choiceLabel ?? '', wrapper: classes.choiceInput ?? '' }}
      data={names}
      value={value}
      allowDeselect={false}
      onChange={(next) => next && next !== value && onChange(next)}
      renderOption={({ option }) => (
        <span>
          {option.label}
          {describe(options, option.value)}
        </span>
      )}
    />
  );
}

function describe(options: Option[], name: string) {
  const text = options.find((one) => one.name === name)?.description;
  return text ? <span className={classes.optionText}>{text}</span> : null;
}

function Dates({ close }: { close: () => void }) {
  const incident = useIncident();
  const [reported_at, setReported] = useState(incident.reported_at ?? null);
  const [stable_at, setStable] = useState(incident.stable_at ?? null);
  const change = useChangeIncident({ quiet: true, onDone: close, done: 'Dates corrected.' });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ reported_at, ...(incident.status !== 'Active' && { stable_at }) });
      }}
    >
      <Stack>
        <FormProblems error={change.error} fields={[]} />
        <DateTimeField label="Reported at" value={reported_at} onChange={setReported} required />
        {incident.status !== 'Active' && <DateTimeField label="Stable at" value={stable_at} onChange={setStable} />}
        <Button type="submit" loading={change.isPending} disabled={!reported_at}>
          Save the dates
        </Button>
      </Stack>
    </form>
  );
}
