import { parseCookie, stringifySetCookie } from 'cookie';
import type { Settings } from '../../core/context.ts';

type Where = Pick<Settings, 'uiUrl'>;
type Headers = Readonly<Record<string, string | string[] | undefined>>;

const SESSION = 'session';
const isSecure = ({ uiUrl }: Where) => uiUrl.startsWith('https:');

/** The prefix has browsers take it from this very host alone, over TLS; on plain http they would not keep it at all. */
const nameIn = (where: Where, name: string) => `${isSecure(where) ? '__Host-' : 'tocsin-'}${name}`;

/** @returns what a browser brings along of what it was given under this name */
export const cookieIn = (where: Where, name: string, { cookie }: Headers): string | undefined =>
  cookie === undefined ? undefined : parseCookie(String(cookie))[nameIn(where, name)] || undefined;

/**
 * No script reads it, and no page of another site sends it but by a link that somebody follows.
 * @param value undefined: the browser is to forget it
 * @returns value of a `Set-Cookie` header
 * @source https://www.rfc-editor.org/rfc/rfc6265
 */
export const ownCookie = (where: Where, name: string, value: string | undefined, maxAgeSeconds: number): string =>
  stringifySetCookie({
    name: nameIn(where, name),
    value: value ?? '',
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(where),
    maxAge: value ? maxAgeSeconds : 0,
  });

/** @returns the secret that a browser brings along */
export const sessionSecret = (where: Where, headers: Headers) => cookieIn(where, SESSION, headers);

export const sessionCookie = (where: Where, secret: string | undefined, maxAgeSeconds = 0) =>
  ownCookie(where, SESSION, secret, maxAgeSeconds);
