import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { invalid, notFound } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { requirePermission } from '../../core/permissions.ts';
import { withArticle } from '../../lib/text.ts';
import { logCommand, postMessage, talkRule } from '../conversations/index.ts';
import { commandOf, commandsIn, type Kind, type Outcome, PREFIX, type Room } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { commandIn, nearest, textIn } from './parse.ts';

/**
 * Says something in the room of an incident or case, or does what a command says. What changes something is shown to everybody; an
 * answer is the caller's.
 *
 * @returns the new message as JSON text, the answer to the caller, or both
 * @throws whatever the command's operation throws: its rules and permissions are those of the operation
 */
export async function say(ctx: Context, subject: SubjectRef, body: string): Promise<Outcome> {
  await requirePermission(ctx, ...talkRule(subject));
  const typed = commandIn(body);
  if (!typed) {
    if (!body.trim()) throw invalid('body', 'Write something.');
    return { message: await postMessage(ctx, subject, { body: textIn(body) }) };
  }
  const command = commandOf(commandsIn(COMMANDS, subject.kind), typed.name);
  if (!command) return { reply: unknown(typed.name, subject.kind) };
  const outcome = await command.run(ctx, await roomOf(ctx, subject), typed.rest);
  if (!command.isShown || outcome.isIdle) return outcome;
  return { ...outcome, message: outcome.message ?? (await logCommand(ctx, subject, body)) };
}

function unknown(typed: string, kind: Kind): string {
  const elsewhere = commandOf(COMMANDS, typed)?.only;
  if (elsewhere)
    return `\`/${typed}\` is a command of ${withArticle(elsewhere)}; this is the room of ${withArticle(kind)}. \`/help\` lists what works here.`;
  const meant = nearest(
    typed.startsWith(PREFIX) ? typed.slice(PREFIX.length) : typed,
    commandsIn(COMMANDS, kind).flatMap(({ name, aliases = [] }) => [name, ...aliases]),
  );
  const hint = meant.length ? `Did you mean ${meant.map((name) => `\`/${name}\``).join(' or ')}?` : '`/help` lists the commands.';
  return `There is no command \`/${typed}\`. ${hint} Two slashes at the beginning say it as a text.`;
}

async function roomOf(ctx: Context, subject: SubjectRef): Promise<Room> {
  const { rows } = await sql<{ name: string; projectId: number }>`
    select name, project_id as "projectId" from ${sql.table(`${subject.kind}s`)}
    where id = ${subject.id} and organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  if (!rows[0]) throw notFound(subject.kind);
  return { ...rows[0], subject };
}
