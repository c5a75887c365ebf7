/** What went wrong, in the words every edge understands. The table of transports lives in `edges/`. */
export type ErrorKind =
  | 'rejected'
  | 'invalid'
  | 'too_large'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'limit'
  | 'unavailable';

/** One problem with one value; `loc` is the path from the request (`['body', 'project', 'name']`). */
export type Problem = { type: string; loc: (string | number)[]; msg: string; input?: unknown };

/** The only error a user ever reads: its message is safe to show and says what to do. Anything else is a bug. */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly problems: Problem[];
  readonly retryAfterMs: number | undefined;
  /** what a program can use beside the words: the invitation that is open already, the limit that was reached */
  readonly data: Readonly<Record<string, unknown>> | undefined;

  constructor(
    kind: ErrorKind,
    message: string,
    more: { problems?: Problem[]; retryAfterMs?: number; data?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.problems = more.problems ?? [];
    this.retryAfterMs = more.retryAfterMs;
    this.data = more.data;
  }
}

/** @param field path inside the body, dots between the levels: `project.name` */
export function invalid(field: string, message: string, cause?: unknown) {
  return new AppError('invalid', message, { problems: [bodyProblem(field, message)], cause });
}

/** @param loc full path, for values that are not in the body: `['query', 'filter']` */
export function invalidAt(loc: (string | number)[], message: string, input?: unknown) {
  return new AppError('invalid', message, { problems: [{ type: 'value_error', loc, msg: message, input }] });
}

export const invalidInput = (problems: Problem[]) =>
  new AppError('invalid', problems.map((problem) => problem.msg).join(' '), { problems });

/** @param field the field that collides, when one can be named */
export function conflict(message: string, field?: string) {
  return new AppError('conflict', message, field ? { problems: [bodyProblem(field, message)] } : {});
}

export const notFound = (noun: string) => new AppError('not_found', `There is no such ${noun}, or you may not see it.`);
export const forbidden = (message = 'Your role does not allow this. Ask an administrator of the organization.') =>
  new AppError('forbidden', message);
/** Well-formed, but not acceptable as things stand: a wrong current password. @param field the one to blame, when one can be named */
export const rejected = (message: string, field?: string) =>
  new AppError('rejected', message, field ? { problems: [bodyProblem(field, message)] } : {});
export const unauthenticated = (message = 'Could not validate credentials') => new AppError('unauthenticated', message);
export const limited = (message: string, retryAfterMs: number) => new AppError('limit', message, { retryAfterMs });
/** @param message names the limit */
export const tooLarge = (message: string) => new AppError('too_large', message);
export const unavailable = (message: string, cause?: unknown) => new AppError('unavailable', message, { cause });

const bodyProblem = (field: string, msg: string): Problem => ({ type: 'value_error', loc: ['body', ...field.split('.')], msg });
