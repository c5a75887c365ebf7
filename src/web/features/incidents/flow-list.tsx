import { Loader } from '@mantine/core';
import { Circle, CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import { answer, client } from '../../api/client.ts';
import type { FlowStep } from '../../api/types.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { count } from '../../ui/format.ts';
import { When } from '../../ui/time.tsx';
import { useSave } from '../../ui/use-save.tsx';
import { offReason } from './allowed.ts';
import { useAt, useIncident, useIncidentKeys } from './incident-data.ts';
import classes from './overview.module.css';

const STATES: Record<FlowStep['status'], string> = {
  waiting: 'waits',
  ready: 'is next',
  running: 'running',
  done: 'done',
  skipped: 'not needed',
  failed: 'failed',
};

/** The steps that set the incident up, as they run. @param short leaves out what is done or not needed */
export function FlowList({ short }: { short?: boolean }) {
  const { flow = [] } = useIncident();
  const done = flow.filter((one) => one.status === 'done' || one.status === 'skipped').length;
  return (
    <>
      <ol className={classes.flow}>
        {flow
          .filter((one) => !short || (one.status !== 'done' && one.status !== 'skipped'))
          .map((one) => (
            <Step key={one.step} step={one} />
          ))}
      </ol>
      {short && done > 0 && (
        <p className={classes.stepState}>
          {done} of {count(flow.length, 'step')} are done.
        </p>
      )}
    </>
  );
}

function Step({ step }: { step: FlowStep }) {
  const incident = useIncident();
  const { params } = useAt();
  const refresh = useIncidentKeys();
  const retry = useSave({
    send: () =>
      answer(
        client.POST('/{organization}/incidents/{incident_id}/flow/{step}/retry', { params: { path: { ...params.path, step: step.step } } }),
      ),
    refresh,
    done: `${step.title}: trying again.`,
  });
  const waits = step.status !== 'done' && step.status !== 'skipped';
  return (
    <li className={classes.step} data-status={step.status}>
      <Glyph status={step.status} />
      <span>{step.title}</span>
      <span className={classes.stepState}>
        {STATES[step.status]}
        {step.finished_at && (
          <>
            {' '}
            <When at={step.finished_at} />
          </>
        )}
      </span>
      {waits && (step.last_error || step.status === 'failed') && (
        <div className={classes.stepMore}>
          <span className={classes.error}>{step.last_error ?? 'It gave no reason.'}</span>
          <span>
            {count(step.attempts, 'attempt')}
            {step.next_attempt_at && (
              <>
                , next <When at={step.next_attempt_at} />
              </>
            )}
          </span>
          <ActionButton
            size="xs"
            variant="default"
            loading={retry.isPending}
            off={offReason(incident, 'resources')}
            onClick={() => retry.mutate()}
          >
            Try again now
          </ActionButton>
        </div>
      )}
    </li>
  );
}

function Glyph({ status }: { status: FlowStep['status'] }) {
  if (status === 'running') return <Loader size={14} aria-hidden />;
  const Icon = status === 'done' ? CircleCheck : status === 'failed' ? CircleX : status === 'skipped' ? CircleDashed : Circle;
  return <Icon size={16} aria-hidden />;
}
