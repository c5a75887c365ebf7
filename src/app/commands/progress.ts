import { migrate } from '../database/migrate.ts';
import { say } from './with-system.ts';

export type Progress = {
  /** @param total of the same unit; 0: unknown */
  update(done: number, total: number): void;
  /** Takes the bar away, so that the next line stands where it was. */
  end(): void;
};

const WIDTH = 30;
const NOTHING: Progress = { update: () => {}, end: () => {} };

type Screen = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;

/**
 * Shows how far long work is, on a terminal only: what a script reads, or a log keeps, has no use for it.
 * @param quiet the answer is for a program
 */
export function createProgress(label: string, { quiet = false, screen = process.stderr as Screen } = {}): Progress {
  if (quiet || !screen.isTTY) return NOTHING;
  let shown = '';
  return {
    update(done, total) {
      const share = total > 0 ? Math.min(done / total, 1) : 0;
      const full = Math.floor(share * WIDTH);
      const text = `${label} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${String(Math.floor(share * 100)).padStart(3)} %`;
      const line = text.slice(0, Math.max((screen.columns || 80) - 1, 1));
      if (line === shown) return;
      shown = line;
      screen.write(`\r\x1b[2K${line}`);
    },
    end() {
      if (shown) screen.write('\r\x1b[2K');
      shown = '';
    },
  };
}

/** Does the work with its progress shown, and takes the bar away however it ends. */
export async function withProgress<T>(label: string, quiet: boolean, work: (update: Progress['update']) => Promise<T>): Promise<T> {
  const progress = createProgress(label, { quiet });
  try {
    return await work((done, total) => progress.update(done, total));
  } finally {
    progress.end();
  }
}

/** Migrates with a bar on a terminal, and a line for each migration anywhere else. */
export function migrateShown(url: string): Promise<string[]> {
  return withProgress('Migrating', false, (update) =>
    migrate(url, (name, done, total) => {
      if (process.stderr.isTTY) update(done, total);
      else say(`Migrating: ${name}`);
    }),
  );
}
