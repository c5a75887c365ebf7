import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { type Flow, type JobDefinition, job, Skip, type SubjectRef } from '../../core/jobs.ts';
import { again } from '../assembly/index.ts';
import { closeLinkedCase, linkedOpenCases } from './close-linked-cases.ts';
import { closedFlow, reopenedFlow } from './flows/close.ts';
import { createFlow } from './flows/create.ts';
import { fillCaseDocument } from './flows/documents.ts';
import { escalatedFlow } from './flows/escalated.ts';
import { channelFlow, updateThread } from './flows/room.ts';
import { updateCase } from './update-case.ts';

/** Somebody has spoken in the room of a new case: it is being looked at. */
const triageCase = job<{ subject: SubjectRef }>({
  name: 'triage-case',
  run: async (ctx, { subject }) => {
    const { rows } =
      await sql`select 1 from cases where id = ${subject.id} and organization_id = ${ctx.tenant.id} and status = 'New'`.execute(ctx.db);
    if (!rows.length) return new Skip('The case is not new any more.');
    return (tx) => triage(tx, subject.id);
  },
});

/** Somebody may have been faster between the look and the write. */
async function triage(tx: Context, id: number) {
  const { rows } = await sql<{ status: string }>`select status from cases where id = ${id} for no key update`.execute(tx.db);
  if (rows[0]?.status === 'New') await updateCase(tx, id, { status: 'Triage' });
}

/** What led to an incident ends with it. Each case is closed by itself: one that cannot be does not keep the others open. */
const closeLinkedCases = job<{ incidentId: number }>({
  name: 'close-linked-cases',
  run: async (ctx, { incidentId }) => {
    const cases = await linkedOpenCases(ctx, incidentId);
    if (!cases.length) return new Skip('No open case is linked to it, or the incident is open again.');
    const failed: string[] = [];
    for (const one of cases) {
      try {
        await closeLinkedCase(ctx, one);
      } catch (error) {
        ctx.log.warn({ err: error, case: one.id }, 'a case could not be closed with its incident');
        failed.push(`${one.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    if (failed.length) throw new Error(failed.join('; '));
    return undefined;
  },
});

/** Document and thread are brought up to date when something changed later. */
export const jobs: JobDefinition[] = [
  again('fill-case-document', fillCaseDocument),
  again('thread', updateThread),
  triageCase,
  closeLinkedCases,
];

export const flows: Flow[] = [createFlow, closedFlow, reopenedFlow, escalatedFlow, channelFlow];
