import { sql } from 'kysely';
import Type from 'typebox';
import type { System } from '../core/context.ts';
import { unavailable } from '../core/errors.ts';
import { type Route, route } from '../edges/http/route.ts';
import { migrations } from './database/migrate.ts';

const Ok = Type.Object({ status: Type.String() });
const DATABASE_MS = 3000;

/** Liveness: the process answers. A restart would not mend a database that is away, so it is not asked. */
export const healthcheck = route({
  method: 'get',
  path: '/healthcheck',
  tag: 'health',
  summary: 'Says that the process lives',
  access: 'public',
  answer: Ok,
  handle: async () => ({ status: 'ok' }),
});

const Ready = Type.Object({
  status: Type.String(),
  sign_in: Type.Enum(['ok', 'unavailable'], { description: 'unavailable: the identity provider does not answer; open sessions go on' }),
});

/**
 * Readiness: requests can be answered: the database is there and has this version's schema. A provider that is away is said and is no
 * failure: whoever is signed in must still reach their incident.
 */
export const readiness = route({
  method: 'get',
  path: '/readiness',
  tag: 'health',
  summary: 'Says whether requests can be answered: database and schema; and whether the identity provider answers',
  access: 'public',
  errors: [503],
  answer: Ready,
  handle: async (ctx) => {
    const [ready = true] = await Promise.all([ctx.provider?.isReady?.(), requireDatabase(ctx)]);
    return { status: 'ok', sign_in: ready ? 'ok' : 'unavailable' };
  },
});

export const routes: Route[] = [healthcheck, readiness];

async function requireDatabase({ db }: Pick<System, 'db'>) {
  const names = migrations().map(({ name }) => name);
  const asked = sql<{ missing: number }>`
    select (select count(*)::int from unnest(${names}::text[]) wanted where wanted not in (select name from migrations)) as missing`.execute(
    db,
  );
  const late = AbortSignal.timeout(DATABASE_MS);
  const answer = await Promise.race([
    asked.catch((cause) => Promise.reject(unavailable('The database does not answer.', cause))),
    new Promise<never>((_, reject) => late.addEventListener('abort', () => reject(unavailable('The database does not answer.')))),
  ]);
  if (answer.rows[0]?.missing) throw unavailable('The database waits for its migrations; run `tocsin database upgrade`.');
}
