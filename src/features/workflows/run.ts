import Type from 'typebox';
import type { SubjectRef } from '../../core/jobs.ts';
import type { WorkflowStatus } from '../../plugin-sdk/capabilities.ts';
import type { Subject } from '../../plugin-sdk/subject.ts';

export const STATUSES = ['Submitted', 'Created', 'Running', 'Completed', 'Failed'] as const satisfies readonly WorkflowStatus[];

/** A run that is over is not asked after any more. */
export const isOver = (status: WorkflowStatus) => status === 'Completed' || status === 'Failed';

export const Parameters = Type.Array(Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }), {
  maxItems: 100,
  description: 'A list of `{ key, value }`.',
});

/** What an engine is told: the parameters that have a name and a value, then what Tocsin adds, which nobody overrides. */
export function parametersOf(entered: readonly Record<string, unknown>[], added: Record<string, unknown>): Record<string, unknown> {
  const named = entered.filter(({ key, value }) => typeof key === 'string' && key && value !== undefined && value !== null && value !== '');
  return { ...Object.fromEntries(named.map(({ key, value }) => [key, value])), ...added };
}

/** @param shown the subject as outsiders may see it */
export const wordsOf = ({ kind, name, title, severity, status }: Subject) =>
  Object.fromEntries(Object.entries({ name, title, severity, status }).map(([word, value]) => [`${kind}_${word}`, value]));

/** The one effect of a run: it starts once. */
export const runKey = (id: number) => `workflow-instance-${id}`;

/** The incident or case a row belongs to. */
export const subjectOf = (row: { incident_id: number | null; case_id: number | null }): SubjectRef | undefined =>
  row.incident_id !== null
    ? { kind: 'incident', id: row.incident_id }
    : row.case_id !== null
      ? { kind: 'case', id: row.case_id }
      : undefined;

const SECOND_MS = 1000;
/** The schedule looks every 30 s: a little less, or every other turn would come too early. */
const SHORTEST_WAIT_MS = 20 * SECOND_MS;
const LONGEST_WAIT_MS = 600 * SECOND_MS;
/** A run is asked after this often during its life so far: one that has taken hours changes no faster than that. */
const ASKED_PER_AGE = 20;

/** When the engine is asked next: twice a minute at first, every ten minutes from the fourth hour on. */
export function nextCheckAt(startedAt: Date, now: Date): Date {
  const wait = (now.getTime() - startedAt.getTime()) / ASKED_PER_AGE;
  return new Date(now.getTime() + Math.min(Math.max(wait, SHORTEST_WAIT_MS), LONGEST_WAIT_MS));
}
