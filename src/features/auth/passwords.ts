import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import bcrypt from 'bcryptjs';

type Argon2Parameters = { message: string | Buffer; nonce: Buffer; parallelism: number; tagLength: number; memory: number; passes: number };
const hash = promisify(argon2) as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>;

/** OWASP's second recommendation: 19 MiB, two passes, one lane. @source https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const TAG_BYTES = 32;
const SALT_BYTES = 16;

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

/** @returns PHC string: `$argon2id$v=19$m=…,t=…,p=…$salt$hash` */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(SALT_BYTES);
  const tag = await hash('argon2id', { message: password.normalize('NFKC'), nonce, tagLength: TAG_BYTES, ...COST });
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(nonce)}$${unpadded(tag)}`;
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

/** As the predecessor stored passwords. @source https://en.wikipedia.org/wiki/Bcrypt#Description */
const BCRYPT = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;

/** Whether a stored password was imported and should be replaced when it is next proven right. */
export const isImported = (stored: string | null) => stored !== null && BCRYPT.test(stored);

/** @param stored PHC string or imported bcrypt hash; null for people who have no password, and then as slow as a wrong one */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  if (stored !== null && isImported(stored)) return bcrypt.compare(password, stored);
  const [, memory, passes, parallelism, salt = '', expected = ''] = PHC.exec(stored ?? '') ?? [];
  const known = Buffer.from(expected, 'base64');
  const tag = await hash('argon2id', {
    message: password.normalize('NFKC'),
    nonce: salt ? Buffer.from(salt, 'base64') : Buffer.alloc(SALT_BYTES),
    tagLength: known.length || TAG_BYTES,
    memory: Number(memory ?? COST.memory),
    passes: Number(passes ?? COST.passes),
    parallelism: Number(parallelism ?? COST.parallelism),
  });
  return known.length > 0 && timingSafeEqual(tag, known);
}
