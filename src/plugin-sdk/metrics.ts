/** Each tag has few values: templates and names, never ids and addresses. */
export type MetricTags = Record<string, string>;

/** Takes measurements. Names are words with dots between them: `server.call.counter`. */
export type Metrics = {
  /** adds to what only grows */
  counter(name: string, value: number, tags: MetricTags): void;
  /** @param seconds how long something took */
  timer(name: string, seconds: number, tags: MetricTags): void;
  /** sets what goes up and down */
  gauge(name: string, value: number, tags: MetricTags): void;
};

/** Where measurements go; may take them away at its own pace, and must not hold up whoever measures. */
export type MetricProvider = Metrics & { stop(): Promise<unknown> };
