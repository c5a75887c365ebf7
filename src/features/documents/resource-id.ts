const PREFIX = 'tocsin-document-';

/** What the built-in plug-in calls the document with this id. */
export const resourceIdOf = (documentId: number) => `${PREFIX}${documentId}`;

/** @returns undefined when the document is kept by another system */
export function idFromResource(resourceId: string | null): number | undefined {
  const digits = resourceId?.startsWith(PREFIX) ? resourceId.slice(PREFIX.length) : '';
  return /^[1-9]\d{0,8}$/.test(digits) ? Number(digits) : undefined;
}
