import type { JobDefinition } from '../../core/jobs.ts';
import { again } from './again.ts';
import { resolveParticipants } from './people.ts';
import { removeOutsideJob } from './remove-outside.ts';
import { updateTicket } from './resources.ts';
import { pinLinks, setTopic } from './room.ts';

export const jobs: JobDefinition[] = [
  again('update-ticket', updateTicket),
  again('pin-links', pinLinks),
  again('topic', setTopic),
  again('participants', resolveParticipants),
  removeOutsideJob,
];
