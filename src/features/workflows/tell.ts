import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import { postNotice } from '../conversations/index.ts';
import { roomOf } from '../participants/index.ts';
import { runKey, subjectOf } from './run.ts';
import type { Run } from './store.ts';

type Link = { name: string; weblink: string | null };

/** Browsers that show the run, or what it is run for, look again. */
export function announceRun(tx: Context, run: Run, ...topics: string[]) {
  announce(tx, { kind: 'workflow_instance', id: run.id }, ...topics);
  const subject = subjectOf(run);
  if (subject) announce(tx, subject, 'workflows');
}

/** @param by who started it; undefined when nobody did */
export async function tellStarted(tx: Context, run: Run, { reason, by }: { reason: string | null; by: string | undefined }) {
  const { workflow, description } = run;
  await tell(tx, run, {
    entry: `${by ? `${by} started the workflow ${workflow}` : `The workflow ${workflow} was started`}${reason ? `: ${reason}` : '.'}`,
    details: { workflow_instance_id: run.id },
    owner: by,
    notice: [`**Workflow ${workflow}** was started${by ? ` by ${by}` : ''}.`, description, reason && `Reason: ${reason}`],
    key: `${runKey(run.id)}-started`,
  });
}

/** @param run as it was before */
export async function tellStatus(
  tx: Context,
  run: Run,
  {
    status,
    weblink,
    reason,
    artifacts = [],
  }: { status: Run['status']; weblink: string | null; reason?: string; artifacts?: readonly Link[] },
) {
  const state = `${run.status} → ${status}`;
  await tell(tx, run, {
    entry: `The workflow ${run.workflow} is ${status}${reason ? `: ${reason}` : '.'}`,
    details: { workflow_instance_id: run.id, from: run.status, to: status, ...(weblink && { weblink }) },
    notice: [
      `**Workflow ${run.workflow}**${run.creator ? `, started by ${run.creator}` : ''}: ${state}${weblink ? ` · [Open](${weblink})` : ''}`,
      reason,
      run.description,
      artifacts.map(({ name, weblink: at }) => `- ${at ? `[${name}](${at})` : name}`).join('\n'),
    ],
    key: `${runKey(run.id)}-${status}`,
  });
}

type Words = {
  entry: string;
  details: Record<string, unknown>;
  owner?: string | undefined;
  notice: (string | null | undefined)[];
  key: string;
};

async function tell(tx: Context, run: Run, { entry, details, owner, notice, key }: Words) {
  const subject = subjectOf(run);
  if (!subject) return;
  await record(tx, subject, { description: entry, details, owner: owner ?? null });
  // Every incident gets a room, a case may do without one for ever.
  if (subject.kind === 'case' && !(await roomOf(tx, subject))) return;
  await postNotice(tx, subject, { key, text: notice.filter(Boolean).join('\n\n') });
}
