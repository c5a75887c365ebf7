/** Looks a word from outside up in an object: `__proto__` and `constructor` are no entries of it. */
export const own = <T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  record && Object.hasOwn(record, key) ? record[key] : undefined;
