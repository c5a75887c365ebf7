import { expect, test } from 'vitest';
import { anOrganization, asUser, inject } from '../../../test/harness.ts';
import { BARE, KINDS } from '../participants/fixtures.ts';

test.each(KINDS)('recommendations for an open %s say why there are none', async (kind) => {
  const { ctx, project } = await anOrganization();
  const { id } = await BARE[kind](ctx, project.id);
  const path = `/{organization}/tags/recommendations/${project.id}/${kind}/${id}`;
  const answer = await inject(await asUser(ctx, 'Member'), { method: 'GET', path });
  expect(answer.json()).toEqual({ recommendations: [], error_message: expect.any(String) });
});

test.each(KINDS)('about a restricted %s only those are answered who see it', async (kind) => {
  const { ctx, project } = await anOrganization();
  const { id } = await BARE[kind](ctx, project.id, { visibility: 'Restricted' });
  const asked = async (who: typeof ctx, about: number) =>
    (await inject(who, { method: 'GET', path: `/{organization}/tags/recommendations/${project.id}/${kind}/${about}` })).status;
  const stranger = await asUser(ctx, 'Member');
  expect([await asked(stranger, id), await asked(stranger, 2_000_000_000), await asked(ctx, id)]).toEqual([403, 403, 200]);
});
