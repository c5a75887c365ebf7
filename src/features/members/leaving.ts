import { audit } from '../../core/audit.ts';
import type { AuditEvent, Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { enqueue } from '../../core/jobs.ts';
import { ACCESS_CHANGED } from '../../core/live.ts';
import { endEverySession, revokeKeysOf } from '../auth/index.ts';
import type { Member, Status } from './member.ts';
import { belongsElsewhere, setStatus } from './store.ts';

/** The job that ends somebody's part in what is open. */
export const MEMBER_LEFT = 'end-participation';
/** The job that looks whether somebody may still stand behind what they have promised. */
export const INVITER_CHANGED = 'revoke-with-inviter';

type Leaving = { status: Exclude<Status, 'active'>; action: string } & Pick<AuditEvent, 'reason'>;

/** Ends what a membership opens: at once, whatever else waits. */
export async function endMembership(
  tx: Context,
  member: Pick<Member, 'id' | 'userId' | 'email'>,
  { status, ...event }: Leaving,
): Promise<void> {
  await setStatus(tx, member, status);
  // Who belongs elsewhere stays signed in there; here nothing opens any more.
  if (!(await belongsElsewhere(tx, member.userId))) await endEverySession(tx, member.userId);
  if (status === 'removed') {
    await revokeKeysOf(tx, member.userId);
    await enqueue(tx, MEMBER_LEFT, { email: member.email });
  }
  await enqueue(tx, INVITER_CHANGED, { user_id: member.userId });
  audit(tx, { ...event, target: { kind: 'user', id: member.userId, name: member.email } });
  announce(tx, { kind: ACCESS_CHANGED, id: member.userId }, status);
}
