import type { TSchema } from 'typebox';
import { type Context, NOWHERE, SYSTEM_ACTOR } from '../../src/core/context.ts';
import { transaction } from '../../src/core/db.ts';
import { readInput } from '../../src/core/input.ts';
import { createOwnerLink } from '../../src/features/auth/index.ts';
import { beginTotp, confirmTotp } from '../../src/features/auth/second-factor/enrol-totp.ts';
import { mySessions, startSession } from '../../src/features/auth/sessions.ts';
import { storedPassword } from '../../src/features/auth/sign-in.ts';
import { createChallenge } from '../../src/features/challenges/index.ts';
import { ensureKeys } from '../../src/features/invitation-keys/index.ts';
import { copyInvitationLink, inviteUser } from '../../src/features/invitations/index.ts';
import { pagePerson } from '../../src/features/oncall/index.ts';
import { createOrganization } from '../../src/features/organizations/index.ts';
import { createResetLink } from '../../src/features/password-reset/index.ts';
import { anAuthenticator } from '../authenticator.ts';
import { enablePlugin } from '../harness.ts';
import { codeOf } from '../people-with-browsers.ts';
import type { Caller } from './callers.ts';
import type { Furniture } from './furnish.ts';

/*
 * What must be sent, and what must have happened before, for an operation to succeed: only where furnishing and reading leave it open.
 */

type Body = Record<string, unknown>;
export type Situation = { owner: Caller; ctx: Context; furniture: Furniture };

const PASSWORD = 'Correct-horse-7';
const NEW_PASSWORD = 'Battery-staple-8';

/** Of a browser that has asked for none. */
const NO_OPTIONS = { challenge: 'bm90aGluZw', rp: { id: 'tocsin.test' }, rpId: 'tocsin.test' };

/** Bodies of operations that neither make nor replace a piece of furniture as it reads. */
const BODIES: Record<string, (furniture: Furniture) => unknown> = {
  'POST /{organization}/incidents/{incident_id}/report/executive': () => ({ current_status: 'fine', overview: 'all', next_steps: 'none' }),
  'POST /{organization}/incidents/{incident_id}/exportTimeline': () => ({ incidentDocument: true, timezone: 'UTC' }),
  'POST /{organization}/incidents/{incident_id}/files': () => Buffer.from('the bytes of a file'),
  'POST /{organization}/cases/{case_id}/files': () => Buffer.from('the bytes of a file'),
  'PATCH /{organization}/incidents/{incident_id}/event': ({ event_uuid }) => ({ uuid: event_uuid, description: 'Corrected' }),
  'PATCH /{organization}/cases/{case_id}/event': ({ case_event_uuid }) => ({ uuid: case_event_uuid, description: 'Corrected' }),
  'POST /{organization}/cases/{case_id}/exportTimeline': () => ({ caseDocument: true, timezone: 'UTC' }),
  'PUT /{organization}/incidents/{incident_id}/roles': ({ email, role }) => ({ email, role }),
  'PUT /{organization}/cases/{case_id}/roles': ({ email }) => ({ email, role: 'Assignee' }),
  'PUT /{organization}/services/{service_id}/rotation': ({ individual_contact_id }) => ({
    starts_at: '2026-01-05T09:00:00Z',
    shift_hours: 24,
    people: [{ id: individual_contact_id }],
  }),
  'POST /{organization}/users/{user_id}/change-password': () => ({ current_password: PASSWORD, new_password: NEW_PASSWORD }),
  'POST /{organization}/users/{user_id}/reset-password': () => ({ new_password: NEW_PASSWORD }),
  'POST /{organization}/auth/login': () => ({ email: 'with-password@example.com', password: PASSWORD }),
  'POST /auth0/claim': () => ({ invite_token: 'x', subject: 'auth0|1', email: 'jo@example.com', email_verified: true }),
  'POST /sign-in/set-up/examine': () => ({ issuer: 'http://127.0.0.1:9', client_id: 'tocsin' }),
  'POST /sign-in/set-up/trial': () => ({ issuer: 'http://127.0.0.1:9', client_id: 'tocsin' }),
  'POST /sign-in/password': () => ({ email: 'with-password@example.com', password: PASSWORD }),
  'POST /sign-in/forgotten': () => ({ email: 'with-password@example.com' }),
  'POST /sign-in/second-factor': () => ({ code: '123456' }),
  'POST /{organization}/audit-log/export': () => ({ password: PASSWORD }),
  'POST /my-account/second-factor/passkeys/begin': () => ({ password: PASSWORD }),
  'POST /my-account/second-factor/passkeys': () => ({ name: 'Laptop', credential: anAuthenticator().create(NO_OPTIONS) }),
  'PATCH /my-account/second-factor/passkeys/{passkey_id}': () => ({ name: 'Laptop' }),
  'POST /my-account/second-factor/passkeys/{passkey_id}/remove': () => ({ password: PASSWORD }),
  'POST /sign-in/passkey': () => ({ credential: anAuthenticator().get(NO_OPTIONS) }),
  'POST /my-account/second-factor/totp': () => ({ password: PASSWORD }),
  'POST /my-account/second-factor/totp/confirm': () => ({ code: '123456' }),
  'POST /my-account/second-factor/totp/remove': () => ({ password: PASSWORD }),
  'POST /my-account/second-factor/recovery-codes': () => ({ password: PASSWORD }),
  'POST /{organization}/auth/register': () => ({ email: 'registered@example.com', password: PASSWORD }),
  'POST /{organization}/entity': ({ entity_type_id, projectName }) => ({
    value: 'another value',
    entity_type: { id: entity_type_id },
    project: { name: projectName },
  }),
  'POST /{organization}/entity_type/{case_id}': ({ projectName }) => ({
    name: 'Found in a case',
    jpath: '$.words',
    project: { name: projectName },
  }),
  'PUT /{organization}/signals/update/{signal_id}': () => ({ name: 'Renamed', owner: 'somebody' }),
  'PUT /{organization}/cases/{case_id}/engagements/{signal_engagement_request_id}': () => ({ status: 'Denied', context: 'I was asleep' }),
  'POST /{organization}/service_feedback': () => ({ feedback: 'A quiet week', hours: 2 }),
};

