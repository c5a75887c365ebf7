import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { StartupError, systemCode } from '../../startup-error.ts';

/* The file is described in this folder's README. */

export const FORMAT = 1;

export type Header = {
  tocsin_dump: number;
  version: string;
  created_at: string;
  postgres: string;
  migrations: string[];
  tables: string[];
  sequences: { name: string; last_value: string; is_called: boolean }[];
};

export type TableStart = { table: string; columns: string[] };
export type End = { end: true; rows: number; sha256: string };

/** Takes a table's bytes, and says how many rows they were. */
export type TakeTable = (start: TableStart, data: AsyncIterable<Buffer>) => Promise<number | undefined>;

const GZIP = 0x1f;
const LONGEST_LINE = 16 * 1024 * 1024;
const LINE_FEED = 0x0a;

/**
 * Reads a dump from beginning to end.
 * @param onBytes how many bytes of the file have been read
 * @throws StartupError it is none, is not whole, or is of another version of the format
 */
export async function readDump(
  file: string,
  { onHeader, onTable, onBytes }: { onHeader?(header: Header): void | Promise<void>; onTable: TakeTable; onBytes?(bytes: number): void },
): Promise<{ header: Header; rows: number }> {
  const reader = createReader(await unpacked(file, onBytes));
  try {
    const header = headerOf(file, await reader.line(LONGEST_LINE).catch(() => ''));
    await onHeader?.(header);
    let rows = 0;
    for (const table of header.tables) {
      const start = JSON.parse(await reader.line()) as TableStart;
      if (start.table !== table) throw new NotWhole();
      const taken = await onTable(start, reader.chunks());
      await reader.rest();
      const { rows: written } = JSON.parse(await reader.line()) as { rows: number };
      if (taken !== undefined && taken !== written) throw new NotWhole();
      rows += written;
    }
    const digest = reader.digest();
    const end = JSON.parse(await reader.line()) as End;
    if (end.end !== true || end.sha256 !== digest || end.rows !== rows || !(await reader.isOver())) throw new NotWhole();
    return { header, rows };
  } catch (error) {
    throw explained(error, file);
  } finally {
    reader.close();
  }
}

/** What a file says that was cut off or changed. */
class NotWhole extends Error {}

function explained(error: unknown, file: string): unknown {
  const code = systemCode(error);
  if (error instanceof NotWhole || error instanceof SyntaxError || code?.startsWith('Z_'))
    return new StartupError(`${file} is not whole: it was cut off, or changed since it was written. Nothing was changed.`, {
      cause: error,
    });
  return error;
}

function headerOf(file: string, line: string): Header {
  let header: Header | undefined;
  try {
    header = JSON.parse(line) as Header;
  } catch {
    // Not ours, and that is all there is to say about it.
  }
  if (typeof header?.tocsin_dump !== 'number')
    throw new StartupError(`${file} is no dump of Tocsin. What pg_dump has written is restored with psql or pg_restore.`);
  if (header.tocsin_dump !== FORMAT)
    throw new StartupError(
      `${file} was written by Tocsin ${header.version} in format ${header.tocsin_dump}; this version reads format ${FORMAT}. Restore it with that version.`,
    );
  return header;
}

async function unpacked(file: string, onBytes: ((bytes: number) => void) | undefined): Promise<AsyncIterable<Buffer>> {
  let first: number | undefined;
  try {
    const handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, 0);
    first = bytesRead ? buffer[0] : undefined;
    await handle.close();
  } catch (cause) {
    throw new StartupError(`${file} cannot be read (${systemCode(cause)}); correct the path or its permissions.`, { cause });
  }
  const source = createReadStream(file);
  if (onBytes) source.on('data', () => onBytes(source.bytesRead));
  if (first !== GZIP) return source;
  // What goes wrong reaches whoever reads the last of them.
  return pipeline(source, createGunzip(), () => {});
}

function createReader(source: AsyncIterable<Buffer>) {
  const pieces = source[Symbol.asyncIterator]();
  const hash = createHash('sha256');
  let kept: Buffer = Buffer.alloc(0);

  async function more(): Promise<boolean> {
    const next = await pieces.next();
    if (next.done) return false;
    kept = kept.length ? Buffer.concat([kept, next.value]) : next.value;
    return true;
  }

  function take(length: number): Buffer {
    const taken = kept.subarray(0, length);
    kept = kept.subarray(length);
    hash.update(taken);
    return taken;
  }

  async function line(longest = LONGEST_LINE): Promise<string> {
    for (let from = 0; ; ) {
      const end = kept.indexOf(LINE_FEED, from);
      if (end >= 0) return take(end + 1).toString('utf8', 0, end);
      from = kept.length;
      if (from > longest || !(await more())) throw new NotWhole();
    }
  }

  async function* chunks(): AsyncGenerator<Buffer> {
    for (let length = await size(); length > 0; length = await size()) {
      for (let left = length; left > 0; ) {
        if (!kept.length && !(await more())) throw new NotWhole();
        const piece = take(Math.min(left, kept.length));
        left -= piece.length;
        yield piece;
      }
    }
    current = undefined;
  }

  async function size(): Promise<number> {
    const text = await line();
    if (!/^\d{1,10}$/.test(text)) throw new NotWhole();
    return Number(text);
  }

  let current: AsyncGenerator<Buffer> | undefined;
  return {
    line,
    chunks() {
      current = chunks();
      return current;
    },
    /** Passes over what nobody has taken. */
    async rest() {
      if (current) for await (const _ of current);
    },
    digest: () => hash.copy().digest('hex'),
    isOver: async () => kept.length === 0 && !(await more()),
    close: () => void pieces.return?.(),
  };
}
