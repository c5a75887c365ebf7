import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { anOrganization, aSystem, asSystem, asUser, inject, runJobs } from '../../../test/harness.ts';
import { NOBODY, NOWHERE } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import type { ProvenIdentity } from '../../plugin-sdk/authentication.ts';
import { ensureDefaultOrganization } from '../organizations/index.ts';
import { admit } from './admit.ts';
import { authenticate } from './index.ts';

const ISSUER = 'https://id.example.com';

const aPerson = (more: Partial<ProvenIdentity> = {}): ProvenIdentity => {
  const name = randomBytes(5).toString('hex');
  return { issuer: ISSUER, subject: `sub-${name}`, email: `${name}@example.com`, emailVerified: true, ...more };
};

/** A request whose provider proves that it is from this person. */
const asks = (identity: ProvenIdentity | undefined) => ({
  request: { headers: {}, peer: '192.0.2.1', method: 'GET' },
  provider: { slug: 'test', identify: async () => identity },
});

const usersOf = async (system: Awaited<ReturnType<typeof aSystem>>, email: string) =>
  system.db.selectFrom('users').select(['id', 'email']).where('email', '=', email).execute();

test('somebody who is a member is let in, and is known by the name their provider has for them from then on', async () => {
  const { ctx, system, tenant } = await anOrganization();
  const person = aPerson();
  const member = await asUser(ctx, 'Admin', person.email);
  const first = asks({ ...person, email: person.email.toUpperCase() });
  expect(await authenticate({ ...system, provider: first.provider }, first.request, tenant.slug)).toMatchObject({
    userId: member.actor.userId,
    role: 'Admin',
  });
});

test('INV-50: another address at the provider is shown from now on; memberships and what they take part in stay theirs', async () => {
  const { ctx, system, tenant, project } = await anOrganization();
  const person = aPerson();
  const member = await asUser(ctx, 'Member', person.email);
  const first = asks(person);
  await authenticate({ ...system, provider: first.provider }, first.request, tenant.slug);
  await sql`insert into individual_contacts (organization_id, project_id, email, name, created_at, updated_at)
    values (${tenant.id}, ${project.id}, ${person.email}, 'Jo', ${ctx.now()}, ${ctx.now()})`.execute(ctx.db);
  const email = `renamed-${person.email}`;
  const signIn = async (more: Partial<ProvenIdentity>) => {
    const later = asks({ ...person, ...more });
    return authenticate({ ...system, provider: later.provider }, later.request, tenant.slug);
  };
  // Nobody has verified it: it is not taken.
  expect(await signIn({ email: `other-${person.email}`, emailVerified: false })).toMatchObject({ email: person.email });
  expect(await signIn({ email })).toMatchObject({ userId: member.actor.userId, email, role: 'Member' });
  await runJobs(ctx);
  const contacts = await sql<{ email: string }>`select email from individual_contacts where organization_id = ${tenant.id}`.execute(ctx.db);
  expect(contacts.rows).toEqual([{ email }]);
  const log = await sql`
    select changes from audit_entries where organization_id = ${tenant.id} and action = 'account.email_changed'`.execute(ctx.db);
  expect(log.rows).toEqual([{ changes: { email: { from: person.email, to: email } } }]);
  // What another account has stays theirs.
  expect(await signIn({ email: ctx.actor.email })).toMatchObject({ userId: member.actor.userId, email });
});

test('being proven lets nobody in and makes no account', async () => {
  const { system } = await anOrganization();
  const person = aPerson();
  await expect(admit(system, person)).rejects.toMatchObject({ code: 'not_invited', message: expect.stringContaining(person.email) });
  expect(await usersOf(system, person.email)).toEqual([]);
});

test('an address that nobody has verified finds no account', async () => {
  const { ctx, system } = await anOrganization();
  const person = aPerson({ emailVerified: false });
  await asUser(ctx, 'Member', person.email);
  await expect(admit(system, person)).rejects.toMatchObject({ code: 'email_not_verified' });
});

test('an address that passed to somebody else does not carry the account along', async () => {
  const { ctx, system } = await anOrganization();
  const person = aPerson();
  await asUser(ctx, 'Owner', person.email);
  await admit(system, person);
  const successor = { ...person, subject: 'somebody else' };
  await expect(admit(system, successor)).rejects.toMatchObject({
    code: 'not_invited',
    message: expect.stringContaining('belongs to another subject'),
  });
});

