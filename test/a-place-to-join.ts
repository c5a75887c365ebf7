import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Settings } from '../src/core/context.ts';
import { ensureKeys } from '../src/features/invitation-keys/index.ts';
import { type InviteUser, inviteUser } from '../src/features/invitations/index.ts';
import type { InvitationDelivery, InvitationMessage } from '../src/plugin-sdk/invitation-delivery.ts';
import { anOrganization, aSystem, runJobs, type TestOrganization } from './harness.ts';

/** A channel that keeps what it was given, and what it was told afterwards. */
export function aPostbox(more: Partial<InvitationDelivery> = {}) {
  const sent: InvitationMessage[] = [];
  const told: string[] = [];
  const channel: InvitationDelivery = {
    name: 'smtp',
    async deliver(message) {
      sent.push(message);
      return { providerMessageId: `m-${sent.length}` };
    },
    async announce(event) {
      told.push(event);
    },
    ...more,
  };
  return { channel, sent, told };
}

export const anAddress = () => `jo-${randomBytes(5).toString('hex')}@example.com`;
export const tokenIn = (url: string) => new URL(url).searchParams.get('invite_token') as string;

/** An organization whose invitations arrive in a postbox. */
export async function aPlaceToJoin({
  settings,
  alone,
  box = aPostbox(),
}: {
  settings?: Partial<Settings>;
  alone?: boolean;
  box?: ReturnType<typeof aPostbox>;
} = {}) {
  const system = await aSystem({ inviteDeliveries: [box.channel], ...(settings && { settings }), ...(alone && { alone }) });
  await ensureKeys(system);
  const place = await anOrganization(system);
  return { ...place, box, ...helpers(place, box) };
}

const helpers = (place: TestOrganization, { sent }: ReturnType<typeof aPostbox>) => ({
  /** Invites somebody and waits for the mail. */
  async invite(input: Partial<InviteUser> = {}) {
    const email = input.email ?? anAddress();
    const invitation = await inviteUser(place.ctx, { roles: ['write'], ...input, email });
    await runJobs(place.ctx);
    const url = sent.findLast((message) => message.email === email.trim())?.url ?? '';
    return { invitation, email, url, token: url && tokenIn(url) };
  },
  async log(action?: string) {
    const { rows } = await sql<{
      action: string;
      reason: string | null;
      changes: Record<string, unknown>;
      target_id: string;
      actor_id: number | null;
    }>`
      select action, reason, changes, target_id, actor_id from audit_entries
      where organization_id = ${place.tenant.id} and (${action ?? null}::text is null or action = ${action ?? null}) order by sequence`.execute(
      place.ctx.db,
    );
    return rows;
  },
  async member(email: string) {
    const { rows } = await sql<{ role: string; read_only: boolean; status: string; source: string; user_id: number; uid: string }>`
      select m.role, m.read_only, m.status, m.source, u.id as user_id, u.uid from organization_members m join users u on u.id = m.dispatch_user_id
      where m.organization_id = ${place.tenant.id} and lower(u.email) = lower(${email})`.execute(place.ctx.db);
    return rows[0];
  },
});
