import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Declaration, Route } from './route.ts';

/** Whether a caller may keep the answer and ask only whether it is still the same: what an organization's members read. */
export const mayBeKept = (one: Declaration) =>
  one.method === 'get' && typeof one.access === 'object' && !one.noStore && !one.produces && (one.status ?? 200) === 200;

/**
 * Says how long the answer may be kept: never, or until it is asked for again.
 * @returns whether the caller has this very answer already
 */
export function isKnownToCaller(one: Route, text: string, request: FastifyRequest, reply: FastifyReply): boolean {
  if (!mayBeKept(one)) return false;
  const tag = `W/"${hash('sha1', text, 'base64url')}"`;
  reply.headers({ etag: tag, 'cache-control': 'private, no-cache', vary: 'authorization' });
  const known = request.headers['if-none-match'];
  return known?.split(',').some((one) => one.trim() === '*' || weak(one) === weak(tag)) ?? false;
}

const weak = (tag: string) => tag.trim().replace(/^W\//, '');
