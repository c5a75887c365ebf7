import { NumberInput, Switch } from '@mantine/core';
import { useOrganization } from '../../../parts/account.ts';
import { RemoteSelect } from '../../../ui/remote-select.tsx';
import type { InputProps, Item } from '../declaration.ts';
import { referenceChooser } from '../references.ts';
import cells from './fields.module.css';
import { RowList } from './row-list.tsx';

type Activity = { id?: number; plugin_event: Item | null; response_time_seconds: number | null; enabled: boolean | null };

/** Activities of a cost model: an event of a plug-in, and how long a person is busy with it. */
export function ActivitiesInput({ label, value, onChange, error, disabled }: InputProps) {
  const organization = useOrganization();
  const rows = (value as Activity[] | null) ?? [];
  return (
    <RowList<Activity>
      label={label}
      description="Each time one of these happens, the person counts as busy for that long. Times that overlap count once."
      error={error}
      disabled={disabled ?? false}
      rows={rows}
      onChange={onChange}
      fresh={() => ({ plugin_event: null, response_time_seconds: 300, enabled: true })}
      addLabel="Add an activity"
      none="Nothing counts yet."
      nameOf={(row, index) => String(row.plugin_event?.name ?? `activity ${index + 1}`)}
    >
      {(row, change) => (
        <>
          <RemoteSelect<Item>
            label="Activity"
            required
            clearable={false}
            disabled={disabled ?? false}
            value={row.plugin_event}
            onChange={(plugin_event) => change({ ...row, plugin_event })}
            {...referenceChooser(organization, 'plugin_event', undefined)}
          />
          <NumberInput
            className={cells.small}
            label="Busy for"
            suffix=" s"
            min={1}
            hideControls
            value={row.response_time_seconds ?? ''}
            onChange={(next) => change({ ...row, response_time_seconds: next === '' ? null : Number(next) })}
          />
          <Switch
            className={cells.small}
            label="Counts"
            checked={row.enabled !== false}
            onChange={(event) => change({ ...row, enabled: event.currentTarget.checked })}
          />
        </>
      )}
    </RowList>
  );
}
