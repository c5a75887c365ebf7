import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const PATIENCE_MS = 60_000;
/** Of `/proc/<pid>/stat`. @source https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const [USER_TIME, SYSTEM_TIME, TICKS_PER_SECOND] = [11, 12, 100];
const KIB_PER_MB = 1000 / 1.024;

export type Started = { pid: number; stop(): Promise<void> };

/** A port nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Starts a script of ours in a process of its own. @param ready what it prints when it can be used */
export async function startScript(file: string, args: string[], env: NodeJS.ProcessEnv, ready: RegExp): Promise<Started> {
  const child = spawn(process.execPath, [file, ...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await said(child, ready).catch((error) => {
    child.kill();
    throw error;
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await gone;
    process.off('exit', end);
  };
  return { pid: child.pid as number, stop };
}

function said(child: ChildProcess, ready: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`Not ready after ${PATIENCE_MS / 1000} s.`)), PATIENCE_MS);
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (!ready.test(text)) return;
      clearTimeout(late);
      resolve();
    });
    child.once('error', reject).once('close', (code) => reject(new Error(`It ended with ${code} before it was ready: ${text}`)));
  });
}

/** @returns what a program printed */
export function run(program: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) =>
    execFile(program, args, { cwd: ROOT, maxBuffer: 10_000_000 }, (error, stdout, stderr) =>
      error ? reject(new Error(`${program}: ${stderr.trim() || error.message}`)) : resolve(stdout),
    ),
  );
}

/** Where the system shows its processes as files. */
const hasProc = existsSync('/proc/self/stat');

/** @returns processor time a process has used, seconds; undefined where the system has no `/proc` @throws it has ended */
export function cpuSeconds(pid: number): number | undefined {
  if (!hasProc) return undefined;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME])) / TICKS_PER_SECOND;
}

/** @returns resident memory of a process, MB; undefined where the system has no `/proc` @throws it has ended */
export function residentMb(pid: number): number | undefined {
  if (!hasProc) return undefined;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / KIB_PER_MB;
}
