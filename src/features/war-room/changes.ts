import type { TObject } from 'typebox';
import type { Context } from '../../core/context.ts';
import { invalidInput } from '../../core/errors.ts';
import { readInput } from '../../core/input.ts';
import { CLASSIFYING, classificationIn } from './classification.ts';
import type { Room } from './command.ts';

/** Written in any case, stored with a capital. */
const CAPITALISED: readonly string[] = ['status', 'visibility'];
const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

/**
 * Reads what an update says, as the operation takes it: `status: stable severity: High`.
 * @param parts by word; only those of the schema and those that classify
 * @throws invalid a value is none of those there are
 */
export async function changesIn(
  ctx: Context,
  { subject, projectId }: Room,
  parts: ReadonlyMap<string, string>,
  schema: TObject,
): Promise<Record<string, unknown>> {
  const words = [...parts].filter(([word]) => !(CLASSIFYING as readonly string[]).includes(word));
  const plain = Object.fromEntries(words.map(([word, value]) => [word, CAPITALISED.includes(word) ? capitalised(value) : value]));
  const { value, problems } = readInput(schema, plain, ['body'], { defaults: false });
  if (problems.length) throw invalidInput(problems);
  return { ...(value as Record<string, unknown>), ...(await classificationIn(ctx, subject.kind, projectId, parts)) };
}