export const givenBody = (name: string, furniture: Furniture): unknown => BODIES[name]?.(furniture);

const done = async (owner: Caller, ...request: Parameters<Caller['send']>) => {
  const answer = await owner.send(...request);
  if (answer.status !== 200) throw new Error(`${request[0]} ${request[1]} answered ${answer.status} ${answer.text}`);
  return answer;
};

const CHALLENGE = 'signal-engagement-confirmation';

/** Somebody has asked the owner to confirm something. */
async function challenged(ctx: Context, { project_id }: Furniture): Promise<{ challengeId: string }> {
  const projectId = Number(project_id);
  await enablePlugin(ctx, 'dispatch-auth-mfa');
  const continuation = { job: 'confirm-engagement', payload: {} };
  const wanted = { projectId, userId: ctx.actor.userId, action: CHALLENGE, title: 'Was this you?', continuation };
  return transaction(ctx, (tx) => createChallenge(tx, wanted));
}

/** The step that is retried has failed. */
const failed =
  (column: 'incident_id' | 'case_id') =>
  async ({ ctx, furniture }: Situation): Promise<undefined> => {
    await ctx.db
      .updateTable('jobs')
      .set({ status: 'failed' })
      .where(column, '=', Number(furniture[column]))
      .where('step', '=', String(furniture.step))
      .execute();
  };

/** Who owns this one owns the installation. */
async function ofTheFirstOrganization({ ctx }: Pick<Situation, 'ctx'>): Promise<undefined> {
  await ctx.db.updateTable('organizations').set({ default: false }).execute();
  await ctx.db.updateTable('organizations').set({ default: true }).where('id', '=', ctx.tenant.id).execute();
}

/** The caller has a password. */
async function withPassword({ ctx }: Situation): Promise<undefined> {
  const password = await storedPassword(ctx, PASSWORD, { email: ctx.actor.email });
  await ctx.db.updateTable('users').set({ password }).where('id', '=', ctx.actor.userId).execute();
}

/** The caller has an application that shows codes. @returns the one it shows */
async function withSecret(situation: Situation): Promise<string> {
  await withPassword(situation);
  const { secret } = await beginTotp(situation.ctx, { password: PASSWORD });
  return codeOf(secret, situation.ctx.now());
}

async function withFactor(situation: Situation): Promise<undefined> {
  await confirmTotp(situation.ctx, { code: await withSecret(situation) });
}

async function withPasskey(situation: Situation): Promise<{ furniture: Furniture }> {
  await withPassword(situation);
  const { ctx } = situation;
  const key = { credential_id: 'any', public_key: 'any', counter: 0, transports: [], name: 'Laptop', created_at: ctx.now() };
  const { id } = await ctx.db
    .insertInto('passkeys')
    .values({ dispatch_user_id: ctx.actor.userId, ...key })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { furniture: { passkey_id: id } };
}

