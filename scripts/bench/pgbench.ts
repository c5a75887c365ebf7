import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { run } from './processes.ts';
import type { Statement } from './statement.ts';

export type Limit = { name: string; perSecond(statement: Statement, options: LimitOptions): Promise<number> };
type LimitOptions = { connections: number; ms: number /** another value for one parameter each time */; varied?: Varied };
/** `values[index]` becomes `first + step * (0 … count - 1)` */
export type Varied = { index: number; first: number; step: number; count: number };

/** What the database alone can do: `pgbench` when it is installed, else the same named statement through the driver. */
export async function findLimit(url: string): Promise<Limit> {
  const version = await run('pgbench', ['--version']).catch(() => undefined);
  return version
    ? { name: version.trim(), perSecond: withPgbench(url) }
    : { name: 'the pg driver (pgbench is not installed)', perSecond: withDriver(url) };
}

const withPgbench =
  (url: string): Limit['perSecond'] =>
  async (statement, { connections, ms, varied }) => {
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
    try {
      const file = join(folder, 'statement.sql');
      writeFileSync(file, scriptOf(statement, varied));
      const { searchParams, username, pathname } = new URL(url.replace('@/', '@socket/'));
      const place = ['-h', searchParams.get('host') ?? '', '-U', username, pathname.slice(1)];
      const values = statement.values.flatMap((value, index) => (index === varied?.index ? [] : ['-D', `p${index}=${textOf(value)}`]));
      const seconds = String(Math.max(1, Math.round(ms / 1000)));
      const printed = await run('pgbench', [
        '-n',
        '-M',
        'prepared',
        '-c',
        String(connections),
        '-j',
        '1',
        '-T',
        seconds,
        '-f',
        file,
        ...values,
        ...place,
      ]);
      const found = /tps = ([\d.]+)/.exec(printed)?.[1];
      if (!found) throw new Error(`pgbench said nothing of its speed: ${printed}`);
      return Number(found);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

/** pgbench takes `:name` for a variable even inside a text, and the prepared mode makes a parameter of it. */
function scriptOf({ text }: Statement, varied: Varied | undefined): string {
  const quiet = text.replace(/'(?:[^']|'')*'/g, (literal) =>
    /:\w/.test(literal) ? `U&${literal.replaceAll('\\', '\\\\').replaceAll(':', '\\003A')}` : literal,
  );
  const bound = quiet.replace(/\$(\d+)/g, (_, number: string) => `:p${Number(number) - 1}`);
  const chosen = varied ? `\\set p${varied.index} ${varied.first} + ${varied.step} * random(0, ${varied.count - 1})\n` : '';
  return `${chosen}${bound};\n`;
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map((one) => JSON.stringify(String(one))).join(',')}}`;
  return String(value);
}

const withDriver =
  (url: string): Limit['perSecond'] =>
  async ({ text, values }, { connections, ms, varied }) => {
    const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: url }));
    await Promise.all(clients.map((client) => client.connect()));
    const began = performance.now();
    let done = 0;
    try {
      await Promise.all(
        clients.map(async (client) => {
          while (performance.now() < began + ms) {
            const given = values.map((value, index) =>
              index === varied?.index ? varied.first + varied.step * Math.floor(Math.random() * varied.count) : value,
            );
            await client.query({ name: 'limit', text, values: given });
            done += 1;
          }
        }),
      );
      return done / ((performance.now() - began) / 1000);
    } finally {
      await Promise.all(clients.map((client) => client.end()));
    }
  };
