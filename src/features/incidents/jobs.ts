import type { Flow, JobDefinition } from '../../core/jobs.ts';
import { again } from '../assembly/index.ts';
import { createFlow } from './flows/create.ts';
import { fillIncidentDocument } from './flows/documents.ts';
import { closedFlow, reopenedFlow, stableFlow } from './flows/review.ts';
import { subscribeJob } from './subscribe-to-incident.ts';

/** The documents are filled in again when something changed later. */
export const jobs: JobDefinition[] = [again('fill-document', fillIncidentDocument), subscribeJob];

export const flows: Flow[] = [createFlow, stableFlow, closedFlow, reopenedFlow];