/** A link to another organization, for somebody who has none of it yet. */
async function invitedElsewhere(ctx: Context, email = 'somebody-new@example.com') {
  await ensureKeys(ctx);
  const outside: Context = { ...ctx, actor: SYSTEM_ACTOR, tenant: NOWHERE };
  const id = await transaction(outside, (tx) => createOrganization(tx, { name: 'Another place' }));
  const inside: Context = { ...outside, tenant: { id, slug: 'another_place', name: 'Another place' } };
  const invitation = await inviteUser(inside, { email, roles: ['write'], deliver: false });
  const link = () => copyInvitationLink(inside, `inv_${invitation.uid}`);
  return { token: (await link()).url.split('=')[1] as string, again: link };
}

/**
 * What happens before, as part of what is undone afterwards. May say what is named in the path instead of the furniture, or what is sent
 * instead of the body.
 */
const BEFORE: Record<string, (situation: Situation) => Promise<{ furniture?: Furniture; body?: unknown } | undefined>> = {
  'POST /setup/owner': async ({ ctx }) => {
    // An installation that nobody owns yet.
    await ofTheFirstOrganization({ ctx });
    await ctx.db.deleteFrom('organization_members').where('organization_id', '=', ctx.tenant.id).execute();
    return { body: { token: await createOwnerLink(ctx), email: 'first-owner@example.com', password: PASSWORD } };
  },
  'POST /{organization}/email_template': async ({ owner, furniture: { email_template_id } }) => {
    await done(owner, 'DELETE', `/{organization}/email_template/${email_template_id}`);
    return undefined;
  },
  'POST /{organization}/auth/login': async ({ owner }) => {
    await done(owner, 'POST', '/{organization}/users', { email: 'with-password@example.com', password: PASSWORD, role: 'Member' });
    return undefined;
  },
  'POST /{organization}/users/{user_id}/change-password': async ({ owner, furniture: { user_id } }) => {
    await done(owner, 'POST', `/{organization}/users/${user_id}/reset-password`, { new_password: PASSWORD });
    return undefined;
  },
  'DELETE /{organization}/incidents/{incident_id}/remove/{email}': async ({ owner, furniture: { incident_id } }) => {
    await done(owner, 'POST', `/{organization}/incidents/${incident_id}/add/somebody@example.com`);
    return { furniture: { email: 'somebody@example.com' } };
  },
  'DELETE /{organization}/cases/{case_id}/remove/{email}': async ({ owner, furniture: { case_id } }) => {
    await done(owner, 'POST', `/{organization}/cases/${case_id}/add/somebody@example.com`);
    return { furniture: { email: 'somebody@example.com' } };
  },
  'POST /{organization}/incidents/{incident_id}/flow/{step}/retry': failed('incident_id'),
  'POST /{organization}/cases/{case_id}/flow/{step}/retry': failed('case_id'),
  'DELETE /my-account/sessions/{session_id}': async ({ ctx }) => {
    await startSession(ctx, { userId: ctx.actor.userId, method: 'password', address: '192.0.2.1', agent: 'test' });
    return { furniture: { session_id: (await mySessions(ctx)).items[0]?.id ?? 0 } };
  },
  ...Object.fromEntries(
    ['GET /sign-in/set-up', 'POST /sign-in/set-up/examine', 'POST /sign-in/set-up/trial'].map((name) => [name, ofTheFirstOrganization]),
  ),
  'POST /sign-in/password': async ({ owner }) => {
    await done(owner, 'POST', '/{organization}/users', { email: 'with-password@example.com', password: PASSWORD, role: 'Member' });
    return undefined;
  },
  'POST /invitation': async ({ ctx }) => ({ body: { invite_token: (await invitedElsewhere(ctx)).token } }),
  'POST /invitation/accept': async ({ ctx }) => ({ body: { invite_token: (await invitedElsewhere(ctx, ctx.actor.email)).token } }),
  'POST /invitation/account': async ({ ctx }) => ({ body: { invite_token: (await invitedElsewhere(ctx)).token, password: NEW_PASSWORD } }),
  'POST /invitation/decline': async ({ ctx }) => ({ body: { invite_token: (await invitedElsewhere(ctx, ctx.actor.email)).token } }),
  'POST /invitation/ask-again': async ({ ctx }) => {
    const { token, again } = await invitedElsewhere(ctx);
    await again();
    return { body: { invite_token: token } };
  },
  'POST /sign-in/reset': async ({ ctx }) => {
    const link = await createResetLink(ctx, ctx.actor.userId);
    return { body: { token: link.split('#')[1], password: NEW_PASSWORD } };
  },
  'POST /{organization}/auth/mfa': async ({ ctx, furniture }) => {
    const { challengeId } = await challenged(ctx, furniture);
    return { body: { action: CHALLENGE, project_id: furniture.project_id, challenge_id: challengeId, decision: 'approve' } };
  },
  'GET /{organization}/auth/mfa/challenges/{challenge_id}': async ({ ctx, furniture }) => ({
    furniture: { challenge_id: (await challenged(ctx, furniture)).challengeId },
  }),
  'POST /{organization}/audit-log/export': withPassword,
  'POST /my-account/second-factor/passkeys/begin': withPassword,
  'PATCH /my-account/second-factor/passkeys/{passkey_id}': withPasskey,
  'POST /my-account/second-factor/passkeys/{passkey_id}/remove': withPasskey,
  'POST /my-account/second-factor/totp': withPassword,
  'POST /my-account/second-factor/totp/confirm': async (situation) => ({ body: { code: await withSecret(situation) } }),
  'POST /my-account/second-factor/totp/remove': withFactor,
  'POST /my-account/second-factor/recovery-codes': withFactor,
  'POST /{organization}/pages/{page_id}/acknowledge': async ({ ctx, owner, furniture: { incident_id } }) => {
    const page = { key: 'furniture', title: 'Disk full', message: 'It is.', email: ctx.actor.email };
    await pagePerson(ctx, { ...page, subject: { kind: 'incident', id: Number(incident_id) } });
    const { items } = (await done(owner, 'GET', '/{organization}/pages')).json<{ items: { id: number }[] }>();
    return { furniture: { page_id: items[0]?.id ?? 0 } };
  },
};

