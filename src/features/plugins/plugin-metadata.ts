import Type, { type Static } from 'typebox';
import { type Field, nullable } from '../../core/field.ts';
import { named } from '../../core/shape.ts';

/** What a ticket system calls the value: a text, a list of texts, or whatever else it takes as an object. */
const Value = Type.Union([
  Type.String(),
  Type.Array(Type.String()),
  Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
]);
const KeyValues = Type.Array(named('KeyValue', Type.Object({ key: Type.String(), value: Value })));

/** What a plug-in is told about subjects of a type. */
const PluginMetadata = Type.Array(named('PluginMetadata', Type.Object({ slug: Type.String(), metadata: KeyValues })));
const Input = nullable(Type.Array(Type.Object({ slug: Type.String(), metadata: Type.Optional(KeyValues) })));

/** A list that a type keeps for plug-ins; written null it is empty. The resource's `beforeWrite` calls `completeMetadata`. */
export const pluginMetadata = (): Field<typeof PluginMetadata> => ({
  read: PluginMetadata,
  input: Input,
  sql: ({ alias }, key) => `${alias}."${key}"`,
  write: { to: 'column' },
});

/** Gives the lists among `keys` that were sent the form in which they are read. */
export function completeMetadata(row: Record<string, unknown>, input: Record<string, unknown>, ...keys: string[]): void {
  for (const key of keys)
    if (input[key] !== undefined)
      row[key] = ((input[key] ?? []) as NonNullable<Static<typeof Input>>).map(({ slug, metadata = [] }) => ({ slug, metadata }));
}
