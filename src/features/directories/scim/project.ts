import type { Resource } from './read-resource.ts';

/** What a request wants of each resource. @source RFC 7644, 3.9 */
export type Projection = { only?: string[]; except?: string[] };

/** @param attributes lists with commas between the names, or undefined */
export function projectionOf(attributes: string | undefined, excludedAttributes: string | undefined): Projection {
  const read = (text: string | undefined) =>
    text
      ?.split(',')
      .map((name) =>
        name
          .trim()
          .replace(/^urn:ietf:params:scim:schemas:core:2\.0:(User|Group):/i, '')
          .toLowerCase(),
      )
      .filter(Boolean);
  const [only, except] = [read(attributes), read(excludedAttributes)];
  return { ...(only?.length && { only }), ...(except?.length && { except }) };
}

const ALWAYS = new Set(['schemas', 'id']);

export function project(resource: Resource, { only, except }: Projection): Resource {
  if (!only && !except) return resource;
  return Object.fromEntries(
    Object.entries(resource).flatMap(([name, value]) => {
      const part = ALWAYS.has(name) ? value : only ? chosen(name, value, only) : rest(name, value, except ?? []);
      return part === undefined ? [] : [[name, part]];
    }),
  );
}

/** @returns whether a request gets any of an attribute: what costs much is not looked up in vain */
export const wants = ({ only, except }: Projection, name: string): boolean =>
  only ? only.some((one) => one === name || one.startsWith(`${name}.`)) : !except?.includes(name);

function chosen(name: string, value: unknown, only: string[]): unknown {
  const key = name.toLowerCase();
  if (only.includes(key)) return value;
  const subs = only.filter((one) => one.startsWith(`${key}.`)).map((one) => one.slice(key.length + 1));
  return subs.length ? keep(value, (sub) => subs.includes(sub)) : undefined;
}

function rest(name: string, value: unknown, except: string[]): unknown {
  const key = name.toLowerCase();
  if (except.includes(key)) return undefined;
  const subs = except.filter((one) => one.startsWith(`${key}.`)).map((one) => one.slice(key.length + 1));
  return subs.length ? keep(value, (sub) => !subs.includes(sub)) : value;
}

function keep(value: unknown, wanted: (sub: string) => boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => keep(one, wanted));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([sub]) => wanted(sub.toLowerCase())));
}
