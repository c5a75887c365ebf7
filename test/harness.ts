import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { LightMyRequestResponse } from 'fastify';
import { sql } from 'kysely';
import pino from 'pino';
import { authenticateRequest } from '../src/app/authentication.ts';
import { hostFor } from '../src/app/host.ts';
import { plugins } from '../src/app/plugins.ts';
import { trialProvider } from '../src/app/provider.ts';
import { type Context, NOWHERE, type Settings, SYSTEM_ACTOR, type System, type Tenant } from '../src/core/context.ts';
import { createDatabase, transaction } from '../src/core/db.ts';
import { NO_METRICS } from '../src/core/metrics.ts';
import type { Role } from '../src/core/roles.ts';
import { NO_SCOPES, scopesOf } from '../src/core/scopes.ts';
import { runJobs as runReadyJobs, type Work } from '../src/core/worker.ts';
import type { Route } from '../src/edges/http/route.ts';
import { createHttpServer } from '../src/edges/http/server.ts';
import { addMember, createUser, grantInstance, issueToken } from '../src/features/auth/index.ts';
import { claimInvitation } from '../src/features/invitations/index.ts';
import { createOrganization } from '../src/features/organizations/index.ts';
import { registerCatalogue } from '../src/features/plugins/index.ts';
import { cloneDatabase } from './database.ts';
import { testSettings } from './settings.ts';

/** A Monday morning; every system of a test starts there. */
const START = new Date('2026-01-05T09:00:00.000Z');

export type Clock = {
  set(at: Date | string): void;
  /** @param ms any sum of `MINUTE`, `HOUR` and `DAY` */
  advance(ms: number): void;
};

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type TestSystem = System & { clock: Clock; pool: ReturnType<typeof createDatabase>['pool'] };

let database: Promise<ReturnType<typeof createDatabase>> | undefined;

const newDatabase = () => cloneDatabase(`test_${process.pid}_${randomBytes(4).toString('hex')}`).then((url) => createDatabase(url));

/** One database per test process; every test makes its own organization in it. */
function ownDatabase() {
  database ??= newDatabase();
  return database;
}

type More = Partial<Pick<System, 'plugins' | 'hostFor' | 'inviteDeliveries'>> & {
  settings?: Partial<Settings>;
  /** a database that no other test sees, for tests that fill tables or settings by hand */
  alone?: boolean;
};

/** A system of its own: the clock stands still until the test moves it. */
export async function aSystem(more: More = {}): Promise<TestSystem> {
  const { db, pool } = await (more.alone ? newDatabase() : ownDatabase());
  let now = START;
  const clock: Clock = {
    set: (at) => {
      now = new Date(at);
    },
    advance: (ms) => {
      now = new Date(now.getTime() + ms);
    },
  };
  const system: TestSystem = {
    db,
    pool,
    clock,
    now: () => now,
    log: pino({ level: 'silent' }),
    metrics: NO_METRICS,
    plugins: more.plugins ?? plugins,
    hostFor: more.hostFor ?? hostFor,
    trialProvider: trialProvider('https://tocsin.test'),
    inviteDeliveries: more.inviteDeliveries ?? [],
    claimInvitation,
    settings: { ...testSettings(dataFolder()), ...more.settings },
  };
  await catalogue(system, more.plugins !== undefined || more.alone === true);
  return system;
}

let registered: Promise<void> | undefined;

/** As at the start of the server: projects are given instances of what is in the catalogue. */
function catalogue(system: System, isSpecial: boolean): Promise<void> {
  if (isSpecial) return registerCatalogue({ ...system, plugins: [...new Set([...plugins, ...system.plugins])] });
  registered ??= registerCatalogue({ ...system, plugins });
  return registered;
}

let folder: string | undefined;

