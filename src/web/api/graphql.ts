import type { Document } from './documents.ts';
import { ApiError, type Problem } from './errors.ts';
import { dropSession } from './session.ts';

type Refusal = {
  __typename?: string;
  code: string;
  message: string;
  path: string[] | null;
  fields?: { path: string[]; message: string }[];
};
type Failure = { message: string; extensions?: { code?: string } };
type Answer = { data?: Record<string, unknown> | null; errors?: Failure[]; extensions?: { requestId?: string } };

const STATUS: Record<string, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
  TIMEOUT: 503,
};
/** What the caller could have foreseen, in the words of the REST contract. */
const REFUSED: Record<string, number> = { INVALID_INPUT: 422, ROLE_NOT_GRANTABLE: 403, RATE_LIMITED: 429 };

/**
 * Asks the management API, with one of the documents beside our pages.
 * @throws ApiError the answer has errors, or a change was not done: then with a problem for each field, as REST has it
 */
export async function ask<A, V>(organization: string, document: Document<A, V>, variables: V): Promise<A> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json',
      'content-type': 'application/json',
      // A page of another site cannot send this: it is how the server knows one of its own.
      'x-dispatch-request': '1',
      'x-dispatch-organization': organization,
    },
    body: JSON.stringify({ documentId: document.id, variables }),
  }).catch(() => {
    throw new ApiError(0, []);
  });
  const { data, errors, extensions } = (await response.json().catch(() => ({}))) as Answer;
  const requestId = extensions?.requestId;
  if (errors?.length || !data) {
    const code = errors?.[0]?.extensions?.code ?? '';
    const status = STATUS[code] ?? (response.ok ? 500 : response.status);
    if (status === 401) dropSession();
    throw new ApiError(
      status,
      (errors ?? []).map(({ message }) => ({ msg: message })),
      requestId,
    );
  }
  const refused = Object.values(data).flatMap((field) => (field as { errors?: Refusal[] } | null)?.errors ?? []);
  if (refused[0]) throw new ApiError(REFUSED[refused[0].code] ?? 409, refused.flatMap(problemsOf), requestId);
  return data as A;
}

/** One problem for each field that is wrong; a refusal without a field is a problem of the whole. */
export const problemsOf = ({ code, message, path, fields }: Refusal): Problem[] =>
  fields?.map((field) => ({ type: code, loc: field.path, msg: field.message })) ?? [{ type: code, loc: path ?? [], msg: message }];
