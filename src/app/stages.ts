import type { Logger } from 'pino';
import { FAILED, StartupError } from './startup-error.ts';

type Stage = { name: string; stop(): Promise<unknown> };

/** A part that does not stop within this time is left to the end of the process. */
const STOP_SECONDS = 25;
/** Ctrl-C under npm arrives twice at once, from the terminal and from npm: only a later signal is an impatient one. */
const SAME_SIGNAL_MS = 1000;

/** Parts of a running process; they stop in the reverse order of their start, whatever went wrong in between. */
export function createStages(log: () => Logger | undefined, stopSeconds = STOP_SECONDS) {
  const stages: Stage[] = [];
  let stopping: Promise<void> | undefined;
  let hurry: (() => void) | undefined;
  const impatient = new Promise<'late'>((resolve) => {
    hurry = () => resolve('late');
  });

  async function stopAll() {
    const [first] = stages;
    for (const stage of stages.reverse()) {
      const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), stopSeconds * 1000).unref());
      // The database was started first: it needs little time to stop and is always given it.
      const limits = stage === first ? [late] : [late, impatient];
      const outcome = await Promise.race([stage.stop(), ...limits]).catch((error) =>
        log()?.warn({ err: error }, `${stage.name} did not stop cleanly`),
      );
      if (outcome === 'late') log()?.warn(`${stage.name} takes too long to stop`);
    }
  }

  return {
    add<T extends { stop(): Promise<unknown> }>(name: string, part: T): T {
      stages.push({ name, stop: () => part.stop() });
      return part;
    },
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
    /** Does not wait any longer for what is still running. */
    hurry: () => hurry?.(),
  };
}

export type Stages = ReturnType<typeof createStages>;

/**
 * Runs a long-lived process: starts it, waits for a signal, stops it. Ends the process itself.
 * A second signal does not wait for what is still running.
 */
export async function runUntilSignal(
  start: (stages: Stages) => Promise<Logger>,
  { stopSeconds }: { stopSeconds?: number | undefined } = {},
): Promise<never> {
  let log: Logger | undefined;
  const stages = createStages(() => log, stopSeconds);
  const end = async (code: number): Promise<never> => {
    await stages.stop();
    process.exit(code);
  };
  let signalledAt: number | undefined;
  const onSignal = () => {
    if (signalledAt !== undefined && performance.now() - signalledAt > SAME_SIGNAL_MS) stages.hurry();
    if (signalledAt !== undefined) return;
    signalledAt = performance.now();
    void end(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  process.on('uncaughtException', (error) => {
    log?.fatal({ err: error }, 'a defect ended the process');
    void end(report(error));
  });
  try {
    log = await start(stages);
  } catch (error) {
    // A start that is interrupted fails in some way or other; that is no news.
    if (signalledAt === undefined) return end(report(error));
  }
  return new Promise<never>(() => {});
}

/** Says what kept the process from going on: one line for what an operator can mend, a stack for a defect. @returns the exit code */
export function report(error: unknown): number {
  if (error instanceof StartupError) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return FAILED;
}
