import type { System } from '../../core/context.ts';
import { AppError, unavailable } from '../../core/errors.ts';
import { type IncomingRequest, Refused } from '../../plugin-sdk/authentication.ts';

type Asked = Pick<IncomingRequest, 'peer' | 'id'>;

type Kind = 'unauthenticated' | 'forbidden';

/**
 * @param kind `forbidden` where the person has shown who they are, and is not let in
 * @throws what the work refuses, once the operator was told; unavailable the provider is away
 */
export async function refusalsTold<T>(system: System, request: Asked, work: () => Promise<T>, kind: Kind = 'unauthenticated'): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Refused ? told(system, request, error, kind) : error;
  }
}

/** The operator reads why, with the values; the caller hears the word for it, which is all they can pass on. */
export function told(system: System, request: Asked, error: Refused, kind: Kind = 'unauthenticated'): AppError {
  noteRefusal(system, request, error);
  if (error.code === 'provider_unavailable')
    return unavailable('The service that signs people in does not answer. Try again in a minute.', error);
  const msg = error.code === 'not_invited' ? 'You need an invitation.' : `Could not validate credentials: ${error.code}.`;
  return new AppError(kind, msg, { problems: [{ type: error.code, loc: ['header'], msg }], cause: error });
}

export function noteRefusal({ log }: Pick<System, 'log'>, { peer, id }: Asked, { code, message, cause }: Refused): void {
  log.warn({ code, peer, request: id, cause: cause instanceof Error ? cause.message : undefined }, message);
}
