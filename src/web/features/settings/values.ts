import type { Field, Item, SettingsResource, Values } from './declaration.ts';

/** Sub-names of a field whose problems the server reports below it: `project.name` belongs to `project`. */
export const fieldNames = (fields: readonly Field[]) => fields.map((one) => one.name);

function emptyOf(field: Field): unknown {
  switch (field.kind) {
    case 'switch':
      return field.initial ?? false;
    case 'number':
      return field.initial ?? '';
    case 'references':
      return [];
    case 'reference':
      return null;
    case 'custom':
      return field.initial ?? null;
    default:
      return field.initial ?? '';
  }
}

function shownOf(field: Field, stored: unknown): unknown {
  if (field.kind === 'choice') return stored === null || stored === undefined ? '' : String(stored);
  if (stored === null || stored === undefined)
    return field.kind === 'switch'
      ? false
      : field.kind === 'references'
        ? []
        : field.kind === 'reference' || field.kind === 'custom'
          ? null
          : '';
  return stored;
}

/** Form values of a record, or of one that is about to be. @param start values it begins with */
export function formValues(
  { fields, toValues }: Pick<SettingsResource, 'fields' | 'toValues'>,
  item: Item | undefined,
  start: Values = {},
): Values {
  if (!item) return { ...Object.fromEntries(fields.map((field) => [field.name, emptyOf(field)])), ...start };
  const stored = toValues ? toValues(item) : item;
  return Object.fromEntries(fields.map((field) => [field.name, shownOf(field, stored[field.name])]));
}

/** The fields that are shown now: for a new or an old record, and for what else the form says. */
export const shownFields = (fields: readonly Field[], values: Values, isNew: boolean) =>
  fields.filter((field) => (!field.only || field.only === (isNew ? 'create' : 'update')) && (field.when?.(values) ?? true));

function sentOf(field: Field, value: unknown): unknown {
  if (field.kind === 'number') return value === '' ? null : Number(value);
  if (field.kind === 'choice') return value === '' || value === null ? null : field.numeric ? Number(value) : value;
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim();
  return value;
}

/** What is sent: every field of the form, and for a new record its project. */
export function bodyOf(
  resource: Pick<SettingsResource, 'fields' | 'toBody' | 'global'>,
  values: Values,
  item: Item | undefined,
  project: { id?: number | null; name: string } | undefined,
): Values {
  const fields = shownFields(resource.fields, values, !item).filter((field) => !(field.fixed && item));
  const sent: Values = Object.fromEntries(fields.map((field) => [field.name, sentOf(field, values[field.name])]));
  if (item) sent.id = item.id;
  // Fields that never change after creation are still required by the contract on update.
  if (item) for (const field of resource.fields) if (field.fixed) sent[field.name] = item[field.name];
  if (!resource.global) sent.project = item ? item.project : project && { id: project.id, name: project.name };
  return resource.toBody ? resource.toBody(sent, item) : sent;
}

const isEmpty = (value: unknown) =>
  value === null || value === undefined || (typeof value === 'string' && !value.trim()) || (Array.isArray(value) && !value.length);

/** What can be said before asking the server, by field. */
export function localProblems(fields: readonly Field[], values: Values): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const field of fields) {
    const value = values[field.name];
    if (field.required && isEmpty(value))
      problems[field.name] =
        field.kind === 'reference' || field.kind === 'choice'
          ? `Choose the ${field.label.toLowerCase()}.`
          : `Enter the ${field.label.toLowerCase()}.`;
    else if (field.kind === 'email' && !isEmpty(value) && !/^\S+@\S+\.\S+$/.test(String(value).trim()))
      problems[field.name] = 'Enter an address like ada@example.com.';
    else if (field.kind === 'url' && !isEmpty(value) && !URL.canParse(String(value).trim()))
      problems[field.name] = 'Enter a whole address, with https:// in front.';
    else if (field.kind === 'color' && !isEmpty(value) && !/^#[0-9a-f]{3,8}$/i.test(String(value).trim()))
      problems[field.name] = 'Enter a colour like #a32f1b.';
  }
  return problems;
}
