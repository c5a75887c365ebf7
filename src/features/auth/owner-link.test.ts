import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { cloneDatabase } from '../../../test/database.ts';
import { anOrganization, aSystem, asSystem, DAY, inject } from '../../../test/harness.ts';
import { type Context, NOBODY, NOWHERE } from '../../core/context.ts';
import { createDatabase, transaction } from '../../core/db.ts';
import { ensureDefaultOrganization } from '../organizations/index.ts';
import { createOwnerLink, needsOwner } from './index.ts';

/** An installation of its own, which nobody owns yet. */
async function aNewInstallation() {
  const { db, close } = createDatabase(await cloneDatabase(`test_owner_${randomBytes(4).toString('hex')}`), { max: 2 });
  const system = { ...(await aSystem()), db };
  const nobody: Context = {
    ...system,
    actor: NOBODY,
    tenant: NOWHERE,
  };
  await transaction(asSystem(nobody), ensureDefaultOrganization);
  return { system, nobody, close };
}

const claim = (ctx: Context, token: string) =>
  inject(ctx, { method: 'POST', path: '/setup/owner', body: { token, email: 'first@example.com', password: 'Correct-Horse-1' } });

test('pain: nobody is Owner after installation: a link makes its opener the Owner, once', async () => {
  const { system, nobody, close } = await aNewInstallation();
  try {
    expect(await needsOwner(system)).toBe(true);
    const token = await createOwnerLink(system);
    const answer = await claim(nobody, token);
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ organization: 'default' });
    const headers = { authorization: `Bearer ${answer.json().token}` };
    expect((await inject(nobody, { method: 'GET', path: '/default/auth/myrole', headers })).text).toBe('"Owner"');
    expect((await inject(nobody, { method: 'GET', path: '/default/projects', headers })).json()).toMatchObject({ total: 1 });
    expect((await claim(nobody, token)).status).toBe(409);
    expect(await needsOwner(system)).toBe(false);
  } finally {
    await close();
  }
});

test('a newer link replaces the older one, and a link does not live for ever', async () => {
  const { system, nobody, close } = await aNewInstallation();
  try {
    const older = await createOwnerLink(system);
    const newer = await createOwnerLink(system);
    expect((await claim(nobody, older)).status).toBe(409);
    system.clock.advance(8 * DAY);
    expect((await claim({ ...nobody, now: system.now }, newer)).status).toBe(409);
  } finally {
    await close();
  }
});

test('a link is of no use once somebody owns the installation, nor when it is made up; owning another organization does not count', async () => {
  const { system, nobody, close } = await aNewInstallation();
  try {
    await anOrganization(system);
    expect(await needsOwner(system)).toBe(true);
    expect((await claim(nobody, 'made up')).status).toBe(409);
    expect((await claim(nobody, await createOwnerLink(system))).status).toBe(200);
    expect((await claim(nobody, await createOwnerLink(system))).status).toBe(409);
  } finally {
    await close();
  }
});
