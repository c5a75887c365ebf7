import { TextInput } from '@mantine/core';
import type { InputProps } from '../declaration.ts';
import { fromRows, type Metadata, toRows } from './metadata.ts';
import { RowList } from './row-list.tsx';

/** Keys and values that a plug-in gets with each ticket: its project, its issue type. */
export function MetadataInput({ label, value, onChange, error, disabled }: InputProps) {
  const rows = toRows(value as Metadata[] | null);
  return (
    <RowList
      label={label}
      error={error}
      disabled={disabled ?? false}
      rows={rows}
      onChange={(next) => onChange(fromRows(next))}
      fresh={() => ({ slug: rows.at(-1)?.slug ?? '', key: '', value: '' })}
      addLabel="Add a value"
      none="Nothing beyond what the plug-in is configured with."
      nameOf={(row, index) => row.key || `row ${index + 1}`}
    >
      {(row, change) => (
        <>
          <TextInput
            label="Plug-in"
            placeholder="jira-ticket"
            value={row.slug}
            onChange={(event) => change({ ...row, slug: event.currentTarget.value })}
          />
          <TextInput
            label="Key"
            placeholder="project_id"
            value={row.key}
            onChange={(event) => change({ ...row, key: event.currentTarget.value })}
          />
          <TextInput label="Value" value={row.value} onChange={(event) => change({ ...row, value: event.currentTarget.value })} />
        </>
      )}
    </RowList>
  );
}