/** Whether something must have happened before the operation can succeed. */
export const isPrepared = (name: string) => name in BEFORE;

export const before = async (name: string, situation: Situation) => (await BEFORE[name]?.(situation)) ?? {};

/** Operations that do not succeed in the installation of these tests, and what they answer instead. */
export const REFUSED: Record<string, number> = {
  // Nobody has shared a secret with Auth0 here.
  'POST /auth0/claim': 404,
  // Whoever asks there has no browser with a sign-in that waits.
  'POST /sign-in/second-factor': 400,
  'POST /sign-in/second-factor/passkey/begin': 400,
  // Nor one that asked for a passkey.
  'POST /sign-in/passkey': 400,
  'POST /my-account/second-factor/passkeys': 400,
  // Passwords sign people in here: no browser is sent anywhere.
  'GET /sign-in/provider': 404,
  // Nobody answers at the made-up issuer.
  'POST /sign-in/set-up/trial': 422,
};

/** Keys that no two records share, as far as they are texts of their own. */
const OWN = /^(name|text|value|email|slug|title|external_id|resource_id|resource_type|identity)$/;

/** The same again under another name, so that it does not collide with what is there. */
export const renamed = (body: Body): Body =>
  Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, OWN.test(key) && typeof value === 'string' ? other(key, value) : value]),
  );

const other = (key: string, value: string) => (key === 'email' ? `another-${value}` : key.includes('_') ? `${value}-2` : `${value} again`);

type Schema = TSchema & { properties?: Record<string, TSchema>; required?: string[] };

const WRONG: unknown[] = [{}, [], 'no such value', -1.5, true, { x: [] }, ['x']];

/** The body with each of its keys replaced by something the key cannot be; keys that may be anything stay. */
export function spoiled(schema: TSchema, body: Body): { body: Body; keys: string[] } {
  const wrong = Object.entries((schema as Schema).properties ?? {}).flatMap(([key, one]) => {
    const value = WRONG.find((candidate) => readInput(one, candidate, []).problems.length > 0);
    return value === undefined ? [] : [[key, value] as const];
  });
  return { body: { ...body, ...Object.fromEntries(wrong) }, keys: wrong.map(([key]) => key) };
}

/** Keys that a whole body must have. */
export const requiredKeys = (schema: TSchema): string[] => {
  const { problems } = readInput(schema, {}, []);
  return ((schema as Schema).required ?? []).filter((key) => problems.some(({ type, loc }) => type === 'missing' && loc[0] === key));
};
