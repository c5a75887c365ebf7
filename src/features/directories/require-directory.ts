import type { Context } from '../../core/context.ts';
import { forbidden } from '../../core/errors.ts';

/** @throws forbidden only a directory that has shown its token provisions */
export function requireDirectory({ actor }: Pick<Context, 'actor'>): void {
  if (actor.kind !== 'directory') throw forbidden('Only a directory does this, with a token of the organization.');
}
