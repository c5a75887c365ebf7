type Waiting<I, O> = { item: I; resolve(outcome: O): void; reject(error: unknown): void };

/**
 * Does many things at once that are asked for one by one: the first is done right away, what is asked for meanwhile is done together
 * when that is over. What fails together is tried again one by one, so that nobody fails for another.
 *
 * @param most items of one run; the others wait for the next
 * @param work gives the outcomes in the order of the items
 */
export function gather<I, O>(most: number, work: (items: I[]) => Promise<O[]>): (item: I) => Promise<O> {
  const waiting: Waiting<I, O>[] = [];
  let isRunning = false;

  async function run() {
    isRunning = true;
    while (waiting.length) await together(waiting.splice(0, most));
    isRunning = false;
  }

  async function together(batch: Waiting<I, O>[]) {
    try {
      const outcomes = await work(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(outcomes[index] as O);
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1 && only) only.reject(error);
      else for (const one of batch) await together([one]);
    }
  }

  return (item) =>
    new Promise<O>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isRunning) void run();
    });
}
