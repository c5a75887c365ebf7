import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What every key begins with, for whoever looks for leaked ones. */
export const KEY_PREFIX = 'dsp_';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PUBLIC_LENGTH = 12;
/** 62^43 is more than 2^256. */
const SECRET_LENGTH = 43;
const CHECK_LENGTH = 6;
const FORM = new RegExp(`^${KEY_PREFIX}([0-9A-Za-z]{${PUBLIC_LENGTH}})_([0-9A-Za-z]{${SECRET_LENGTH}})([0-9A-Za-z]{${CHECK_LENGTH}})$`);

export type Key = { publicId: string; hash: string };

const letters = (count: number) => Array.from({ length: count }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** A sum that tells a mistyped or cut key from a wrong one before anything is looked up. */
function sumOf(text: string): string {
  let rest = crc32(text);
  let sum = '';
  for (let place = 0; place < CHECK_LENGTH; place += 1) {
    sum = ALPHABET[rest % 62] + sum;
    rest = Math.floor(rest / 62);
  }
  return sum;
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** @returns `text`: `dsp_<public id>_<secret and sum>`, to be shown once; `hash`: SHA-256 of the secret, hexadecimal */
export function makeKey(): Key & { text: string } {
  const [publicId, secret] = [letters(PUBLIC_LENGTH), letters(SECRET_LENGTH)];
  return { publicId, hash: hashOf(secret), text: `${KEY_PREFIX}${publicId}_${secret}${sumOf(publicId + secret)}` };
}

/** @returns undefined for a text that is no key */
export function readKey(text: string): Key | undefined {
  const [, publicId = '', secret = '', sum] = FORM.exec(text) ?? [];
  return publicId && sum === sumOf(publicId + secret) ? { publicId, hash: hashOf(secret) } : undefined;
}
