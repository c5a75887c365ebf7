import type { FlowStep } from '../../api/types.ts';

export type StepState = FlowStep['status'];

/** A step that waits for its next attempt after a failure counts as failed: somebody may want to look. */
export const stateOf = ({ status, last_error }: Pick<FlowStep, 'status' | 'last_error'>): StepState =>
  status === 'ready' && last_error ? 'failed' : status;

const isOver = (step: FlowStep) => step.status === 'done' || step.status === 'skipped';

/** @returns steps that still have to happen, those that went wrong, and how many are over */
export function flowSummary(flow: readonly FlowStep[] = []) {
  return {
    left: flow.filter((one) => !isOver(one)),
    failed: flow.filter((one) => stateOf(one) === 'failed'),
    over: flow.filter(isOver).length,
  };
}

/** `create-ticket` → `Create ticket`, where the flow gives no title. */
export function stepTitle({ title, step }: Pick<FlowStep, 'title' | 'step'>): string {
  const words = title || step.replace(/[-_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const stepKey = ({ flow, step }: Pick<FlowStep, 'flow' | 'step'>) => `${flow ?? ''} ${step}`;
