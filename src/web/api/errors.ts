/** One problem of the contract's envelope; `loc` is the way to the value: `['body', 'project', 'name']`. */
export type Problem = { msg: string; loc?: (string | number)[]; type?: string };

/** What the server refused, or that it could not be reached (`status` 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly problems: Problem[];
  readonly requestId: string | undefined;

  constructor(status: number, problems: Problem[], requestId?: string) {
    super(problems.map((problem) => problem.msg).join(' ') || titleOf(status));
    this.name = 'ApiError';
    this.status = status;
    this.problems = problems;
    this.requestId = requestId;
  }
}

const TITLES: Record<number, string> = {
  0: 'The server cannot be reached.',
  401: 'Your session has ended.',
  403: 'You may not do this.',
  404: 'This does not exist, or you may not see it.',
  409: 'Somebody changed this in the meantime.',
  422: 'Something in the form needs another look.',
  429: 'Too many requests. Wait a moment and try again.',
  503: 'An outside system is not answering.',
};

const titleOf = (status: number) => TITLES[status] ?? 'The server failed on this request.';

/** `detail` is a list of problems or, from proxies and old routes, a text. */
export function errorOf(status: number, body: unknown, requestId?: string): ApiError {
  const detail = (body as { detail?: unknown } | undefined)?.detail;
  if (Array.isArray(detail)) return new ApiError(status, detail.map(cleaned), requestId);
  return new ApiError(status, typeof detail === 'string' ? [{ msg: detail }] : [], requestId);
}

const cleaned = (problem: Problem): Problem => ({ ...problem, msg: String(problem.msg ?? '').replace(/^Value error, /, '') });

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Problems by the name of the field they belong to, for display beside it.
 * @param names form fields; a problem of `body.project.name` belongs to `project.name`, else to `project`
 * @returns the messages by field, and what belongs to none of them
 */
export function problemsByField(error: unknown, names: readonly string[]): { fields: Record<string, string>; rest: string[] } {
  const fields: Record<string, string> = {};
  const rest: string[] = [];
  if (!(error instanceof ApiError)) return { fields, rest: error ? [messageOf(error)] : [] };
  for (const { msg, loc = [] } of error.problems) {
    const path = loc.filter((part, index) => index > 0 || (part !== 'body' && part !== 'query' && part !== 'path')).map(String);
    const name = path.map((_, index) => path.slice(0, path.length - index).join('.')).find((one) => names.includes(one));
    if (name) fields[name] = fields[name] ? `${fields[name]} ${msg}` : msg;
    else rest.push(msg);
  }
  if (!error.problems.length) rest.push(error.message);
  return { fields, rest };
}
