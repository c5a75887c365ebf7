import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';

export type Lifetime = { lifetimeSeconds: number };

/** @source invitations.md 8 */
export const SHORTEST_SECONDS = 300;
export const LONGEST_SECONDS = 30 * 86_400;

/** How long a link is good. @throws invalid */
export function lifetimeOf({ settings }: Pick<Context, 'settings'>, wanted: number | null | undefined): number {
  const seconds = wanted ?? settings.invitations.lifetimeSeconds;
  if (seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS)
    throw invalid(
      'expires_in_seconds',
      `A link is good for ${SHORTEST_SECONDS} to ${LONGEST_SECONDS} seconds: five minutes to thirty days.`,
    );
  return seconds;
}
