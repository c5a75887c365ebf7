import pg from 'pg';
import { own } from '../lib/own.ts';
import { capitalized, withArticle } from '../lib/text.ts';
import { AppError, conflict, invalid } from './errors.ts';
import { singular } from './models.ts';

type Judged = { noun: string; table: string; collisions?: Record<string, () => AppError> | undefined };

/**
 * Lets the database judge collisions and says in the user's words what it found: a duplicate names the last column of its constraint
 * unless the subject has its own words for it, a row in use names who uses it.
 */
export async function translated<T>(subject: Judged, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof pg.DatabaseError ? asAppError(error, subject) : error;
  }
}

function asAppError(error: pg.DatabaseError, { noun, collisions }: Judged): unknown {
  switch (error.code) {
    case '23505': {
      const special = own(collisions, error.constraint ?? '');
      if (special) return special();
      const field = fieldOf(error.detail);
      return conflict(`${capitalized(withArticle(noun))} with this ${field.replaceAll('_', ' ')} already exists; choose another.`, field);
    }
    case '23503': {
      if (!/still referenced/.test(error.detail ?? ''))
        return conflict(`The ${noun} refers to something that is gone; reload and try again.`);
      return conflict(
        `This ${noun} is still used by ${(error.table ?? 'other records').replaceAll('_', ' ')}; remove it there first.`,
        `${singular(error.table ?? '')}`,
      );
    }
    case '23502':
      return invalid(error.column ?? 'body', 'Field required.', error);
    case '23514':
      return new AppError('invalid', `The ${noun} breaks the rule ${error.constraint}.`, {
        problems: [{ type: 'value_error', loc: ['body'], msg: `The value breaks the rule ${error.constraint?.replaceAll('_', ' ')}.` }],
        cause: error,
      });
    case '22P02':
    case '22003':
    case '22007':
    case '22008':
    case '22021':
    case '22P05':
      return new AppError('invalid', 'A value cannot be stored as it is.', {
        problems: [{ type: 'value_error', loc: ['body'], msg: error.message }],
        cause: error,
      });
    default:
      return error;
  }
}

/** `Key (project_id, lower(name))=(1, x) already exists.` → `name` */
function fieldOf(detail = ''): string {
  const columns = /Key \((.*)\)=\(/.exec(detail)?.[1]?.split(',') ?? [];
  return (columns.at(-1) ?? 'name').replace(/lower\(|\)|::text|"| |\(/g, '');
}
