import { type Declaration, isOpen } from './route.ts';

type Failure = { name: string; description: string; detail: object[]; headers?: object };

const loc = ['body', 'name'];

/** How an operation may fail, by status: the name of the answer in the document, what it means, and what it looks like. */
export const FAILURES: Record<number, Failure> = {
  400: {
    name: 'Rejected',
    description: 'Well-formed, but not acceptable as things stand',
    detail: [{ msg: 'The current password is wrong.' }],
  },
  401: { name: 'Unauthenticated', description: 'No valid token', detail: [{ msg: 'Could not validate credentials' }] },
  403: {
    name: 'Forbidden',
    description: 'The caller may not do this, or may not see what it would be done to',
    detail: [{ msg: 'Your role does not allow this. Ask an administrator of the organization.' }],
  },
  404: {
    name: 'NotFound',
    description: 'Not there, or hidden from the caller',
    detail: [{ msg: 'There is no such organization, or you may not see it.' }],
  },
  409: {
    name: 'Conflict',
    description: 'Collides with what is there, or is still in use',
    detail: [{ type: 'value_error', loc, msg: 'A tag with this name already exists; choose another.' }],
  },
  410: { name: 'Gone', description: 'What was asked for is over', detail: [{ type: 'invite_expired', msg: 'This link has run out.' }] },
  413: { name: 'TooLarge', description: 'More than is taken, or answered, at once', detail: [{ msg: 'Send at most 5 MB at once.' }] },
  422: {
    name: 'Invalid',
    description: 'The request breaks a rule; every problem is listed with its place',
    detail: [{ type: 'string_too_short', loc, msg: 'String should have at least 3 characters.', input: 'a' }],
  },
  429: {
    name: 'TooMany',
    description: 'Too many requests; ask again after the seconds that `Retry-After` says',
    detail: [{ msg: 'Too many attempts; wait a while and try again.' }],
    headers: { 'Retry-After': { description: 'Seconds to wait', required: true, schema: { type: 'integer', minimum: 1 } } },
  },
  500: {
    name: 'Defect',
    description: 'A defect on our side; the message names the request, so that it can be found in the log',
    detail: [
      {
        msg: 'Something went wrong on our side. Mention request req-1 to your administrator.',
        loc: ['Unknown'],
        type: 'Unknown',
      },
    ],
  },
  503: {
    name: 'Unavailable',
    description: 'Something that is needed does not answer, or not in time; may be tried again',
    detail: [{ msg: 'This took too long and was stopped. Narrow the filter, or ask for smaller pages.' }],
  },
};

/** The statuses of `FAILURES` that the operation can answer: what follows from its declaration, and what it declares. */
export function failuresOf(one: Declaration): number[] {
  const isPublic = isOpen(one);
  const rule = typeof one.access === 'object' ? one.access : undefined;
  const names = [...one.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).filter((name) => name !== 'organization');
  const found = {
    401: !isPublic,
    // Whoever only reads, and a credential that reaches less far than its owner, may hear it anywhere.
    403: rule !== undefined,
    // An organization that is not there or not the caller's; and whatever else the path names.
    404: rule !== undefined ? one.path.includes('{') : names.length > 0,
    // A duplicate, a reference that is gone meanwhile, a record that others still use, a state that has moved on: whoever writes may collide.
    409: rule !== undefined && (one.body !== undefined || one.upload === true || one.method === 'delete'),
    413: one.body !== undefined && !one.upload,
    422: names.length > 0 || one.query !== undefined || one.body !== undefined || one.upload === true,
    429: true,
    500: true,
    // The database gives up a statement that takes too long.
    503: !isPublic,
  };
  const follows = Object.entries(found).flatMap(([status, applies]) => (applies ? [Number(status)] : []));
  return [...new Set([...follows, ...(one.errors ?? [])])].sort((a, b) => a - b);
}
