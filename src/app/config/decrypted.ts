/** Why a value could not be decrypted, as the beginning of a sentence for the operator; it never holds the value. */
export class CannotDecrypt extends Error {}

/** @returns the decrypted bytes as text, exactly as they were encrypted */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CannotDecrypt('what was encrypted is not UTF-8 text; encrypt the text itself');
  }
}
