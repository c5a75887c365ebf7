const AT_ONCE = 3;

/** Does something with each, a few at a time. @returns those it failed for, in their order */
export async function eachOf<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<{ item: T; error: unknown }[]> {
  const failed = new Map<number, { item: T; error: unknown }>();
  let next = 0;
  const work = async () => {
    while (next < items.length) {
      const index = next++;
      const item = items[index] as T;
      await act(item).catch((error: unknown) => failed.set(index, { item, error }));
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, work));
  return [...failed.entries()].sort(([a], [b]) => a - b).map(([, one]) => one);
}
