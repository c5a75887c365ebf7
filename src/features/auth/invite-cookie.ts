import type { FastifyReply } from 'fastify';
import type { Context } from '../../core/context.ts';
import { decrypt, encrypt } from '../../core/secrets.ts';
import { cookieIn, ownCookie } from './session-cookie.ts';

const NAME = 'invite';
const KEPT_SECONDS = 15 * 60;

/** The invitation that a browser has opened, while its person signs in; sealed, and nothing is stored here for whoever only opens a link. */
export type Carried = {
  /** a secret */
  token: string;
  /** why the last attempt to use it came to nothing, for the page to say */
  refused?: string | undefined;
};

type Sealed = Carried & { endsAt: number };

type Bearer = { headers: Readonly<Record<string, string | string[] | undefined>> };

/** @returns undefined when there is none, it is older than a quarter of an hour, or not one of ours */
export function carriedBy({ settings, now }: Pick<Context, 'settings' | 'now'>, { headers }: Bearer): Carried | undefined {
  const sealed = cookieIn(settings, NAME, headers);
  if (!sealed) return undefined;
  try {
    const { endsAt, ...carried } = JSON.parse(decrypt(sealed, settings.encryptionKey)) as Sealed;
    return now().getTime() < endsAt ? carried : undefined;
  } catch {
    return undefined; // sealed by another installation, or made up
  }
}

/** @param carried undefined: the browser is to forget it */
export function carry({ settings, now }: Pick<Context, 'settings' | 'now'>, carried: Carried | undefined, reply: FastifyReply): void {
  const sealed =
    carried &&
    encrypt(JSON.stringify({ ...carried, endsAt: now().getTime() + KEPT_SECONDS * 1000 } satisfies Sealed), settings.encryptionKey);
  reply.header('set-cookie', ownCookie(settings, NAME, sealed, KEPT_SECONDS));
}
