import type { Client } from '@sentry/core';
import type { Config } from './config/config.ts';
import { secretsOf } from './config/show.ts';
import { tagsOf } from './tags.ts';
import { VERSION } from './version.ts';

const SEND_MS = 5000;
const FLUSH_MS = 2000;
/** What of a log line goes along; everything else stays here. */
const KEPT = ['request', 'method', 'path', 'job', 'attempts'] as const;

export type ErrorReports = {
  /** @param fields of the log line */
  report(fields: object, message: string): void;
  /** Waits a moment for what is on its way. */
  close(): Promise<unknown>;
};

/**
 * Sends errors to Sentry, if there is one. Nothing waits for it, and what people have written, who they are and what opens doors stays here:
 * of a request its id, method and path go along, of texts what is left after `scrub`.
 */
export async function createErrorReports(config: Config): Promise<ErrorReports | undefined> {
  const { SENTRY_DSN: dsn, ENV, ENV_TAGS } = config.values;
  if (!dsn) return undefined;
  const [{ createStackParser, createTransport, linkedErrorsIntegration, Scope }, { nodeStackLineParser, ServerRuntimeClient }] =
    await Promise.all([import('@sentry/core'), import('@sentry/core/server')]);
  const clean = scrubber(secretsOf(config));
  const client: Client = new ServerRuntimeClient({
    dsn,
    platform: 'node',
    runtime: { name: 'node', version: process.version },
    environment: ENV,
    release: `tocsin@${VERSION}`,
    integrations: [linkedErrorsIntegration()],
    sendClientReports: false,
    stackParser: createStackParser(nodeStackLineParser()),
    transport: (options) =>
      createTransport(options, async ({ body }) => {
        const answer = await fetch(options.url, {
          method: 'POST',
          body: body as string,
          signal: AbortSignal.timeout(SEND_MS),
          redirect: 'error',
        });
        await answer.arrayBuffer();
        const header = (name: string) => answer.headers.get(name);
        return {
          statusCode: answer.status,
          headers: { 'x-sentry-rate-limits': header('x-sentry-rate-limits'), 'retry-after': header('retry-after') },
        };
      }),
    beforeSend: (event) => cleaned(event, clean),
  });
  client.init();
  const tags = tagsOf(ENV_TAGS);
  return {
    report(fields, message) {
      const { err, ...line } = fields as Record<string, unknown>;
      const scope = new Scope();
      scope.setTags({ ...tags, ...Object.fromEntries(KEPT.filter((name) => name in line).map((name) => [name, String(line[name])])) });
      scope.setExtra('message', message);
      if (err instanceof Error) client.captureException(err, { originalException: err }, scope);
      else client.captureMessage(message, 'error', undefined, scope);
    },
    close: async () => client.close(FLUSH_MS),
  };
}

type Texts = { [key: string]: unknown };

/** Every text of an event, whatever the library puts into it. */
function cleaned<T>(value: T, clean: (text: string) => string): T {
  if (typeof value === 'string') return clean(value) as T;
  if (Array.isArray(value)) return value.map((one) => cleaned(one, clean)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value as Texts).map(([key, one]) => [key, cleaned(one, clean)])) as T;
}

const PATTERNS: readonly [RegExp, string][] = [
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  [/\b(bearer|basic) [\w.~+/=-]+/gi, '$1 [token]'],
  [/(\w+:\/\/)[^\s/@]+@/g, '$1[credentials]@'],
  [/\?[^\s'"]+=[^\s'"]*/g, '?[query]'],
  [/[^\s@<>"'()[\]=:,;/]+@[^\s@<>"'(),;]+\.[a-z]{2,}/gi, '[e-mail]'],
];

/** @param secrets texts that never leave, such as the values of settings */
export function scrubber(secrets: readonly string[]): (text: string) => string {
  const known = [...secrets].sort((one, other) => other.length - one.length);
  return (text) => {
    let left = text;
    for (const secret of known) left = left.replaceAll(secret, '[secret]');
    for (const [pattern, instead] of PATTERNS) left = left.replace(pattern, instead);
    return left;
  };
}
