import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { enqueue } from '../../core/jobs.ts';
import { signingKid } from '../invitation-keys/index.ts';
import { wordsOf } from './access.ts';
import type { Invitation } from './invitation.ts';
import { insertInvitation, type NewInvitation, supersede } from './store.ts';

/** The job that brings a link to the person, by one channel. */
export const DELIVER = 'deliver-invitation';

export type Issue = {
  lifetimeSeconds: number;
  /** false: somebody copies the link and passes it on */
  deliver: boolean;
};

/** Tokens know whole seconds: what is stored is what they say. */
function newLink(tx: Context, { lifetimeSeconds }: Issue) {
  const seconds = Math.floor(tx.now().getTime() / 1000);
  return { jti: randomUUID(), issuedAt: new Date(seconds * 1000), expiresAt: new Date((seconds + lifetimeSeconds) * 1000) };
}

/** @returns undefined when the address has an open invitation already */
export async function issueFirstLink(tx: Context, draft: NewInvitation, issue: Issue): Promise<Invitation | undefined> {
  const invitation = await insertInvitation(tx, draft, newLink(tx, issue));
  if (invitation) await record(tx, invitation, issue);
  return invitation;
}

/** The former link is dead from the commit on. */
export async function issueNextLink(tx: Context, former: Invitation, issue: Issue): Promise<Invitation> {
  const invitation = await supersede(tx, former, newLink(tx, issue));
  await record(tx, invitation, issue);
  return invitation;
}

async function record(tx: Context, invitation: Invitation, { deliver }: Issue) {
  const kid = await signingKid(tx, invitation.expiresAt);
  await sql`
    insert into invitation_links (jti, invitation_id, organization_id, generation, kid, email, email_key, roles, inviter_id, issued_at, expires_at)
    values (${invitation.currentJti}, ${invitation.id}, ${invitation.organizationId}, ${invitation.generation}, ${kid}, ${invitation.email},
      ${invitation.emailKey}, ${wordsOf(invitation)}, ${tx.actor.userId || null}, ${invitation.issuedAt}, ${invitation.expiresAt})`.execute(
    tx.db,
  );
  if (!deliver) return;
  for (const { name } of tx.inviteDeliveries) {
    const { rows } = await sql<{ id: number }>`
      insert into invitation_deliveries (jti, invitation_id, organization_id, channel, created_at, updated_at)
      values (${invitation.currentJti}, ${invitation.id}, ${invitation.organizationId}, ${name}, ${tx.now()}, ${tx.now()}) returning id`.execute(
      tx.db,
    );
    await enqueue(tx, DELIVER, { delivery_id: rows[0]?.id }, { priority: -1 });
  }
}
