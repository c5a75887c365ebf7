import type { Attribute, Schema } from './attributes.ts';
import { badRequest } from './errors.ts';
import { type Filter, type Path, parsePath } from './filter.ts';
import { fits } from './fits.ts';
import { attributeAt, objectOf, type Resource, readSub, readValue, requireComplete, subAt } from './read-resource.ts';

const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const MOST_OPERATIONS = 1000;
/** A request names no more members than can be looked up and written while a directory waits. */
const MOST_MEMBERS = 5000;

type Verb = 'add' | 'replace' | 'remove';
type Operation = { verb: Verb; path: string | undefined; value: unknown };

/**
 * Applies the operations of a PATCH in their order; nothing is changed in place, so that a request that is wrong halfway changes nothing.
 * Takes them as the standard says and as Entra ID and Okta send them: operations in any case, `value` as an object without `path`, names with
 * dots and filters as keys of that object, booleans as texts, a value where a list is meant.
 *
 * @throws ScimError invalidSyntax, invalidPath, invalidValue, mutability, noTarget
 * @source RFC 7644, 3.5.2
 */
export function applyPatch(schema: Schema, resource: Resource, body: unknown): Resource {
  const patched = operationsOf(body).reduce((current, operation) => apply(schema, current, operation), resource);
  return requireComplete(schema, patched);
}

function operationsOf(body: unknown): Operation[] {
  const { schemas, Operations, operations } = objectOf(body, 'The body');
  if (Array.isArray(schemas) && !schemas.includes(PATCH)) throw badRequest('invalidSyntax', `schemas: name ${PATCH}.`);
  const list = Operations ?? operations;
  if (!Array.isArray(list) || !list.length) throw badRequest('invalidSyntax', 'Operations: give a list of at least one.');
  if (list.length > MOST_OPERATIONS) throw badRequest('tooMany', `Operations: at most ${MOST_OPERATIONS} in one request.`);
  const read = list.map((one, index) => {
    const { op, path, value } = objectOf(one, `Operations[${index}]`);
    const verb = String(op).toLowerCase();
    if (verb !== 'add' && verb !== 'replace' && verb !== 'remove')
      throw badRequest('invalidSyntax', `Operations[${index}].op: one of add, replace and remove.`);
    if (path != null && typeof path !== 'string') throw badRequest('invalidPath', `Operations[${index}].path: this should be a text.`);
    return { verb, path: path || undefined, value } as const;
  });
  const named = read.reduce((sum, { value }) => sum + valuesIn(value), 0);
  if (named > MOST_MEMBERS) throw badRequest('tooMany', `One request names at most ${MOST_MEMBERS} members; send several.`);
  return read;
}

function valuesIn(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  const members = typeof value === 'object' && value !== null ? (value as { members?: unknown }).members : undefined;
  return Array.isArray(members) ? members.length : 1;
}

function apply(schema: Schema, resource: Resource, { verb, path, value }: Operation): Resource {
  if (path !== undefined) return applyAt(schema, resource, verb, parsePath(path), value);
  if (verb === 'remove') throw badRequest('noTarget', 'remove: say with `path` what is to go.');
  return Object.entries(objectOf(value, 'value')).reduce(
    (current, [name, one]) => applyAt(schema, current, verb, parsePath(name), one),
    resource,
  );
}

function applyAt(schema: Schema, resource: Resource, verb: Verb, path: Path, value: unknown): Resource {
  const attribute = attributeAt(schema, path.attribute);
  if (!attribute) return resource;
  const { name } = attribute;
  if (attribute.mutability === 'readOnly') {
    // Okta repeats the id of what it renames.
    if (name === 'id' && value === resource.id) return resource;
    throw badRequest('mutability', `${name}: this is set here and not changed by a directory.`);
  }
  const current = resource[name];
  if (attribute.multiValued) return { ...resource, [name]: changedList(attribute, (current as Resource[]) ?? [], verb, path, value) };
  if (path.filter) throw badRequest('invalidPath', `${name}: only lists take a filter.`);
  return { ...resource, [name]: changedValue(attribute, current, verb, path, value) };
}

function changedValue(attribute: Attribute, current: unknown, verb: Verb, { sub }: Path, value: unknown): unknown {
  if (sub !== undefined) {
    const { name } = subAt(attribute, sub);
    return { ...(current as Resource), [name]: verb === 'remove' || value == null ? undefined : readSub(attribute, sub, value) };
  }
  if (verb === 'remove' || value == null) return undefined;
  const read = readValue(attribute, value);
  return attribute.type === 'complex' ? { ...(current as Resource), ...(read as Resource) } : read;
}

function changedList(attribute: Attribute, current: Resource[], verb: Verb, { filter, sub }: Path, value: unknown): Resource[] {
  if (sub !== undefined && !filter) return changedMatches(attribute, current, verb, undefined, sub, value);
  if (filter) return changedMatches(attribute, current, verb, filter, sub, value);
  // Entra ID names those to be removed in `value`; the standard has a filter for that.
  if (verb === 'remove' && value != null) return without(current, readValue(attribute, value) as Resource[]);
  if (verb === 'remove' || value == null) return [];
  const given = readValue(attribute, value) as Resource[];
  return verb === 'replace' ? given : onePrimary([...without(current, given), ...given], given);
}

/** @param filter undefined: every value of the list */
function changedMatches(
  attribute: Attribute,
  current: Resource[],
  verb: Verb,
  filter: Filter | undefined,
  sub: string | undefined,
  value: unknown,
): Resource[] {
  const matches = current.filter((one) => !filter || fits(filter, one, attribute));
  if (verb === 'remove') {
    if (sub === undefined) return current.filter((one) => !matches.includes(one));
    const { name } = subAt(attribute, sub);
    return current.map((one) => (matches.includes(one) ? { ...one, [name]: undefined } : one));
  }
  const more =
    sub === undefined
      ? (readValue({ ...attribute, multiValued: false }, value) as Resource)
      : { [subAt(attribute, sub).name]: readSub(attribute, sub, value) };
  // Entra ID replaces a work address that is not there yet.
  if (!matches.length) return onePrimary([...current, { ...impliedBy(filter, attribute), ...more }], [more]);
  const changed = matches.map((one) => ({ ...one, ...more }));
  return onePrimary(
    current.map((one) => changed[matches.indexOf(one)] ?? one),
    changed,
  );
}

/** What a value must have for the filter to find it: `type eq "work"`. @throws ScimError noTarget the filter does not say */
function impliedBy(filter: Filter | undefined, attribute: Attribute): Resource {
  if (filter?.kind === 'compare' && filter.operator === 'eq')
    return { [subAt(attribute, filter.attribute).name]: readSub(attribute, filter.attribute, filter.value) };
  throw badRequest('noTarget', `${attribute.name}: no value fits the filter.`);
}

const without = (current: Resource[], gone: Resource[]) => {
  const values = new Set(gone.map(({ value }) => value));
  return current.filter(({ value }) => !values.has(value));
};

/** Of several primary values the one that was given last stays. @source RFC 7644, 3.5.2 */
function onePrimary(values: Resource[], given: Resource[]): Resource[] {
  const last = given.findLast(({ primary }) => primary === true);
  if (!last) return values;
  return values.map((one) =>
    one.primary === true && one.value !== last.value && last.value !== undefined ? { ...one, primary: false } : one,
  );
}