function dataFolder(): string {
  if (!folder) {
    const made = mkdtempSync(join(tmpdir(), 'tocsin-test-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  return folder;
}

export type TestOrganization = {
  system: TestSystem;
  clock: Clock;
  /** acts as the Owner */
  ctx: Context;
  tenant: Tenant;
  project: { id: number; name: string };
  owner: { id: number; email: string };
};

/** An organization with its default project and an Owner, nothing shared with other tests. */
export async function anOrganization(given?: TestSystem): Promise<TestOrganization> {
  const system = given ?? (await aSystem());
  const name = `Test ${randomBytes(5).toString('hex')}`;
  const outside: Context = { ...system, actor: SYSTEM_ACTOR, tenant: NOWHERE };
  const id = await transaction(outside, (tx) => createOrganization(tx, { name }));
  const { slug } = await system.db.selectFrom('organizations').select('slug').where('id', '=', id).executeTakeFirstOrThrow();
  const tenant: Tenant = { id, slug, name };
  const project = await system.db
    .selectFrom('projects')
    .select(['id', 'name'])
    .where('organization_id', '=', id)
    .where('default', '=', true)
    .executeTakeFirstOrThrow();
  const ctx = await asUser({ ...outside, tenant }, 'Owner');
  return { system, clock: system.clock, ctx, tenant, project, owner: { id: ctx.actor.userId, email: ctx.actor.email } };
}

/** A new user of the context's organization, acting. Without a role: somebody who is no member. */
export async function asUser(
  ctx: Context,
  role: Role | undefined,
  email = `${(role ?? 'stranger').toLowerCase()}-${randomBytes(5).toString('hex')}@example.com`,
): Promise<Context> {
  const userId = await transaction(ctx, async (tx) => {
    const created = await createUser(tx, { email, password: null });
    if (role) await addMember(tx, { userId: created, organizationId: tx.tenant.id, role, source: 'import' });
    return created;
  });
  return { ...ctx, actor: { kind: 'user', userId, email, role, scopes: role ? scopesOf({ role, isReadOnly: false }) : NO_SCOPES } };
}

/** A new member of the context's organization who sees everything that members see and changes nothing. */
export async function asViewer(ctx: Context): Promise<Context> {
  const viewer = await asUser(ctx, 'Member', `viewer-${randomBytes(5).toString('hex')}@example.com`);
  await sql`update organization_members set read_only = true where dispatch_user_id = ${viewer.actor.userId}`.execute(ctx.db);
  return { ...viewer, actor: { ...viewer.actor, scopes: scopesOf({ role: 'Member', isReadOnly: true }) } };
}

/** Lets the context's user do what only whoever looks after the installation may. */
export const administersInstallation = (ctx: Context) => grantInstance(ctx, ctx.actor.userId);

/** Switches a plug-in on in every project of the context's organization. */
export async function enablePlugin(ctx: Context, slug: string): Promise<void> {
  await ctx.db
    .updateTable('plugin_instances')
    .set({ enabled: true })
    .where('organization_id', '=', ctx.tenant.id)
    .where('plugin_id', 'in', (query) => query.selectFrom('plugins').select('id').where('slug', '=', slug))
    .execute();
}

/** The installation itself, in the organization of the context. */
export const asSystem = (ctx: Context): Context => ({ ...ctx, actor: SYSTEM_ACTOR });

/**
 * Runs whatever is ready in the context's organization, and what that makes ready, until nothing is.
 * @param only default: the jobs and flows of all features
 * @returns how many jobs ran
 */
export async function runJobs(ctx: Context, only?: Work): Promise<number> {
  const work = only ?? (await import('../src/app/work.ts')).work;
  return runReadyJobs(ctx, work, { organizationId: ctx.tenant.id });
}

type HttpRequest = { method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; path: string; body?: unknown; headers?: Record<string, string> };

/**
 * Sends one request through the whole HTTP stack as the context's user.
 * An answer that the contract does not describe fails the test.
 * @param only default: the routes of all features
 * @param request.path below `/api/v1`; `{organization}` becomes the context's; an absolute one (`/api/v1/…`) stays as it is
 */
export async function inject(ctx: Context, { method, path, body, headers }: HttpRequest, only?: Route[]) {
  const routes = only ?? (await import('../src/app/routes.ts')).routes;
  const server = await createHttpServer(ctx, routes, authenticateRequest);
  try {
    const token = ctx.actor.kind === 'user' && ctx.actor.email ? await issueToken(ctx, ctx.actor.email) : undefined;
    const at = path.replace('{organization}', ctx.tenant.slug);
    const url = at.startsWith('/api/') ? at : `/api/v1${at}`;
    const answer = await server.inject({
      method,
      url,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { payload: body as object }),
    });
    if (!only && url.startsWith('/api/v1/')) await assertDocumented(method, url, answer);
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      json: <T = Record<string, unknown>>() => answer.json() as T,
    };
  } finally {
    await server.close();
  }
}

async function assertDocumented(method: string, url: string, answer: LightMyRequestResponse) {
  const { differences, operationAt } = await import('./contract/document.ts');
  const operation = operationAt(method, url.slice('/api/v1'.length));
  const contentType = String(answer.headers['content-type'] ?? '');
  const text = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(answer.rawPayload).toString() : answer.body;
  if (operation) assert.deepEqual(differences(operation, { status: answer.statusCode, contentType, text }), []);
}
