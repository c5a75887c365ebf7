import { Button, Group, Menu, Modal, Stack } from '@mantine/core';
import { AlarmClock, FileBarChart, Megaphone, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Report } from '../../../api/types.ts';
import { individualOf, personName } from '../../../parts/marks.tsx';
import { ActionButton } from '../../../ui/action-button.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { Panel } from '../../../ui/page.tsx';
import { useShortcut } from '../../../ui/shortcuts.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useNow, When } from '../../../ui/time.tsx';
import { offReason } from '../allowed.ts';
import { reportDueAt } from '../board.ts';
import { useChangeIncident, useIncident } from '../incident-data.ts';
import { type Kind, ReportForm } from './report-form.tsx';
import { reportParts } from './report-parts.ts';
import classes from './reports.module.css';

/** All reports, the newest first, and writing the next. */
export function Reports() {
  const incident = useIncident();
  const [kind, setKind] = useState<Kind>();
  const off = offReason(incident, 'edit');
  const known =
    incident.reports ?? [incident.last_tactical_report, incident.last_executive_report].filter((one): one is Report => Boolean(one));
  const reports = [...known].sort((a, b) => (b.created_at ?? '').localeCompare(a.created_at ?? ''));
  useShortcut('n', 'Write a tactical report', () => !off && setKind('tactical'));
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Due />
        <Group gap="xs">
          <ActionButton
            size="xs"
            variant="default"
            leftSection={<Megaphone size={15} aria-hidden />}
            off={off}
            onClick={() => setKind('executive')}
          >
            Executive report
          </ActionButton>
          <ActionButton size="xs" leftSection={<Plus size={15} aria-hidden />} off={off} onClick={() => setKind('tactical')}>
            Tactical report
          </ActionButton>
        </Group>
      </Group>
      {!reports.length && (
        <EmptyState icon={FileBarChart} title="No report yet">
          A tactical report tells everybody who works on it the state, the actions and the needs. It takes two minutes and saves twenty
          questions.
        </EmptyState>
      )}
      {reports.map((one) => (
        <Panel
          key={one.id}
          title={
            <>
              {one.type}{' '}
              <span className={classes.when}>
                {personName(individualOf(one.participant))} <When at={one.created_at} />
              </span>
            </>
          }
        >
          <div className={classes.parts}>
            {reportParts(one).map(({ label, text }) => (
              <div key={label}>
                <h3 className={classes.label}>{label}</h3>
                <Markdown text={text} startLevel={4} />
              </div>
            ))}
          </div>
        </Panel>
      ))}
      <Modal
        opened={kind !== undefined}
        onClose={() => setKind(undefined)}
        title={kind === 'executive' ? 'Executive report' : 'Tactical report'}
        size="xl"
      >
        {kind && <ReportForm kind={kind} close={() => setKind(undefined)} />}
      </Modal>
    </Stack>
  );
}

const DELAYS = [
  [30, '30 minutes'],
  [60, 'one hour'],
  [120, 'two hours'],
] as const;

/** When the next tactical report is expected, and asking for more time. */
function Due() {
  const incident = useIncident();
  const now = useNow();
  const due = reportDueAt(incident);
  const change = useChangeIncident({ done: 'You will be reminded later.' });
  if (due === undefined) return <span />;
  const isLate = due < now;
  return (
    <Group gap="xs">
      <span className={isLate ? classes.late : classes.due}>
        <AlarmClock size={14} aria-hidden /> {isLate ? 'The next tactical report was due' : 'Next tactical report due'}{' '}
        <When at={new Date(due).toISOString()} />
      </span>
      {!offReason(incident, 'edit') && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button size="compact-xs" variant="default" loading={change.isPending}>
              Remind later
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {DELAYS.map(([minutes, label]) => (
              <Menu.Item
                key={minutes}
                onClick={() => change.mutate({ delay_tactical_report_reminder: new Date(Date.now() + minutes * 60_000).toISOString() })}
              >
                In {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );
}
