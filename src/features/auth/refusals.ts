import type { System } from '../../core/context.ts';
import { AppError, unavailable } from '../../core/errors.ts';
import { type IncomingRequest, Refused } from '../../plugin-sdk/authentication.ts';

type Asked = Pick<IncomingRequest, 'peer' | 'id'>;

/** @throws unauthenticated what the work refuses, once the operator was told; unavailable the provider is away */
export async function refusalsTold<T>(system: System, request: Asked, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Refused ? told(system, request, error) : error;
  }
}

/** The operator reads why, with the values; the caller hears the word for it, which is all they can pass on. */
export function told(system: System, request: Asked, error: Refused): AppError {
  noteRefusal(system, request, error);
  if (error.code === 'provider_unavailable')
    return unavailable('The service that signs people in does not answer. Try again in a minute.', error);
  const msg = `Could not validate credentials: ${error.code}.`;
  return new AppError('unauthenticated', msg, { problems: [{ type: error.code, loc: ['header'], msg }], cause: error });
}

export function noteRefusal({ log }: Pick<System, 'log'>, { peer, id }: Asked, { code, message, cause }: Refused): void {
  log.warn({ code, peer, request: id, cause: cause instanceof Error ? cause.message : undefined }, message);
}
