import Type, { type Static } from 'typebox';
import { audit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { Time } from '../../core/field.ts';
import { requireScope } from '../../core/permissions.ts';
import { Proof, requireFresh } from '../auth/index.ts';
import { auditEntries } from './entries.ts';

export const ExportLog = Type.Object({
  ...Proof.properties,
  action: Type.Optional(Type.String({ maxLength: 100, description: 'An action, or the noun of several: `member` finds `member.removed`' })),
  since: Type.Optional(Time),
  until: Type.Optional(Time),
});
export type ExportLog = Static<typeof ExportLog>;

/**
 * The log of the organization, oldest first, one line of JSON for each entry. That it was taken away is written in it.
 * @throws forbidden; invalid at `password` or `code`: the caller signed in a while ago. @source invitations.md 19 and INV-56
 */
export async function exportLog(ctx: Context, { password, code, action, since, until }: ExportLog): Promise<AsyncIterable<string>> {
  requireScope(ctx, 'admin:audit');
  await requireFresh(ctx, { ...(password !== undefined && { password }), ...(code !== undefined && { code }) });
  await transaction(ctx, async (tx) => {
    const changes = { action: action ?? null, since: since ?? null, until: until ?? null };
    audit(tx, { action: 'audit.exported', target: { kind: 'organization', id: tx.tenant.id, name: tx.tenant.name }, changes });
  });
  return linesOf(ctx, { action, since: since ? new Date(since) : undefined, until: until ? new Date(until) : undefined });
}

async function* linesOf(ctx: Context, filter: { action: string | undefined; since: Date | undefined; until: Date | undefined }) {
  for await (const entry of auditEntries(ctx, { organizationId: ctx.tenant.id, ...filter })) yield `${JSON.stringify(entry)}\n`;
}