test('two first requests at once are one person', async () => {
  const { ctx, system } = await anOrganization();
  const person = aPerson();
  const { actor } = await asUser(ctx, 'Member', person.email);
  expect(await Promise.all([1, 2, 3, 4].map(() => admit(system, person)))).toEqual(Array(4).fill({ userId: actor.userId }));
});

test('a disabled account stays closed, whether its person is known or not', async () => {
  const { ctx, system, tenant } = await anOrganization();
  const [known, unknown] = [aPerson(), aPerson()];
  for (const person of [known, unknown]) await asUser(ctx, 'Member', person.email);
  await admit(system, known);
  const emails = [known.email, unknown.email];
  await system.db.updateTable('users').set({ disabled_at: system.now() }).where('email', 'in', emails).execute();
  const asked = asks(known);
  await expect(authenticate({ ...system, provider: asked.provider }, asked.request, tenant.slug)).rejects.toMatchObject({
    kind: 'unauthenticated',
    problems: [{ type: 'account_suspended' }],
  });
  await expect(admit(system, unknown)).rejects.toMatchObject({ code: 'account_suspended' });
});

test('the configured owner of an installation that nobody owns begins without a password', async () => {
  const person = aPerson();
  const system = await aSystem({ alone: true, settings: { ownerEmail: person.email.toUpperCase(), signIn: 'request' } });
  const { ctx } = await anOrganization(system);
  await transaction({ ...asSystem(ctx), tenant: NOWHERE }, ensureDefaultOrganization);
  const asked = asks(person);
  const first = await Promise.all([1, 2, 3].map(() => authenticate({ ...system, provider: asked.provider }, asked.request, 'default')));
  for (const caller of first) expect(caller).toMatchObject({ email: person.email, role: 'Owner' });
  const second = aPerson({ email: person.email, subject: 'another' });
  await expect(admit(system, second)).rejects.toMatchObject({ code: 'not_invited' });
});

test('where a provider signs people in, a password is no way around it', async () => {
  const { ctx, tenant } = await anOrganization(await aSystem({ settings: { signIn: 'request' } }));
  const body = { email: 'ada@example.com', password: 'whatever it is' };
  const answer = await inject(ctx, { method: 'POST', path: `/${tenant.slug}/auth/login`, body });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('signs people in elsewhere');
});

test('INV-15: a token reaches as far as it says, whatever its owner may do', async () => {
  const { ctx, system, tenant, project } = await anOrganization();
  const body = { title: 'Secret', description: 'Not for all.', project, visibility: 'Restricted' };
  const { name } = (await inject(ctx, { method: 'POST', path: '/{organization}/incidents', body })).json<{ name: string }>();
  const person = aPerson();
  await asUser(ctx, 'Admin', person.email);
  const outside = { ...ctx, ...system, tenant, actor: { ...ctx.actor, email: '' } };
  const ask = async (granted: string[] | undefined, method: 'GET' | 'POST', path: string, sent?: object) => {
    const { provider } = asks({ ...person, ...(granted && { granted }) });
    return inject({ ...outside, provider }, { method, path, body: sent });
  };
  const sees = async (granted?: string[]) => (await ask(granted, 'GET', '/{organization}/incidents')).text.includes(name);
  expect([await sees(), await sees(['openid', 'email']), await sees(['read'])]).toEqual([true, true, false]);
  const report = { title: 'Disk', description: 'Full', project };
  expect((await ask(['read'], 'POST', '/{organization}/incidents', report)).status).toBe(403);
  expect((await ask(['write:incidents'], 'POST', '/{organization}/incidents', report)).status).toBe(200);
  expect((await ask(['write:incidents'], 'GET', '/{organization}/incidents')).status).toBe(403);
});

test('ATTACK 23.2: nobody registers by themself unless the installation is open, and then nothing is written', async () => {
  const { ctx, system } = await anOrganization();
  const email = aPerson().email;
  const answer = await inject(
    { ...ctx, actor: NOBODY },
    { method: 'POST', path: `/${ctx.tenant.slug}/auth/register`, body: { email, password: 'several words of a horse' } },
  );
  expect(answer.status).toBe(404);
  expect(await usersOf(system, email)).toEqual([]);
});
