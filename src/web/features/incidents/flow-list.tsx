import { Loader } from '@mantine/core';
import { Circle, CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import { answer, client } from '../../api/client.ts';
import type { FlowStep } from '../../api/types.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { count } from '../../ui/format.ts';
import { When } from '../../ui/time.tsx';
import { useSave } from '../../ui/use-save.tsx';
import { offReason } from './allowed.ts';
import { flowSummary, stateOf, stepKey, stepTitle } from './flow.ts';
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
  const { left, over } = flowSummary(flow);
  return (
    <>
      <ol className={classes.flow}>
        {(short ? left : flow).map((one) => (
          <Step key={stepKey(one)} step={one} />
        ))}
      </ol>
      {short && over > 0 && (
        <p className={classes.stepState}>
          {over} of {count(flow.length, 'step')} are done.
        </p>
      )}
    </>
  );
}

function Step({ step }: { step: FlowStep }) {
  const incident = useIncident();
  const title = stepTitle(step);
  const state = stateOf(step);
  const { params } = useAt();
  const refresh = useIncidentKeys();
  const retry = useSave({
    send: () =>
      answer(
        client.POST('/{organization}/incidents/{incident_id}/flow/{step}/retry', { params: { path: { ...params.path, step: step.step } } }),
      ),
    refresh,
    done: `${title}: trying again.`,
  });
  const isRetriable = step.retriable ?? state === 'failed';
  return (
    <li className={classes.step} data-status={state}>
      <Glyph status={state} />
      <span>{title}</span>
      <span className={classes.stepState}>
        {STATES[state]}
        {step.finished_at && (
          <>
            {' '}
            <When at={step.finished_at} />
          </>
        )}
      </span>
      {(state === 'failed' || (state === 'skipped' && step.last_error)) && (
        <div className={classes.stepMore}>
          <span className={state === 'failed' ? classes.error : classes.why}>{step.last_error ?? 'It gave no reason.'}</span>
          {state === 'failed' && (
            <span>
              {count(step.attempts, 'attempt')}
              {step.next_attempt_at && (
                <>
                  , next <When at={step.next_attempt_at} />
                </>
              )}
            </span>
          )}
          {isRetriable && (
            <ActionButton
              size="xs"
              variant="default"
              loading={retry.isPending}
              off={offReason(incident, 'edit')}
              onClick={() => retry.mutate()}
            >
              {state === 'failed' ? 'Try again now' : 'Do it now'}
            </ActionButton>
          )}
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
