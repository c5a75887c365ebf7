import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError, systemCode } from '../startup-error.ts';

type Secrets = { jwtSecret: string; encryptionKey: string };

/** The secrets nobody configured: made once, readable by this account only, kept beside the data they protect. */
export function generatedSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  if (!existsSync(file)) create(dataDir, file);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  } catch (cause) {
    throw new StartupError(
      `The secrets in ${file} cannot be read; restore the file, or set DISPATCH_JWT_SECRET and DISPATCH_ENCRYPTION_KEY.`,
      { cause },
    );
  }
}

function create(dataDir: string, file: string) {
  const secrets: Secrets = { jwtSecret: randomBytes(48).toString('base64url'), encryptionKey: randomBytes(32).toString('base64url') };
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o755 });
    writeFileSync(file, `${JSON.stringify(secrets)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    // Two processes at once: the other one's secrets are as good.
    if (systemCode(cause) === 'EEXIST') return;
    throw new StartupError(
      `The data folder ${dataDir} cannot be written (${systemCode(cause)}); give this account access, or set TOCSIN_DATA_DIR to another folder.`,
      { cause },
    );
  }
}
