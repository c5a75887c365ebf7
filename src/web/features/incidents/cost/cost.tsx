import { ActionIcon, Modal, Table, Tooltip } from '@mantine/core';
import { Coins, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { CostLine } from '../../../api/types.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { money } from '../../../ui/format.ts';
import { Panel } from '../../../ui/page.tsx';
import { useShortcut } from '../../../ui/shortcuts.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { When } from '../../../ui/time.tsx';
import { offReason } from '../allowed.ts';
import { useAmendIncident, useIncident } from '../incident-data.ts';
import classes from './cost.module.css';
import { CostForm } from './cost-form.tsx';
import { useCostNow } from './cost-now.ts';
import { withoutLine } from './lines.ts';
import { Working } from './working.tsx';

/** What the incident has cost so far: computed lines grow while people work, others are written by hand. */
export function Cost() {
  const incident = useIncident();
  const [editing, setEditing] = useState<{ line?: CostLine }>();
  const [doomed, setDoomed] = useState<CostLine>();
  const off = offReason(incident, 'edit');
  const lines: CostLine[] = [...(incident.incident_costs ?? [])].sort((a, b) => b.amount - a.amount);
  const { data: now } = useCostNow();
  const removal = useAmendIncident({ done: 'Line removed.', onDone: () => setDoomed(undefined) });
  useShortcut('n', 'Add a cost', () => !off && setEditing({}));
  const add = (
    <ActionButton size="xs" leftSection={<Plus size={15} aria-hidden />} off={off} onClick={() => setEditing({})}>
      Add a cost
    </ActionButton>
  );
  return (
    <Panel title="Cost" actions={add}>
      <p className={classes.total}>{money(now?.total ?? incident.total_cost)}</p>
      <p className={classes.note}>
        {incident.status === 'Closed'
          ? 'The clock has stopped.'
          : 'Grows while people work on it; refreshed every half minute while you look.'}
      </p>
      {!lines.length && (
        <EmptyState icon={Coins} title="No cost yet" small>
          The work of the responders is counted by itself. Add what was bought or lost.
        </EmptyState>
      )}
      {lines.length > 0 && (
        <div className={classes.scroll}>
          <Table aria-label="Cost lines">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Kind</Table.Th>
                <Table.Th className={classes.wide}>Category</Table.Th>
                <Table.Th className={classes.wide}>Updated</Table.Th>
                <Table.Th ta="end">Amount</Table.Th>
                <Table.Th w={80}>
                  <span className={classes.hidden}>Change</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {lines.map((one) => (
                <Table.Tr key={one.id}>
                  <Table.Td>
                    {one.incident_cost_type.name}
                    {one.incident_cost_type.description && <span className={classes.about}>{one.incident_cost_type.description}</span>}
                  </Table.Td>
                  <Table.Td className={classes.wide}>{one.incident_cost_type.category ?? '–'}</Table.Td>
                  <Table.Td className={classes.wide}>
                    <When at={one.updated_at} />
                  </Table.Td>
                  <Table.Td ta="end">{money(one.calculated ? (now?.calculated ?? one.amount) : one.amount)}</Table.Td>
                  <Table.Td>
                    {one.calculated ? (
                      <Tooltip label="Computed from who worked how long; it cannot be written by hand.">
                        <span className={classes.computed}>computed</span>
                      </Tooltip>
                    ) : (
                      !off && (
                        <span className={classes.acts}>
                          <ActionIcon
                            size="sm"
                            aria-label={`Change ${one.incident_cost_type.name}`}
                            onClick={() => setEditing({ line: one })}
                          >
                            <Pencil size={14} aria-hidden />
                          </ActionIcon>
                          <ActionIcon size="sm" aria-label={`Remove ${one.incident_cost_type.name}`} onClick={() => setDoomed(one)}>
                            <Trash2 size={14} aria-hidden />
                          </ActionIcon>
                        </span>
                      )
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      {now && <Working now={now} />}
      <Modal opened={editing !== undefined} onClose={() => setEditing(undefined)} title={editing?.line ? 'Change the cost' : 'Add a cost'}>
        {editing && <CostForm {...editing} close={() => setEditing(undefined)} />}
      </Modal>
      <ConfirmDialog
        opened={Boolean(doomed)}
        title="Remove this cost?"
        confirm="Remove"
        danger
        busy={removal.isPending}
        onClose={() => setDoomed(undefined)}
        onConfirm={() => doomed && removal.mutate((now) => ({ incident_costs: withoutLine(now.incident_costs ?? [], doomed.id) }))}
      >
        {doomed?.incident_cost_type.name}: {money(doomed?.amount)} is taken off the total.
      </ConfirmDialog>
    </Panel>
  );
}
