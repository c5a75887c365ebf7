import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/* Server and web application for development: both restart or reload on a change. Open the address that Vite prints. */

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const port = process.env.PORT ?? '8000';
const run = (name: string, parameters: string[], environment: Record<string, string>): ChildProcess => {
  const child = spawn(process.execPath, parameters, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...environment } });
  child.on('exit', (code) => {
    process.stdout.write(`${name} ended.\n`);
    for (const other of children) other.kill('SIGTERM');
    process.exitCode = code ?? 0;
  });
  return child;
};

const children: ChildProcess[] = [];
children.push(
  run('The server', ['--watch-path=src', '--watch-path=migrations', '--watch-preserve-output', 'src/app/start.ts'], {
    STATIC_DIR: '',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'INFO',
  }),
  run('The web application', ['node_modules/vite/bin/vite.js'], { TOCSIN_DEV_SERVER: `http://127.0.0.1:${port}` }),
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => children.map((child) => child.kill(signal)));
