type More = { retry?: boolean; retryAfterMs?: number | undefined; cause?: unknown };

/** A plug-in could not do what it was asked. The message is shown to people: it names the remedy and holds no secret. */
export class PluginError extends Error {
  /** false: trying again changes nothing until somebody acts */
  readonly retry: boolean;
  /** how long the other side asks to be left alone, ms; undefined: it says nothing about it */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, { retry = true, retryAfterMs, cause }: More = {}) {
    super(message, { cause });
    this.name = 'PluginError';
    this.retry = retry;
    this.retryAfterMs = retryAfterMs;
  }
}
