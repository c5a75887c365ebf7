import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { anAddress, aPlaceToJoin, aPostbox, tokenIn } from '../../../test/a-place-to-join.ts';
import { anOrganization, asUser, asViewer, DAY, HOUR, MINUTE, runJobs, SECOND } from '../../../test/harness.ts';
import { testSettings } from '../../../test/settings.ts';
import type { Context } from '../../core/context.ts';
import { ROLES } from '../../core/roles.ts';
import { PluginError } from '../../plugin-sdk/failure.ts';
import { storedPassword } from '../auth/index.ts';
import { startSession } from '../auth/sessions.ts';
import { removeMember, setMemberRole, suspendMember } from '../members/index.ts';
import { checkLink } from './check-link.ts';
import { copyInvitationLink, inviteUser, resendInvitation, revokeInvitation, updateInvitation } from './index.ts';
import { publicId } from './invitation.ts';

const code = (type: string) => ({ problems: [expect.objectContaining({ type })] });

describe('inviting', () => {
  test('the mail brings the link, and the list says so', async () => {
    const { invite, box, tenant, ctx, log } = await aPlaceToJoin();
    const { invitation, email, url } = await invite({ roles: ['write'], name: ' Jo  Lee ', message: 'See you at nine.' });
    expect(box.sent[0]).toMatchObject({
      invitationId: publicId(invitation),
      personId: `usr_${invitation.personUid}`,
      generation: 1,
      email,
      name: 'Jo Lee',
      note: 'See you at nine.',
      organization: { slug: tenant.slug, name: tenant.name },
      inviter: { email: ctx.actor.email },
      roles: ['write', 'read'],
      organizationRole: 'Member',
    });
    expect(box.sent[0]?.chunks.join('')).toBe(url);
    const { rows } =
      await sql`select state, attempts, provider_message_id from invitation_deliveries where invitation_id = ${invitation.id}`.execute(
        ctx.db,
      );
    expect(rows).toEqual([{ state: 'sent', attempts: 1, provider_message_id: 'm-1' }]);
    expect((await log()).map((entry) => entry.action)).toEqual(['invite.created', 'invite.delivered']);
  });

  test.each(ROLES.flatMap((actor) => ['read', 'write', 'admin', 'manager', 'owner'].map((wanted) => ({ actor, wanted }))))(
    'INV-9: $actor invites $wanted only up to the own rank',
    async ({ actor, wanted }) => {
      const { ctx } = await aPlaceToJoin();
      const me = await asUser(ctx, actor);
      const rank = { read: 0, write: 0, admin: 1, manager: 2, owner: 3 }[wanted] as number;
      const work = inviteUser(me, { email: anAddress(), roles: [wanted] });
      if (actor !== 'Member' && rank <= ROLES.indexOf(actor)) await expect(work).resolves.toMatchObject({ state: 'pending' });
      else await expect(work).rejects.toMatchObject({ kind: 'forbidden' });
    },
  );

  test('INV-56: whoever promises ownership has signed in within ten minutes', async () => {
    const { ctx, system, clock } = await aPlaceToJoin();
    await sql`update users set password = ${await storedPassword(system, 'correct horse battery staple', ctx.actor)} where id = ${ctx.actor.userId}`.execute(
      ctx.db,
    );
    await startSession(system, { userId: ctx.actor.userId, method: 'password', address: '192.0.2.1', agent: 'test' });
    const { rows } = await sql<{ id: number }>`select id from sessions where dispatch_user_id = ${ctx.actor.userId}`.execute(ctx.db);
    const me: Context = { ...ctx, actor: { ...ctx.actor, sessionId: rows[0]?.id as number } };
    const promise = (who = me) => inviteUser(who, { email: anAddress(), roles: ['owner'] });
    await expect(promise()).resolves.toMatchObject({ role: 'Owner' });
    await expect(promise(ctx)).rejects.toMatchObject(code('REAUTHENTICATION_REQUIRED'));
    clock.advance(11 * MINUTE);
    await expect(promise()).rejects.toMatchObject({ kind: 'forbidden', ...code('REAUTHENTICATION_REQUIRED') });
    await expect(inviteUser(me, { email: anAddress(), roles: ['manager'] })).resolves.toMatchObject({ role: 'Manager' });
  });

  test('INV-16: whoever only reads invites nobody', async () => {
    const { ctx } = await aPlaceToJoin();
    await expect(inviteUser(await asViewer(ctx), { email: anAddress(), roles: ['read'] })).rejects.toMatchObject({ kind: 'forbidden' });
  });

  test.each([
    [{ email: 'nobody' }, 'email'],
    [{ roles: [] }, 'roles'],
    [{ roles: ['god'] }, 'roles'],
    [{ message: 'Log in at evil.example/now' }, 'message'],
    [{ message: 'see https://evil.example' }, 'message'],
    [{ locale: 'not a tag' }, 'locale'],
    [{ expires_in_seconds: 299 }, 'expires_in_seconds'],
    [{ expires_in_seconds: 2_592_001 }, 'expires_in_seconds'],
    [{ access_expires_at: '2020-01-01T00:00:00Z' }, 'access_expires_at'],
    [{ projects: [{ project_id: 2_000_000_000 }] }, 'projects'],
    [{ projects: [{ project_id: 1, role: 'King' }] }, 'projects'],
  ])('%j is refused at its field, and nothing is written', async (wrong, field) => {
    const { ctx, log } = await aPlaceToJoin();
    await expect(inviteUser(ctx, { email: anAddress(), roles: ['write'], ...wrong })).rejects.toMatchObject({
      kind: 'invalid',
      problems: [expect.objectContaining({ loc: ['body', field] })],
    });
    expect(await log()).toEqual([]);
  });

  test('INV-18: one address has one open invitation, also when asked for twice at once', async () => {
    const { ctx } = await aPlaceToJoin();
    const email = anAddress();
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => inviteUser(ctx, { email: email.toUpperCase(), roles: ['read'] })));
    expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    await expect(inviteUser(ctx, { email, roles: ['write'] })).rejects.toMatchObject({ kind: 'conflict', ...code('INVITATION_PENDING') });
  });

  test('INV-18: whoever says so resends it, with the roles as given now', async () => {
    const { ctx, invite, box } = await aPlaceToJoin();
    const { email, invitation } = await invite({ roles: ['read'] });
    const again = await inviteUser(ctx, { email, roles: ['admin'], if_pending: 'resend' });
    expect(again).toMatchObject({ id: invitation.id, role: 'Admin', generation: 2, state: 'pending' });
    await runJobs(ctx);
    expect(box.sent.at(-1)).toMatchObject({ generation: 2, roles: ['admin', 'write', 'read'] });
  });

  test('an address whose link has run out is simply invited again', async () => {
    const { ctx, clock, invite } = await aPlaceToJoin();
    const { email, invitation } = await invite();
    clock.advance(DAY + MINUTE);
    expect(await inviteUser(ctx, { email, roles: ['read'] })).toMatchObject({ id: invitation.id, generation: 2 });
  });

  test('INV-19: members are not invited, suspended ones neither; whoever was removed is', async () => {
    const { ctx } = await aPlaceToJoin();
    const member = await asUser(ctx, 'Member');
    const input = { email: member.actor.email, roles: ['write'] };
    await expect(inviteUser(ctx, input)).rejects.toMatchObject(code('ALREADY_MEMBER'));
    await suspendMember(ctx, member.actor.userId);
    await expect(inviteUser(ctx, input)).rejects.toMatchObject(code('MEMBER_SUSPENDED'));
    await removeMember(ctx, member.actor.userId);
    await expect(inviteUser(ctx, input)).resolves.toMatchObject({ state: 'pending' });
  });

  test('INV-23: seats are members and open invitations; the last one is given once', async () => {
    const { ctx, clock } = await aPlaceToJoin();
    await sql`update organizations set seat_limit = 3 where id = ${ctx.tenant.id}`.execute(ctx.db);
    const all = await Promise.allSettled(Array.from({ length: 6 }, () => inviteUser(ctx, { email: anAddress(), roles: ['read'] })));
    expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(2);
    await expect(inviteUser(ctx, { email: anAddress(), roles: ['read'] })).rejects.toMatchObject(code('SEAT_LIMIT'));
    clock.advance(DAY + MINUTE);
    await expect(inviteUser(ctx, { email: anAddress(), roles: ['read'] })).resolves.toBeDefined();
  });

  test('limits: per inviter, per organization and per address, which other organizations share', async () => {
    const { invitations } = testSettings('');
    const limits = { perInviterHour: 2, perOrganizationDay: 3, perAddressDay: 1, perAddressWeek: 1, open: 100 };
    const settings = { invitations: { ...invitations, limits } };
    const { ctx, clock, system } = await aPlaceToJoin({ settings });
    const to = (email = anAddress(), who = ctx) => inviteUser(who, { email, roles: ['read'] });
    const first = anAddress();
    await to(first);
    await to();
    await expect(to()).rejects.toMatchObject({ kind: 'limit', ...code('RATE_LIMITED') });
    const other = await asUser(ctx, 'Admin');
    await to(undefined, other);
    await expect(to(undefined, other)).rejects.toMatchObject({ kind: 'limit', retryAfterMs: expect.any(Number) });
    const { ctx: elsewhere } = await anOrganization(system);
    await expect(to(first, elsewhere)).rejects.toMatchObject({ kind: 'limit' });
    clock.advance(DAY + HOUR);
    await expect(to()).resolves.toBeDefined();
  });
});

