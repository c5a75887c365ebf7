import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { conflict, invalid, notFound, rejected } from '../../core/errors.ts';
import { nullable } from '../../core/field.ts';
import { wakeWorkersSoon } from '../../core/jobs.ts';
import { named } from '../../core/shape.ts';
import { findOne } from '../../core/write.ts';
import { DEEPEST } from '../entities/index.ts';
import { resolveProject } from '../organizations/index.ts';
import { type DefinitionText, definitionText } from './definition-text.ts';
import { type Inserted, insertInstance } from './insert-instances.ts';
import type { SignalInstanceRead } from './signal-instances.ts';

const Which = (by: string) =>
  Type.Optional(
    nullable(Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true, description: `Found by ${by}.` })),
  );
const IGNORED = 'Ignored: Tocsin finds it out itself.';
const Ignored = Type.Optional(Type.Unknown({ description: IGNORED }));
const IgnoredObject = Type.Optional(nullable(Type.Unsafe<object>({ type: 'object', additionalProperties: true, description: IGNORED })));

export const ReceiveInstance = named(
  'SignalInstanceCreate',
  Type.Object({
    raw: Type.Unsafe<Record<string, unknown>>({
      anyCharacter: true,
      type: 'object',
      additionalProperties: true,
      description: 'What the detection says. `id`: a UUID, kept once; `variant`, else `externalId` or `external_id`, finds the signal.',
      examples: [{ externalId: 'impossible-travel', user: 'ada@example.com' }],
    }),
    project: Which('id or name; the default one when it is not sent'),
    signal: Which('id or name; otherwise what `raw` says'),
    case_type: Which('name or id'),
    case_priority: Which('name or id'),
    oncall_service: Which('id'),
    conversation_target: Type.Optional(nullable(Type.String({ maxLength: 500 }))),
    canary: Type.Optional(nullable(Type.Boolean({ default: false }))),
    external_id: Type.Optional(nullable(Type.String({ maxLength: 500 }))),
    case: IgnoredObject,
    entities: Ignored,
    filter_action: Ignored,
    created_at: Ignored,
  }),
);
type Received = Static<typeof ReceiveInstance>;

/**
 * Takes an alert in: the search for its definition, its row and the job that looks at it are one statement, durable when it answers.
 * A disabled definition takes its alerts in as well.
 *
 * @returns the JSON text of the instance
 * @throws rejected its `raw.id` is no UUID
 * @throws not_found no definition is meant, and the project has no default one
 * @throws conflict it was taken in before
 */
export async function receiveInstance(ctx: Context, input: Received): Promise<string> {
  requireShallow(input.raw);
  const instance = { ...wordsOf(input), ...(await resolve(ctx, input)) };
  let inserted = await insertInstance(ctx, instance);
  // Somebody else's organization may have been sent the same one: that is not ours to know, and no reason to lose it.
  if (inserted.signalId !== null && inserted.id === null && !(await isOurs(ctx, instance.id)))
    inserted = await insertInstance(ctx, { ...instance, id: ownId(ctx, instance.id) });
  const { signalId, id, version } = inserted;
  if (signalId === null) throw notFound('signal for this instance');
  if (id === null) throw conflict('This signal instance was taken in before.', 'raw.id');
  wakeWorkersSoon(ctx);
  return asRead(inserted, await definitionText(ctx, signalId, version));
}

/** Deeper than this nothing is looked for, and the database stops somewhere as well. */
function requireShallow(raw: unknown) {
  let level: unknown[] = [raw];
  for (let depth = 0; level.length; depth += 1) {
    if (depth > DEEPEST) throw invalid('raw', `Nest at most ${DEEPEST} levels deep.`);
    level = level.flatMap((value) => Object.values(value as object)).filter((value) => typeof value === 'object' && value !== null);
  }
}

const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

function idOf(raw: Record<string, unknown>): string {
  if (raw.id === undefined || raw.id === null || raw.id === '') return randomUUID();
  if (typeof raw.id !== 'string' || !UUID.test(raw.id.trim())) throw rejected('The id of a signal instance is a UUID.', 'raw.id');
  return raw.id.trim();
}

/** The same alert has the same other id each time it comes. */
function ownId(ctx: Context, id: string): string {
  const hex = createHash('sha256')
    .update(`${ctx.tenant.id} ${id.toLowerCase().replaceAll('-', '')}`)
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function isOurs(ctx: Context, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from signal_instances where id = ${id}::uuid and organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  return rows.length > 0;
}

/** Most alerts say nothing but what they are: then nothing is asked here. */
async function resolve(ctx: Context, input: Received) {
  const signalId = input.signal ? await findOne(ctx, ['signal'], { table: 'signals', by: ['id', 'name'] }, input.signal) : null;
  const refers = input.case_type ?? input.case_priority ?? input.oncall_service;
  const projectId = input.project || refers ? (await resolveProject(ctx, input.project)).id : null;
  const inProject = projectId ?? undefined;
  const find = (key: 'case_type' | 'case_priority' | 'oncall_service', table: string, by: string[]) =>
    input[key] ? findOne(ctx, [key], { table, by }, input[key], inProject) : null;
  return {
    signal_id: signalId,
    project_id: projectId,
    case_type_id: await find('case_type', 'case_types', ['name', 'id']),
    case_priority_id: await find('case_priority', 'case_priorities', ['name', 'id']),
    oncall_service_id: await find('oncall_service', 'services', ['id']),
  };
}

const asText = (value: unknown) =>
  typeof value === 'string' ? (cleaned(value) as string).trim() || null : typeof value === 'number' ? String(value) : null;

function wordsOf({ raw, external_id, conversation_target, canary }: Received) {
  const [camel, snake] = [asText(raw.externalId), asText(raw.external_id)];
  return {
    id: idOf(raw),
    raw: storable(raw),
    variant: asText(raw.variant),
    external_ids: [camel, snake].filter((one) => one !== null),
    external_id: external_id || snake || camel || asText(raw.id),
    conversation_target: conversation_target || null,
    canary: canary ?? false,
  };
}

/** What PostgreSQL keeps in no text: the zero character, and half of a character. */
const UNSTORABLE = /\\u(0000|d[89a-f])/;

/**
 * The JSON text of what came in. What cannot be stored becomes the replacement character: whoever is to be noticed must not be able to
 * hide by a strange character in a name.
 */
function storable(raw: Record<string, unknown>): string {
  const text = JSON.stringify(raw);
  return UNSTORABLE.test(text) ? JSON.stringify(cleaned(raw)) : text;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\ufffd');
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleaned(key), cleaned(inner)]));
}

/** The same text that reading it would give now: nobody has looked at it yet. */
function asRead(inserted: Inserted, { signal, project }: DefinitionText): string {
  const text: Record<keyof typeof SignalInstanceRead.fields, string> = {
    id: JSON.stringify(inserted.id),
    project,
    case: 'null',
    canary: String(inserted.canary),
    entities: '[]',
    raw: inserted.raw,
    external_id: JSON.stringify(inserted.external_id),
    filter_action: 'null',
    created_at: JSON.stringify(inserted.created_at),
    signal,
  };
  return `{${Object.entries(text)
    .map(([key, value]) => `"${key}":${value}`)
    .join(',')}}`;
}
