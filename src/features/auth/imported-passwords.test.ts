import bcrypt from 'bcryptjs';
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
  return { signIn, read };
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
