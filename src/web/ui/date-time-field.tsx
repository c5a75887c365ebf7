import { Button, Group, Select, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { timeZone } from './format.ts';
import { instantOf, wallTime, zonesFor } from './zoned.ts';

type Props = {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
  required?: boolean;
  error?: ReactNode;
  description?: ReactNode;
};

/** A moment, typed as a clock of the chosen zone shows it and kept as UTC. */
export function DateTimeField({ label, value, onChange, required, error, description }: Props) {
  const [zone, setZone] = useState(timeZone());
  const shown = value ? wallTime(new Date(value), zone) : '';
  return (
    <Group align="end" gap="xs" wrap="wrap">
      <TextInput
        type="datetime-local"
        label={label}
        description={description}
        required={required ?? false}
        error={error}
        value={shown}
        style={{ flex: '1 1 13rem' }}
        onChange={(event) => onChange(instantOf(event.currentTarget.value, zone)?.toISOString() ?? null)}
      />
      <Select
        aria-label={`Time zone of ${label.toLowerCase()}`}
        data={zonesFor(timeZone())}
        value={zone}
        onChange={(next) => next && setZone(next)}
        searchable
        allowDeselect={false}
        limit={60}
        style={{ flex: '1 1 10rem' }}
      />
      <Button variant="default" onClick={() => onChange(new Date().toISOString())}>
        Now
      </Button>
    </Group>
  );
}
