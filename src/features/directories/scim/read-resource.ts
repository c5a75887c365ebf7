import { type Attribute, attributeOf, byName, isNotKept, type Schema } from './attributes.ts';
import { badRequest } from './errors.ts';

/** A resource by the names of its schema. */
export type Resource = Record<string, unknown>;

const LONGEST_TEXT = 1000;
const MOST_VALUES = 100;

/**
 * Reads a body of POST and PUT: names in any case, what is read-only and what is not kept left out.
 * @throws ScimError invalidValue an attribute that is missing or of another type; invalidSyntax no object
 * @source RFC 7644, 3.3 and 3.5.1
 */
export function readResource(schema: Schema, body: unknown): Resource {
  const given = objectOf(body, 'The body');
  const { schemas } = given;
  if (Array.isArray(schemas) && !schemas.some((one) => String(one).toLowerCase() === schema.id.toLowerCase()))
    throw badRequest('invalidSyntax', `schemas: name ${schema.id}.`);
  const entries = Object.entries(given).flatMap(([name, value]) => {
    const attribute = knownAttribute(schema, name);
    if (!attribute || attribute.mutability === 'readOnly' || value === null) return [];
    return [[attribute.name, readValue(attribute, value)] as const];
  });
  return requireComplete(schema, Object.fromEntries(entries));
}

/** @throws ScimError invalidValue something that is required is missing or empty */
export function requireComplete(schema: Schema, resource: Resource): Resource {
  const missing = schema.attributes.find(({ name, required }) => required && !String(resource[name] ?? '').trim());
  if (missing) throw badRequest('invalidValue', `${missing.name}: this is required.`);
  return resource;
}

/** @returns undefined for what is not kept. Of what nobody knows a body may be full, a path must not be: it asks for a change that would not happen. */
const knownAttribute = (schema: Schema, name: string) => attributeOf(schema, name.replace(`${schema.id}:`, ''));

/** @throws ScimError invalidPath the schema has no such attribute. @returns undefined for one that is not kept */
export function attributeAt(schema: Schema, name: string): Attribute | undefined {
  const found = attributeOf(schema, name);
  if (!found && !isNotKept(name)) throw badRequest('invalidPath', `${name}: a ${schema.name} has no such attribute.`);
  return found;
}

/** @throws ScimError invalidValue of another type than the schema says */
export function readValue(attribute: Attribute, value: unknown): unknown {
  if (!attribute.multiValued) return readOne(attribute, value, attribute.name);
  // A single value of a list often comes without the list around it.
  const values = Array.isArray(value) ? value : [value];
  // The members of a group are bounded where they are counted.
  if (attribute.name !== 'members' && values.length > MOST_VALUES)
    throw badRequest('invalidValue', `${attribute.name}: at most ${MOST_VALUES} values.`);
  return values.map((one) => readOne(attribute, one, attribute.name));
}

export function readSub(attribute: Attribute, name: string, value: unknown): unknown {
  const sub = subAt(attribute, name);
  return readOne(sub, value, `${attribute.name}.${sub.name}`);
}

/** @throws ScimError invalidPath there is no such part */
export function subAt(attribute: Attribute, name: string): Attribute {
  const sub = byName(attribute.subAttributes ?? [], name);
  if (!sub) throw badRequest('invalidPath', `${attribute.name}.${name}: there is no such part.`);
  return sub;
}

function readOne(attribute: Attribute, value: unknown, at: string): unknown {
  switch (attribute.type) {
    case 'boolean':
      return booleanOf(value, at);
    case 'complex':
      return complexOf(attribute, value, at);
    default:
      if (typeof value !== 'string') throw badRequest('invalidValue', `${at}: this should be a text.`);
      if (value.length > LONGEST_TEXT) throw badRequest('invalidValue', `${at}: at most ${LONGEST_TEXT} characters.`);
      if (value.includes('\0')) throw badRequest('invalidValue', `${at}: a text has no zero characters.`);
      return value;
  }
}

/** Entra ID sends "True" and "False" unless it is told to keep to the standard. @source https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility */
function booleanOf(value: unknown, at: string): boolean {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word !== 'true' && word !== 'false') throw badRequest('invalidValue', `${at}: this should be true or false.`);
  return word === 'true';
}

function complexOf({ subAttributes = [] }: Attribute, value: unknown, at: string): Resource {
  return Object.fromEntries(
    Object.entries(objectOf(value, at)).flatMap(([name, one]) => {
      const sub = byName(subAttributes, name);
      return !sub || sub.mutability === 'readOnly' || one === null ? [] : [[sub.name, readOne(sub, one, `${at}.${sub.name}`)]];
    }),
  );
}

export function objectOf(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badRequest('invalidSyntax', `${at} should be an object.`);
  return value as Record<string, unknown>;
}
