import { parseCookie, stringifySetCookie } from 'cookie';
import type { Settings } from '../../core/context.ts';

type Where = Pick<Settings, 'uiUrl'>;

const isSecure = ({ uiUrl }: Where) => uiUrl.startsWith('https:');

/** The prefix has browsers take it from this very host alone, over TLS; on plain http they would not keep it at all. */
const nameIn = (where: Where) => (isSecure(where) ? '__Host-session' : 'tocsin-session');

/** @returns the secret that a browser brings along */
export function sessionSecret(where: Where, headers: Readonly<Record<string, string | string[] | undefined>>): string | undefined {
  return headers.cookie === undefined ? undefined : parseCookie(String(headers.cookie))[nameIn(where)] || undefined;
}

/**
 * No script reads it, and no page of another site sends it but by a link that somebody follows.
 * @param secret undefined: the browser is to forget it
 * @returns value of a `Set-Cookie` header
 * @source https://www.rfc-editor.org/rfc/rfc6265
 */
export const sessionCookie = (where: Where, secret: string | undefined, maxAgeSeconds = 0): string =>
  stringifySetCookie({
    name: nameIn(where),
    value: secret ?? '',
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(where),
    maxAge: secret ? maxAgeSeconds : 0,
  });
