import type { IncomingRequest } from '../../plugin-sdk/authentication.ts';

const READS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Whether a page of somebody else makes a browser send this. It matters where the browser brings the identity along by itself: by a
 * proxy's cookie, or because nobody is asked. What is no browser sends neither header and has nothing to steal.
 *
 * @source https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export function isCrossSite(method: string, { headers }: Pick<IncomingRequest, 'headers'>): boolean {
  if (READS.includes(method)) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin, host } = headers;
  return origin !== undefined && URL.parse(String(origin))?.host !== host;
}
