import type { InvitationMessage } from '../src/plugin-sdk/invitation-delivery.ts';

const CHUNKS = 10;

/** A link as invitations hand it to the channels: as long as a real one, in ten pieces. */
export function anInvitationMessage(more: Partial<InvitationMessage> = {}): InvitationMessage {
  const token = Array.from(
    { length: 790 },
    (_, index) => 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_'[(index * 37) % 64],
  );
  const url = `https://dispatch.example.com/claim?invite_token=${token.join('')}`;
  return {
    invitationId: 'inv_019a0000-0000-7000-8000-000000000001',
    generation: 1,
    personId: 'usr_019a0000-0000-7000-8000-000000000002',
    email: 'jo@example.com',
    locale: 'en',
    organization: { id: 'org_019a0000-0000-7000-8000-000000000003', slug: 'acme', name: 'Acme' },
    inviter: { name: 'Sam Lee', email: 'sam@example.com' },
    roles: ['write', 'read'],
    organizationRole: 'Member',
    issuedAt: new Date('2026-11-22T10:00:00.000Z'),
    expiresAt: new Date('2026-11-23T10:00:00.000Z'),
    url,
    chunks: Array.from({ length: CHUNKS }, (_, index) =>
      url.slice(Math.round((index * url.length) / CHUNKS), Math.round(((index + 1) * url.length) / CHUNKS)),
    ),
    ...more,
  };
}
