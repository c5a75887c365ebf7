import type { Context } from '../../core/context.ts';
import { invalid, notFound } from '../../core/errors.ts';
import { requirePermission } from '../../core/permissions.ts';
import { incidentTalk, logCommand, postMessage } from '../conversations/index.ts';
import { commandOf, type Outcome, type Room } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { commandIn, nearest, textIn } from './parse.ts';

/**
 * Says something in the room, or does what a command says. What changes something is shown to everybody; an answer is the caller's.
 *
 * @returns the new message as JSON text, the answer to the caller, or both
 * @throws whatever the command's operation throws: its rules and permissions are those of the operation
 */
export async function say(ctx: Context, incidentId: number, body: string): Promise<Outcome> {
  await requirePermission(ctx, incidentTalk, { table: 'incidents', id: incidentId });
  const typed = commandIn(body);
  if (!typed) {
    if (!body.trim()) throw invalid('body', 'Write something.');
    return { message: await postMessage(ctx, incidentId, { body: textIn(body) }) };
  }
  const command = commandOf(COMMANDS, typed.name);
  if (!command) return { reply: unknown(typed.name) };
  const outcome = await command.run(ctx, await roomOf(ctx, incidentId), typed.rest);
  if (!command.isShown || outcome.isIdle) return outcome;
  return { ...outcome, message: outcome.message ?? (await logCommand(ctx, incidentId, body)) };
}

function unknown(typed: string): string {
  const meant = nearest(
    typed.replace(/^dispatch-/, ''),
    COMMANDS.flatMap(({ name, aliases = [] }) => [name, ...aliases]),
  );
  const hint = meant.length ? `Did you mean ${meant.map((name) => `\`/${name}\``).join(' or ')}?` : '`/help` lists the commands.';
  return `There is no command \`/${typed}\`. ${hint} Two slashes at the beginning say it as a text.`;
}

async function roomOf(ctx: Context, incidentId: number): Promise<Room> {
  const row = await ctx.db
    .selectFrom('incidents')
    .select(['name', 'title', 'project_id'])
    .where('id', '=', incidentId)
    .where('organization_id', '=', ctx.tenant.id)
    .executeTakeFirst();
  if (!row) throw notFound('incident');
  return { incidentId, projectId: row.project_id, name: row.name, title: row.title, subject: { kind: 'incident', id: incidentId } };
}
