import { GraphQLError } from 'graphql';
import type { System } from '../../core/context.ts';
import { limitReached } from '../../core/db.ts';
import { AppError, type ErrorKind } from '../../core/errors.ts';

type Code = { code: string; status: number };

/** How each kind of refusal is called here. @source management-api.md 5 */
const CODES: Record<ErrorKind, Code> = {
  rejected: { code: 'BAD_REQUEST', status: 400 },
  invalid: { code: 'BAD_REQUEST', status: 200 },
  too_large: { code: 'LIMIT_EXCEEDED', status: 400 },
  unauthenticated: { code: 'UNAUTHENTICATED', status: 401 },
  forbidden: { code: 'FORBIDDEN', status: 200 },
  not_found: { code: 'NOT_FOUND', status: 200 },
  conflict: { code: 'BAD_REQUEST', status: 200 },
  limit: { code: 'RATE_LIMITED', status: 429 },
  unavailable: { code: 'UNAVAILABLE', status: 503 },
};

/** A refusal of the whole request, before anything of it ran. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly extensions: Record<string, unknown>;
  constructor(status: number, code: string, message: string, extensions: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.extensions = extensions;
  }
}

/**
 * An error as it is told. What is none of ours is a bug: it is logged once under the request's id, and says nothing but that.
 * @returns its status where nothing else could be answered
 */
export function told(error: GraphQLError, system: Pick<System, 'log'>, requestId: string): { error: GraphQLError; status: number } {
  const cause = error.originalError ?? error;
  const place = { nodes: error.nodes, positions: error.positions, source: error.source, path: error.path };
  const make = (message: string, { code, status }: Code, more: Record<string, unknown> = {}) => ({
    error: new GraphQLError(message, { ...place, extensions: { code, ...more } }),
    status,
  });
  if (cause instanceof Refusal) return make(cause.message, cause, cause.extensions);
  const app = cause instanceof AppError ? cause : limitReached(cause);
  if (app) {
    const { scopes } = (app.data ?? {}) as { scopes?: string[] };
    return make(app.message, CODES[app.kind], {
      ...(scopes && { requiredScopes: scopes }),
      ...(app.problems.length &&
        app.kind !== 'not_found' && {
          problems: app.problems.map(({ type, loc, msg }) => ({ type, path: loc.slice(1).map(String), message: msg })),
        }),
    });
  }
  // Raised by the library itself about the document or its values: the caller's, not ours.
  if (error.originalError === undefined && error.extensions.code !== undefined) return { error, status: 200 };
  if (error.originalError === undefined || error.originalError instanceof GraphQLError)
    return make(error.message, { code: 'BAD_REQUEST', status: 200 });
  system.log.error({ err: cause, request: requestId, path: error.path?.join('.') }, 'a field of a GraphQL request failed');
  return make(`Something went wrong on our side. Mention request ${requestId} to your administrator.`, { code: 'INTERNAL', status: 500 });
}
