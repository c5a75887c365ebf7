import { type Flow, type JobDefinition, job, type SubjectRef } from '../../core/jobs.ts';
import { removeOutside } from './delete-incident.ts';
import { createFlow } from './flows/create.ts';
import { fillIncidentDocument } from './flows/documents.ts';
import { resolveParticipants } from './flows/people.ts';
import { updateTicket } from './flows/resources.ts';
import { closedFlow, reopenedFlow, stableFlow } from './flows/review.ts';
import { pinLinks, setTopic } from './flows/room.ts';
import { subscribeJob } from './join-incident.ts';

type Payload = { subject: SubjectRef };
const again = (name: string, run: (typeof createFlow.steps)[number]['run']) =>
  job<Payload>({ name, timeoutMs: 20_000, run: (ctx, { subject }, _job, signal) => run(ctx, subject, signal, undefined) });

/** The same effects as in the flows, when something changed later. */
export const jobs: JobDefinition[] = [
  again('refresh-update-ticket', updateTicket),
  again('refresh-fill-document', fillIncidentDocument),
  again('refresh-pin-links', pinLinks),
  again('refresh-topic', setTopic),
  again('refresh-participants', resolveParticipants),
  subscribeJob,
  removeOutside,
];

export const flows: Flow[] = [createFlow, stableFlow, closedFlow, reopenedFlow];
