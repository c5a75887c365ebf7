import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { System } from '../core/context.ts';
import { publishedKeys, readPair } from '../features/invitation-keys/index.ts';
import type { Config } from './config/config.ts';
import { StartupError } from './startup-error.ts';

/** The keys that the configuration brings along. @throws StartupError one that cannot sign invitations, with the remedy */
export async function configuredKeys({ values }: Pick<Config, 'values'>) {
  const { DISPATCH_INVITE_PRIVATE_KEY: pem, DISPATCH_INVITE_KEYS_DIR: folder } = values;
  try {
    const given = pem ? [await readPair(pem.replaceAll('\\n', '\n'), 'DISPATCH_INVITE_PRIVATE_KEY')] : [];
    const files = folder ? filesIn(folder) : [];
    const read = files.map((file) => readPair(readFileSync(file, 'utf8'), `${file} (DISPATCH_INVITE_KEYS_DIR)`));
    return [...given, ...(await Promise.all(read))];
  } catch (cause) {
    throw new StartupError((cause as Error).message, { cause });
  }
}

function filesIn(folder: string): string[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.pem'))
    .sort()
    .map((name) => join(folder, name));
  if (!files.length) throw new Error(`DISPATCH_INVITE_KEYS_DIR: there is no .pem file in ${folder}.`);
  return files;
}

/** Where whoever verifies invitations finds the keys; a page of another site may read them. @source RFC 7517 */
export function servePublicKeys(server: FastifyInstance, system: System): void {
  server.get('/.well-known/jwks.json', async (_request, reply) =>
    reply
      .headers({ 'cache-control': 'public, max-age=600', 'access-control-allow-origin': '*' })
      .type('application/json; charset=utf-8')
      .send(JSON.stringify({ keys: await publishedKeys(system) })),
  );
}
