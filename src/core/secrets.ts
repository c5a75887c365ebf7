import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Any passphrase becomes a key of the right length. */
const keyOf = (passphrase: string) => createHash('sha256').update(passphrase).digest();

/** @returns `v1.<base64url of iv, tag and ciphertext>`; authenticated, so a changed text is refused */
export function encrypt(plain: string, passphrase: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, keyOf(passphrase), iv);
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return `${VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`;
}

/** @throws Error the text was changed, or sealed with another key */
export function decrypt(sealed: string, passphrase: string): string {
  const [version, encoded] = sealed.split('.');
  if (version !== VERSION || !encoded) throw new Error('This secret was not sealed by Tocsin.');
  const bytes = Buffer.from(encoded, 'base64url');
  const decipher = createDecipheriv(ALGORITHM, keyOf(passphrase), bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}
