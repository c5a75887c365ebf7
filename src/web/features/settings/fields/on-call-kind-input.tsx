import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { keys } from '../../../api/keys.ts';
import { anyOf, equals, list } from '../../../api/list.ts';
import type { PluginInstance } from '../../../api/types.ts';
import { useOrganization } from '../../../parts/account.ts';
import type { InputProps } from '../declaration.ts';

/** The on-call plug-ins that are switched on, by what people call them. */
export function OnCallKindInput({ label, value, onChange, error, disabled, required, project }: InputProps) {
  const organization = useOrganization();
  const filter = [equals('Plugin', 'type', 'oncall'), ...anyOf('Project', 'name', project ? [project] : [])];
  const { data } = useQuery({
    queryKey: keys.list(organization, 'plugin', ['oncall', project]),
    queryFn: () => list<PluginInstance>(organization, 'plugins/instances', { filter, itemsPerPage: 100 }),
  });
  const current = String(value ?? '');
  const enabled = (data?.items ?? []).filter((one) => one.enabled);
  const options = [...new Map(enabled.map(({ plugin }) => [plugin.slug, { value: plugin.slug, label: plugin.title }])).values()];
  if (current && !options.some((one) => one.value === current)) options.push({ value: current, label: `${current} (not enabled)` });
  const only = options.length === 1 ? options[0]?.value : undefined;
  // With one plug-in there is nothing to choose.
  useEffect(() => {
    if (!current && only) onChange(only);
  }, [current, only, onChange]);
  return (
    <Select
      label={label}
      description={
        data && !enabled.length
          ? 'No on-call plug-in is enabled in this project; enable one in Plug-ins first.'
          : 'The on-call plug-ins enabled in this project.'
      }
      required={required ?? false}
      error={error}
      disabled={disabled ?? false}
      allowDeselect={false}
      data={options}
      value={current || null}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}
