import { CannotDecrypt } from './decrypted.ts';
import type { ConfigProblem, Found, Sources } from './read.ts';
import type { SettingName } from './settings.ts';

type DecodeOptions = {
  SECRET_PROVIDER: string | undefined;
  TOCSIN_KMS_ENDPOINT: string | undefined;
  TOCSIN_METATRON_COMMAND: string | undefined;
};
type Decode = (ciphertext: Buffer) => Promise<string>;
type Secret = { name: SettingName; found: Found };

/** What the reference's providers decode; any other secret is marked when it is encrypted. */
const DECODED_BY_PROVIDER = new Set<string>(['DATABASE_CREDENTIALS', 'DISPATCH_ENCRYPTION_KEY']);
const MARK = /^(kms|metatron|plain):/;

/** Turns what is encrypted into what was meant. What cannot be decrypted becomes a problem and is left out. */
export async function decodeSecrets(
  secrets: Secret[],
  options: DecodeOptions,
  { environment }: Sources,
  problems: ConfigProblem[],
): Promise<Secret[]> {
  const provider = options.SECRET_PROVIDER ?? '';
  // One client each, made by the first value that needs it: whoever encrypts nothing loads nothing.
  const decoders: Record<string, Promise<Decode>> = {};
  const decoderOf = (kind: string) => {
    decoders[kind] ??= createDecoder(kind, options, environment);
    return decoders[kind];
  };
  const decoded = await Promise.all(
    secrets.map(async ({ name, found }) => {
      const { kind, value } = encodingOf(name, found, provider);
      if (kind === 'plain' || value === '') return { name, found: { ...found, value } };
      try {
        const decode = await decoderOf(kind);
        return { name, found: { ...found, value: await decode(bytesOf(value)) } };
      } catch (error) {
        if (!(error instanceof CannotDecrypt)) throw error;
        const message = `cannot be decrypted: ${error.message}, or mount the plain value as a file and name it in ${name}_FILE.`;
        problems.push({ name: found.name, message });
        return undefined;
      }
    }),
  );
  return decoded.filter((one) => one !== undefined);
}

/** A mark says how this one value is encrypted; a mounted file without one is plain, whatever the provider: that is the way out of it. */
function encodingOf(name: string, { value, origin }: Found, provider: string): { kind: string; value: string } {
  const mark = MARK.exec(value);
  if (mark) return { kind: mark[1] as string, value: value.slice(mark[0].length) };
  const applies = provider !== '' && DECODED_BY_PROVIDER.has(name) && origin !== 'file';
  return { kind: applies ? provider.replace(/-secret$/, '') : 'plain', value };
}

async function createDecoder(kind: string, options: DecodeOptions, environment: Sources['environment']): Promise<Decode> {
  if (kind === 'metatron') return (await import('./metatron.ts')).createMetatron(options.TOCSIN_METATRON_COMMAND ?? '');
  const region = environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  return (await import('./kms.ts')).createKms({ region, endpoint: options.TOCSIN_KMS_ENDPOINT });
}

function bytesOf(text: string): Buffer {
  const joined = text.replace(/\s+/g, '');
  if (joined.length % 4 || !/^[A-Za-z0-9+/]+={0,2}$/.test(joined))
    throw new CannotDecrypt('it is not base64; give what the encryption printed');
  return Buffer.from(joined, 'base64');
}
