import { Button, Group, NumberInput, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../../api/keys.ts';
import { equals, list } from '../../../api/list.ts';
import type { CostLine } from '../../../api/types.ts';
import { useOrganization } from '../../../parts/account.ts';
import { preferences } from '../../../ui/preferences.ts';
import { FormProblems } from '../../../ui/use-save.tsx';
import { useAmendIncident, useIncident } from '../incident-data.ts';
import { withLine } from './lines.ts';

/** A cost written by hand. */
export function CostForm({ line, close }: { line?: CostLine; close: () => void }) {
  const organization = useOrganization();
  const { project } = useIncident();
  const { data: types = [] } = useQuery({
    queryKey: keys.list(organization, 'incident_cost_type', ['editable', project.name]),
    queryFn: async () =>
      (
        await list<CostLine['incident_cost_type']>(organization, 'incident_cost_types', {
          itemsPerPage: 200,
          sort: ['name'],
          filter: [equals('IncidentCostType', 'editable', true), equals('Project', 'name', project.name)],
        })
      ).items,
  });
  const [name, setName] = useState<string | null>(line?.incident_cost_type.name ?? null);
  const [amount, setAmount] = useState<number | ''>(line?.amount ?? '');
  const type = types.find((one) => one.name === name) ?? (line?.incident_cost_type.name === name ? line?.incident_cost_type : undefined);
  const save = useAmendIncident({ quiet: true, onDone: close, done: 'Cost saved.' });
  const submit = () => {
    if (type && amount !== '') save.mutate((now) => ({ incident_costs: withLine(now.incident_costs ?? [], line?.id, amount, type) }));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        <FormProblems error={save.error} fields={[]} />
        <Select
          label="Kind"
          required
          data={types.map((one) => one.name)}
          value={name}
          onChange={setName}
          description={type?.description}
          allowDeselect={false}
          data-autofocus
          {...(!types.length && { placeholder: 'This project has no kinds of cost that are written by hand' })}
        />
        <NumberInput
          label={`Amount (${preferences().currency ?? 'USD'})`}
          required
          min={0}
          decimalScale={2}
          thousandSeparator
          value={amount}
          onChange={(next) => setAmount(next === '' ? '' : Number(next))}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!type || amount === ''}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
