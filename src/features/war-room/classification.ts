import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import type { Kind } from './command.ts';

const PLURALS = { type: 'types', severity: 'severities', priority: 'priorities' } as const;
type Word = keyof typeof PLURALS;
/** Words of a command that name an entry of one of the project's dictionaries. */
export const CLASSIFYING = Object.keys(PLURALS) as Word[];

/**
 * Reads `severity: High` as operations take it: `{ incident_severity: { id: 3 } }`.
 * @throws invalid the project has no such entry
 */
export async function classificationIn(
  ctx: Context,
  kind: Kind,
  projectId: number,
  parts: ReadonlyMap<string, string>,
): Promise<Record<string, { id: number }>> {
  const found: Record<string, { id: number }> = {};
  for (const word of CLASSIFYING) {
    const name = parts.get(word);
    if (name !== undefined) found[`${kind}_${word}`] = { id: await entryOf(ctx, kind, projectId, word, name) };
  }
  return found;
}

/** The contract takes an unknown name for the default; somebody who mistypes a severity must hear of it instead. */
async function entryOf(ctx: Context, kind: Kind, projectId: number, word: Word, name: string): Promise<number> {
  const { rows } = await sql<{ id: number; name: string }>`
    select id, name from ${sql.table(`${kind}_${PLURALS[word]}`)}
    where project_id = ${projectId} and organization_id = ${ctx.tenant.id} and enabled order by name limit 200`.execute(ctx.db);
  const found = rows.find((row) => row.name.toLowerCase() === name.toLowerCase());
  if (!found) throw invalid('body', `There is no ${kind} ${word} ${name}; there are ${rows.map((row) => row.name).join(', ')}.`);
  return found.id;
}