describe('an open invitation', () => {
  test('CHECK 24.9: resent, the old link is superseded and the new one good', async () => {
    const { ctx, system, invite, box } = await aPlaceToJoin();
    const { invitation, token } = await invite();
    await resendInvitation(ctx, publicId(invitation));
    await runJobs(ctx);
    expect(await checkLink(system, token)).toMatchObject({ code: 'invite_superseded' });
    expect(await checkLink(system, tokenIn(box.sent[1]?.url ?? ''))).toMatchObject({ code: 'valid' });
  });

  test('revoked, it is dead at once, and its unsent mail is not sent', async () => {
    const { ctx, system, box } = await aPlaceToJoin();
    const invitation = await inviteUser(ctx, { email: anAddress(), roles: ['read'] });
    const { url } = await copyInvitationLink(ctx, publicId(invitation));
    await revokeInvitation(ctx, publicId(invitation));
    await runJobs(ctx);
    expect(box.sent).toEqual([]);
    expect(await checkLink(system, tokenIn(url))).toMatchObject({ code: 'invite_revoked' });
    await expect(resendInvitation(ctx, publicId(invitation))).rejects.toMatchObject(code('INVITATION_STATE'));
  });

  test('INV-21: a copied link is a new one, is not sent, and is in no table and no entry of the log', async () => {
    const { ctx, system, invite, box, log } = await aPlaceToJoin();
    const { invitation, token } = await invite();
    const { url } = await copyInvitationLink(ctx, publicId(invitation));
    await runJobs(ctx);
    expect(box.sent).toHaveLength(1);
    expect(await checkLink(system, token)).toMatchObject({ code: 'invite_superseded' });
    expect(await checkLink(system, tokenIn(url))).toMatchObject({ code: 'valid' });
    expect((await log()).map((entry) => entry.action)).toContain('invite.link_copied');
    const signature = tokenIn(url).split('.')[2] as string;
    for (const table of ['invitations', 'invitation_links', 'invitation_deliveries', 'jobs', 'audit_entries', 'mails'])
      expect(
        (await sql<{ text: string }>`select coalesce(json_agg(t)::text, '') as text from ${sql.table(table)} t`.execute(ctx.db)).rows[0]
          ?.text,
      ).not.toContain(signature);
  });

  test('with other roles it has another link, which says them', async () => {
    const { ctx, system, invite, box, log } = await aPlaceToJoin();
    const { invitation, token } = await invite({ roles: ['read'] });
    await updateInvitation(ctx, publicId(invitation), { roles: ['manager'] });
    await runJobs(ctx);
    expect(await checkLink(system, token)).toMatchObject({ code: 'invite_superseded' });
    expect(await checkLink(system, tokenIn(box.sent[1]?.url ?? ''))).toMatchObject({ link: { role: 'Manager' } });
    expect((await log('invite.roles_changed'))[0]?.changes).toEqual({
      roles: { from: ['read'], to: ['manager', 'admin', 'write', 'read'] },
    });
  });

  test('INV-22, CHECK 24.14: another organization finds none of it', async () => {
    const { system, invite } = await aPlaceToJoin();
    const { invitation } = await invite();
    const { ctx: elsewhere } = await anOrganization(system);
    const id = publicId(invitation);
    const updated = (from: typeof elsewhere, which: string) => updateInvitation(from, which, { roles: ['read'] });
    for (const act of [resendInvitation, revokeInvitation, copyInvitationLink, updated])
      await expect(act(elsewhere, id)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(revokeInvitation(elsewhere, 'inv_nothing')).rejects.toMatchObject({ kind: 'not_found' });
  });

  test.each(['resend', 'revoke', 'copy'] as const)('INV-9: an Admin does not %s the invitation of an Owner', async (what) => {
    const { ctx, invite } = await aPlaceToJoin();
    const { invitation } = await invite({ roles: ['owner'] });
    const admin = await asUser(ctx, 'Admin');
    const work = { resend: resendInvitation, revoke: revokeInvitation, copy: copyInvitationLink }[what](admin, publicId(invitation));
    await expect(work).rejects.toMatchObject({ kind: 'forbidden' });
  });

  test.each([
    ['is suspended', suspendMember],
    ['is removed', removeMember],
    [
      'is a Member again',
      (ctx: Parameters<typeof suspendMember>[0], userId: number) => setMemberRole(ctx, { userId, role: 'Member', isReadOnly: false }),
    ],
  ] as const)('INV-20: ends when whoever sent it %s', async (_how, act) => {
    const { ctx, system, box, log } = await aPlaceToJoin();
    const admin = await asUser(ctx, 'Admin');
    await inviteUser(admin, { email: anAddress(), roles: ['read'] });
    await runJobs(ctx);
    await act(ctx, admin.actor.userId);
    await runJobs(ctx);
    expect(await checkLink(system, tokenIn(box.sent[0]?.url ?? ''))).toMatchObject({ code: 'invite_revoked' });
    expect(await log('invite.revoked')).toHaveLength(1);
  });
});

describe('INV-38: bringing it', () => {
  test('a channel that fails for the moment is asked again later, and each attempt is remembered', async () => {
    let fails = 2;
    const box = aPostbox();
    const { deliver } = box.channel;
    box.channel.deliver = async (message, signal) => {
      fails -= 1;
      if (fails >= 0) throw new PluginError('The mail server is away.', { retryAfterMs: fails ? 90 * SECOND : undefined });
      return deliver(message, signal);
    };
    const { ctx, clock, invite, log } = await aPlaceToJoin({ box });
    await invite();
    expect(box.sent).toEqual([]);
    clock.advance(80 * SECOND);
    await runJobs(ctx);
    expect(fails).toBe(1);
    clock.advance(11 * SECOND);
    await runJobs(ctx);
    clock.advance(59 * SECOND);
    await runJobs(ctx);
    expect(box.sent).toEqual([]);
    clock.advance(2 * SECOND);
    await runJobs(ctx);
    expect(box.sent).toHaveLength(1);
    expect((await log('invite.delivery_failed')).map((entry) => entry.changes.attempt)).toEqual([1, 2]);
  });

  test('a failure that no attempt mends is final, and the list says what to do', async () => {
    const box = aPostbox({ deliver: () => Promise.reject(new PluginError('Set DISPATCH_SMTP_URL.', { retry: false })) });
    const { ctx, invite } = await aPlaceToJoin({ box });
    const { invitation } = await invite();
    const { rows } = await sql`select state, error from invitation_deliveries where invitation_id = ${invitation.id}`.execute(ctx.db);
    expect(rows).toEqual([{ state: 'failed', error: 'Set DISPATCH_SMTP_URL.' }]);
  });

  test('never beyond the end of the link', async () => {
    let asked = 0;
    const box = aPostbox({
      deliver: () => {
        asked += 1;
        return Promise.reject(new PluginError('Away.'));
      },
    });
    const { ctx, clock, invite } = await aPlaceToJoin({ box });
    const { invitation } = await invite();
    for (let hour = 0; hour < 30; hour += 1) {
      clock.advance(HOUR);
      await runJobs(ctx);
    }
    const before = asked;
    clock.advance(10 * DAY);
    await runJobs(ctx);
    expect(asked).toBe(before);
    const { rows } = await sql`select state from invitation_deliveries where invitation_id = ${invitation.id}`.execute(ctx.db);
    expect(rows).toEqual([{ state: 'dropped' }]);
  });

  test('every attempt brings the same link', async () => {
    const seen: string[] = [];
    const box = aPostbox({
      deliver: async (message) => {
        seen.push(message.url);
        throw new PluginError('The answer was lost.');
      },
    });
    const { ctx, clock, invite } = await aPlaceToJoin({ box });
    await invite();
    clock.advance(MINUTE);
    await runJobs(ctx);
    expect(seen).toHaveLength(2);
    expect(seen[0]).toBe(seen[1]);
  });
});
