import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { API } from '../edges/http/server.ts';
import { BUILT_WEB } from './config/config.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Nothing but our own files, no inline script or style, in no frame. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The names of these carry a hash of what is in them. */
const FOREVER = { immutable: true, maxAge: '365d' };

/** Addresses that are registered at providers: the predecessor's, and what other products use. */
const CALLBACKS = ['/implicit/callback', '/callback'];

/** A provider sends browsers to a page; who is signed in is found out by the API, whether the pages are served here or elsewhere. */
export function sendCallbacksOn(server: FastifyInstance): void {
  for (const path of CALLBACKS) {
    server.get(path, async (request, reply) =>
      reply
        .headers({ 'cache-control': 'no-store', location: `${API}/sign-in/callback?${request.url.split('?')[1] ?? ''}` })
        .code(303)
        .send(),
    );
  }
}

/** The one page of the web application; what it shows is decided in the browser. */
export const pageIn = (folder: string): string => readFileSync(join(folder, 'index.html'), 'utf8');

/** Serves the built web application; every address that is no file of its own is a page of the application. */
export async function serveWeb(server: FastifyInstance, folder: string): Promise<void> {
  await server.register(fastifyStatic, { root: folder, serve: false });
  const page = pageIn(folder);
  server.get('/*', async (request, reply) => {
    const path = decodeURI(request.url.split('?')[0] ?? '/');
    if (path.startsWith('/api/')) return reply.callNotFound();
    if (statSync(join(folder, path), { throwIfNoEntry: false })?.isFile())
      return reply.sendFile(path.slice(1), path.startsWith('/assets/') ? FOREVER : {});
    if (path.startsWith('/assets/')) return reply.header('cache-control', 'no-store').callNotFound();
    return sendPage(reply, page);
  });
}

const sendPage = (reply: FastifyReply, page: string) =>
  reply.headers({ 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-cache' }).type('text/html; charset=utf-8').send(page);

/** Whether the built application is missing or older than its source, as after an update. */
function isOutdated(folder: string): boolean {
  const built = join(folder, 'index.html');
  if (!existsSync(built)) return true;
  const time = statSync(built).mtimeMs;
  const sources = [
    ...globSync('src/web/**/*.{ts,tsx,css,html,svg}', { cwd: ROOT, exclude: (name) => basename(name) === 'node_modules' }),
    'package-lock.json',
  ];
  return sources.some((file) => (statSync(join(ROOT, file), { throwIfNoEntry: false })?.mtimeMs ?? 0) > time);
}

/**
 * Builds the web application when it is missing or outdated.
 * @returns what went wrong, or undefined
 */
export async function buildWebIfNeeded(folder: string, onProgress: (message: string) => void): Promise<string | undefined> {
  if (folder !== BUILT_WEB || !existsSync(join(ROOT, 'src/web')) || !isOutdated(folder)) return undefined;
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  if (!existsSync(vite))
    return existsSync(folder)
      ? undefined
      : 'The web application is not built, and the tools to build it are not installed: run `npm ci`, then `npm run build`.';
  onProgress('Building the web application …');
  // Built beside and renamed: whoever is served meanwhile gets the old one or the new one, never half of it.
  const unfinished = `${folder}-${process.pid}`;
  const said: string[] = [];
  const child = spawn(process.execPath, [vite, 'build', '--outDir', unfinished, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: ROOT,
    // Whatever the caller runs in: with another value React's slow development half is built in, twice the size.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const abandon = () => {
    child.kill();
    rmSync(unfinished, { recursive: true, force: true });
  };
  process.once('exit', abandon);
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const code = await new Promise<number | null>((done) => child.on('error', () => done(1)).on('close', done));
  process.off('exit', abandon);
  if (code !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    return `The web application could not be built:\n${said.join('').trim()}`;
  }
  const old = `${folder}-old-${process.pid}`;
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(unfinished, folder);
  rmSync(old, { recursive: true, force: true });
  return undefined;
}
