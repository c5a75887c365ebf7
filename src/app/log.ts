import pino, { type DestinationStream, type Logger } from 'pino';
import type { Config } from './config/config.ts';
import { createErrorReports } from './error-reports.ts';
import { tagsOf } from './tags.ts';

const ERROR = pino.levels.values.error as number;

/** The log goes to standard error: standard output belongs to what a command was asked for. Errors are reported where that is configured. */
export async function openLog(
  config: Config,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Promise<{ log: Logger; close(): Promise<unknown> }> {
  const { logLevel, values } = config;
  const reports = await createErrorReports(config);
  const log = pino(
    {
      level: logLevel,
      base: tagsOf(values.ENV_TAGS),
      ...(reports && {
        hooks: {
          logMethod(given, write, level) {
            const [fields, message] = given as unknown[];
            if (level >= ERROR) {
              if (typeof fields === 'object' && fields) reports.report(fields, String(message ?? ''));
              else reports.report({}, String(fields));
            }
            write.apply(this, given);
          },
        },
      }),
    },
    destination,
  );
  return { log, close: async () => reports?.close() };
}
