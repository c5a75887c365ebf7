import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { AppError } from '../../core/errors.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type Counted = { mine: number; ours: number; today: number; thisWeek: number; open: number };

/**
 * Whoever gets hold of an administrator's browser must not send mail to the world: links are counted per inviter, organization and address.
 * @throws limit RATE_LIMITED
 * @source invitations.md 20
 */
export async function requireWithinLimits(tx: Context, emailKey: string): Promise<void> {
  if (tx.actor.kind === 'system') return;
  const { limits } = tx.settings.invitations;
  const before = (ms: number) => new Date(tx.now().getTime() - ms);
  const { rows } = await sql<Counted>`
    select
      (select count(*) from invitation_links where organization_id = ${tx.tenant.id} and inviter_id = ${tx.actor.userId}
        and issued_at > ${before(HOUR_MS)}) as mine,
      (select count(*) from invitation_links where organization_id = ${tx.tenant.id} and issued_at > ${before(DAY_MS)}) as ours,
      (select count(*) from invitation_links where email_key = ${emailKey} and issued_at > ${before(DAY_MS)}) as today,
      (select count(*) from invitation_links where email_key = ${emailKey} and issued_at > ${before(7 * DAY_MS)}) as "thisWeek",
      (select count(*) from invitations where organization_id = ${tx.tenant.id} and state = 'pending') as open`.execute(tx.db);
  const counted = rows[0] as Counted;
  if (counted.mine >= limits.perInviterHour) throw tooMany(`You have sent ${limits.perInviterHour} invitations within an hour.`, HOUR_MS);
  if (counted.ours >= limits.perOrganizationDay)
    throw tooMany(`The organization has sent ${limits.perOrganizationDay} invitations within a day.`, DAY_MS);
  if (counted.today >= limits.perAddressDay) throw tooMany(`This address was sent ${limits.perAddressDay} links within a day.`, DAY_MS);
  if (counted.thisWeek >= limits.perAddressWeek)
    throw tooMany(`This address was sent ${limits.perAddressWeek} links within a week.`, 7 * DAY_MS);
  if (counted.open >= limits.open)
    throw tooMany(`There are ${limits.open} open invitations; revoke those that nobody will accept.`, DAY_MS);
}

/** @param withinMs after that long it works again at the latest */
const tooMany = (msg: string, withinMs: number) =>
  new AppError('limit', `${msg} Whoever runs the installation can raise the limit.`, {
    problems: [{ type: 'RATE_LIMITED', loc: ['body', 'email'], msg }],
    retryAfterMs: withinMs,
  });
