import bcrypt from 'bcryptjs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { anOrganization, asUser, inject } from '../../../test/harness.ts';
import { verifyPassword } from './index.ts';

const PASSWORD = 'Correct0horse';

/** A member whose password hash came from the predecessor. */
async function anImportedMember(stored: string) {
  const { ctx, tenant } = await anOrganization();
  const { actor } = await asUser(ctx, 'Member');
  await ctx.db.updateTable('users').set({ password: stored }).where('id', '=', actor.userId).execute();
  const signIn = (password: string) =>
    inject(ctx, { method: 'POST', path: `/${tenant.slug}/auth/login`, body: { email: actor.email, password } });
  const read = async () =>
    (await ctx.db.selectFrom('users').select('password').where('id', '=', actor.userId).executeTakeFirst())?.password;
  return { ctx, userId: actor.userId, signIn, read };
}

test.each(['$2b$', '$2a$', '$2y$'])('a password hashed as %s opens, and is stored as argon2id from then on', async (kind) => {
  const { signIn, read } = await anImportedMember((await bcrypt.hash(PASSWORD, 5)).replace('$2b$', kind));
  expect((await signIn(`${PASSWORD}!`)).status).toBe(422);
  expect(await read()).toMatch(/^\$2/);
  expect((await signIn(PASSWORD)).status).toBe(200);
  expect(await read()).toMatch(/^\$argon2id\$/);
  expect((await signIn(PASSWORD)).status).toBe(200);
});

test.each(['', '$2b$12$too-short', 'None', '$1$md5'])('a stored "%s" is no password at all', async (stored) => {
  expect(await verifyPassword('', stored)).toBe(false);
  expect(await verifyPassword('None', stored)).toBe(false);
});

test('of an imported password the first 72 bytes count, as they did where it came from', async () => {
  const long = 'correct horse '.repeat(6);
  const stored = await bcrypt.hash(long, 5);
  expect(await verifyPassword(`${long.slice(0, 72)} and something else`, stored)).toBe(true);
  expect(await verifyPassword(long.slice(0, 71), stored)).toBe(false);
});

test('a password changed while the imported one was verified stays as it was changed', async () => {
  const { ctx, userId, signIn, read } = await anImportedMember(await bcrypt.hash(PASSWORD, 5));
  const signedIn = await ctx.db.transaction().execute(async (tx) => {
    await tx.updateTable('users').set({ password: 'changed' }).where('id', '=', userId).execute();
    const answer = signIn(PASSWORD);
    // The old hash is still what others see; the replacement has to wait for this transaction, and then finds another value.
    const isWaiting = sql`select 1 from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))`;
    while ((await isWaiting.execute(tx)).rows.length === 0);
    return { answer };
  });
  expect((await signedIn.answer).status).toBe(200);
  expect(await read()).toBe('changed');
});
