/** @returns an id that means the same object everywhere in the API */
export const globalId = (type: string, id: string | number): string => Buffer.from(`${type}:${id}`).toString('base64url');

/** @returns undefined for a text that is none */
export function readGlobalId(text: string): { type: string; id: string } | undefined {
  const [, type = '', id = ''] = /^(\w+):(.+)$/s.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  return type && globalId(type, id) === text ? { type, id } : undefined;
}

/** @returns the id within its type; undefined for an id of another type */
export const idOf = (text: string, type: string): string | undefined => {
  const found = readGlobalId(text);
  return found?.type === type ? found.id : undefined;
};
