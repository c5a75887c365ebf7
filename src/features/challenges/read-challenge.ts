import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import { nullable, Time, timeSql } from '../../core/field.ts';
import { findCapability } from '../plugins/index.ts';
import { type Status, statusAt } from './store.ts';

export const ChallengeRead = Type.Object({
  challenge_id: Type.String({ format: 'uuid' }),
  project_id: Type.Integer(),
  action: Type.String(),
  title: Type.String({ description: 'What is asked' }),
  detail: nullable(Type.String()),
  weblink: nullable(Type.String()),
  requested_by: nullable(Type.String({ description: 'E-mail address of who asks; null: Tocsin itself' })),
  status: Type.Enum(['pending', 'approved', 'denied', 'expired']),
  decided_with: nullable(Type.String({ description: 'The plug-in with which it is decided elsewhere; null: it is decided here' })),
  created_at: Time,
  expires_at: Time,
});

type Row = {
  challenge_id: string;
  project_id: number;
  action: string;
  title: string;
  detail: string | null;
  weblink: string | null;
  requested_by: string | null;
  status: Status;
  created_at: string;
  expires_at: string;
};

/** A challenge of the caller. @throws not_found it is somebody else's, or there is none */
export async function readChallenge(ctx: Context, challengeId: string): Promise<Static<typeof ChallengeRead>> {
  const { rows } = await sql<Row>`
    select c.challenge_id, c.project_id, c.action, c.title, c.detail, c.weblink, u.email as requested_by, ${statusAt(ctx.now())} as status,
      ${sql.raw(timeSql('c.created_at'))} as created_at, ${sql.raw(timeSql('c.expires_at'))} as expires_at
    from mfa_challenges c left join users u on u.id = c.requested_by_id
    where c.challenge_id = ${challengeId} and c.organization_id = ${ctx.tenant.id} and c.dispatch_user_id = ${ctx.actor.userId}`.execute(
    ctx.db,
  );
  const [row] = rows;
  if (!row) throw notFound('challenge');
  const enabled = await findCapability(ctx, row.project_id, 'auth-mfa');
  return { ...row, decided_with: enabled?.capability.elsewhere ? enabled.title : null };
}
