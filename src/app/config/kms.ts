import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { CannotDecrypt, textOf } from './decrypted.ts';

type Where = { region: string | undefined; endpoint: string | undefined };

const LIMIT_MS = 10_000;

/** Decrypts with AWS KMS. Credentials, and whatever of the place is not given, come from the client's own chain. */
export function createKms({ region, endpoint }: Where): (ciphertext: Buffer) => Promise<string> {
  const client = new KMSClient({ ...(region && { region }), ...(endpoint && { endpoint }) });
  return async (ciphertext) => textOf(await decrypt(client, ciphertext));
}

async function decrypt(client: KMSClient, ciphertext: Buffer): Promise<Uint8Array> {
  const asked = client.send(new DecryptCommand({ CiphertextBlob: ciphertext }), { abortSignal: AbortSignal.timeout(LIMIT_MS) });
  const { Plaintext } = await asked.catch((error: Error) => {
    throw new CannotDecrypt(`AWS KMS says ${reason(error)}; ${remedy(reason(error))}`);
  });
  if (!Plaintext) throw new CannotDecrypt('AWS KMS answered without a plain text; correct TOCSIN_KMS_ENDPOINT');
  return Plaintext;
}

/** Names and codes alone: a message may quote the answer, which holds the secret. */
function reason(error: Error): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : error.message === 'Region is missing' ? error.message : error.name;
}

const REMEDIES: [RegExp, string][] = [
  [/^Region is missing$/, 'set AWS_REGION'],
  [/Credentials|UnrecognizedClient|InvalidClientTokenId|ExpiredToken|InvalidSignature/, 'correct the AWS credentials of this process'],
  [/AccessDenied/, 'allow this account kms:Decrypt on the key'],
  [/InvalidCiphertext|IncorrectKey|NotFoundException|Disabled|KMSInvalidState/, 'encrypt it again, with a key of this account and region'],
];

const remedy = (said: string) =>
  REMEDIES.find(([pattern]) => pattern.test(said))?.[1] ?? 'make sure that this machine reaches it (AWS_REGION, TOCSIN_KMS_ENDPOINT)';
