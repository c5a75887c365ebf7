import createClient, { type Middleware } from 'openapi-fetch';
import type { AddedPaths } from './additions.ts';
import { ApiError, errorOf } from './errors.ts';
import type { paths } from './schema.d.ts';
import { dropSession } from './session.ts';

export const API = '/api/v1';

const refusals: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return undefined;
    const body = await response
      .clone()
      .json()
      .catch(() => undefined);
    // A wrong password is 422; 401 always means that the session is over.
    if (response.status === 401) dropSession();
    throw errorOf(response.status, body, response.headers.get('x-request-id') ?? undefined);
  },
  onError: () => new ApiError(0, []),
};

/** The typed client; every refusal is thrown as an `ApiError`. */
export const client = createClient<paths & AddedPaths>({ baseUrl: API });
client.use(refusals);

/** @returns the body of a successful answer */
export async function answer<T>(request: Promise<{ data?: T }>): Promise<T> {
  const { data } = await request;
  return data as T;
}

/** For bodies that are not JSON: downloads and uploads. */
export async function raw(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(API + path, init).catch(() => {
    throw new ApiError(0, []);
  });
  if (response.ok) return response;
  if (response.status === 401) dropSession();
  throw errorOf(response.status, await response.json().catch(() => undefined), response.headers.get('x-request-id') ?? undefined);
}
