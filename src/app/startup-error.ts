/** Exit codes of the command line: 1 failed or refused, 78 wrong configuration (sysexits' EX_CONFIG). */
export const FAILED = 1;
export const MISCONFIGURED = 78;

/** Something outside the program keeps it from starting. The message is one line and says what to do; no stack trace helps. */
export class StartupError extends Error {
  readonly exitCode: number;

  constructor(message: string, more: { exitCode?: number; cause?: unknown } = {}) {
    super(message, { cause: more.cause });
    this.name = 'StartupError';
    this.exitCode = more.exitCode ?? FAILED;
  }
}

/** @returns the system's error code (`ENOSPC`, `EADDRINUSE`), or undefined for other errors */
export const systemCode = (error: unknown): string | undefined => {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
};
