import type { Context } from '../../src/core/context.ts';
import { openIncident } from '../../src/features/incidents/fixtures.ts';
import type { CreateIncident } from '../../src/features/incidents/index.ts';
import { say } from '../../src/features/war-room/say.ts';
import { anOrganization, asUser, inject, runJobs } from '../harness.ts';

export type Message = {
  id: number;
  kind: string;
  body: string;
  author: { name: string; email: string } | null;
  only_to: string | null;
  pinned: boolean;
  decision: boolean;
  edited_at: string | null;
};

/** An open incident with its room: led by a member, watched by nobody. */
export async function aRoom(more: Partial<CreateIncident> = {}) {
  const organization = await anOrganization();
  const commander = await asUser(organization.ctx, 'Member');
  const outsider = await asUser(organization.ctx, 'Member');
  const incidentId = await openIncident(commander, organization.project, more);
  await runJobs(organization.ctx);
  return { ...organization, commander, outsider, incidentId, subject: { kind: 'incident', id: incidentId } as const };
}

/** Says something as the context's user. @returns the new message and the answer */
export async function saying(ctx: Context, incidentId: number, body: string): Promise<{ message?: Message; reply: string }> {
  const { message, reply = '' } = await say(ctx, incidentId, body);
  return { reply, ...(message && { message: JSON.parse(message) as Message }) };
}

/** @returns what the context's user reads in the room, newest first */
export async function reading(ctx: Context, incidentId: number, query = ''): Promise<Message[]> {
  const answer = await inject(ctx, { method: 'GET', path: `/{organization}/incidents/${incidentId}/messages${query}` });
  return answer.json<{ items: Message[] }>().items;
}

/** @returns descriptions of the incident's timeline, oldest first */
export async function timelineOf(ctx: Context, incidentId: number): Promise<string[]> {
  const rows = await ctx.db.selectFrom('events').select('description').where('incident_id', '=', incidentId).orderBy('id').execute();
  return rows.map((row) => row.description);
}
