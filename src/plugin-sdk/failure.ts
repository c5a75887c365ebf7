/** A plug-in could not do what it was asked. The message is shown to people: it names the remedy and holds no secret. */
export class PluginError extends Error {
  /** false: trying again changes nothing until somebody acts */
  readonly retry: boolean;

  constructor(message: string, { retry = true, cause }: { retry?: boolean; cause?: unknown } = {}) {
    super(message, { cause });
    this.name = 'PluginError';
    this.retry = retry;
  }
}
