import { createHash } from 'node:crypto';

/** Documents that are known by their digest, so that a client sends that instead of a text. */
export type Persisted = ReadonlyMap<string, string>;

/** @returns `sha256:` and the digest of a document, hexadecimal */
export const documentId = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

export const persisted = (texts: readonly string[]): Persisted => new Map(texts.map((text) => [documentId(text), text]));
