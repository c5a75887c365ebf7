import { AppError, type ErrorKind, type Problem } from '../../core/errors.ts';

const STATUS: Record<ErrorKind, number> = {
  rejected: 400,
  invalid: 422,
  too_large: 413,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  limit: 429,
  unavailable: 503,
};

export type ErrorAnswer = { status: number; body: unknown; headers?: Record<string, string> };

/** The contract's error envelope; anything that is no `AppError` is a bug and says nothing but the request's id. */
export function errorAnswer(error: unknown, requestId: string): ErrorAnswer {
  if (!(error instanceof AppError)) {
    return {
      status: 500,
      body: {
        detail: [
          {
            msg: `Something went wrong on our side. Mention request ${requestId} to your administrator.`,
            loc: ['Unknown'],
            type: 'Unknown',
          },
        ],
      },
    };
  }
  const detail = error.problems.length ? error.problems.map((one) => asTold(error.kind, one)) : [{ msg: error.message }];
  const headers =
    error.retryAfterMs === undefined ? undefined : { 'retry-after': String(Math.max(1, Math.ceil(error.retryAfterMs / 1000))) };
  return { status: STATUS[error.kind], body: { detail }, ...(headers && { headers }) };
}

/** The contract names the field alone, without its path, where it answers 400. */
const asTold = (kind: ErrorKind, problem: Problem) => (kind === 'rejected' ? { ...problem, loc: String(problem.loc.at(-1)) } : problem);
