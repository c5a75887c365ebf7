import { type JobDefinition, job } from '../../core/jobs.ts';
import type { Schedule } from '../../core/schedule.ts';
import { INVITER_CHANGED } from '../members/index.ts';
import { FOLLOW_UP } from './claim-invitation.ts';
import { deliverInvitation, giveUp } from './deliver.ts';
import { noteExpired } from './expire.ts';
import { type FollowUp, followUp } from './follow-up.ts';
import { DELIVER } from './issue-link.ts';
import { revokeWithInviter } from './revoke-many.ts';

const NOTE_EXPIRED = 'note-expired-invitations';
const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];

export const jobs: JobDefinition[] = [
  job<{ delivery_id: number }>({
    name: DELIVER,
    // A channel may have to wait between two calls, and the other side may be slow.
    timeoutMs: 2 * MINUTE,
    retryDelaysMs: [10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR],
    run: (ctx, payload, { attempts }, signal) => deliverInvitation(ctx, payload, attempts, signal),
    onGivenUp: giveUp,
  }),
  job<FollowUp>({ name: FOLLOW_UP, timeoutMs: MINUTE, run: (ctx, payload, _job, signal) => followUp(ctx, payload, signal) }),
  job<{ user_id: number }>({
    name: INVITER_CHANGED,
    run: async (ctx, payload) => {
      await revokeWithInviter(ctx, payload);
      return undefined;
    },
  }),
  job({
    name: NOTE_EXPIRED,
    run: async (ctx) => {
      await noteExpired(ctx);
      return undefined;
    },
  }),
];

export const schedules: Schedule[] = [{ name: NOTE_EXPIRED, cron: '* * * * *', job: NOTE_EXPIRED }];
