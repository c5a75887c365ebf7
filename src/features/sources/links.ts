import Type, { type Static } from 'typebox';
import { invalid } from '../../core/errors.ts';
import { json, nullable } from '../../core/field.ts';
import { named } from '../../core/shape.ts';

const Link = named(
  'Link',
  Type.Object({
    id: nullable(Type.Integer()),
    name: nullable(Type.String()),
    description: nullable(Type.String()),
    href: nullable(Type.String({ format: 'uri' })),
  }),
);
type Link = Static<typeof Link>;

/** Room for ids that clients make of the time, and for the next ones after them. */
const LARGEST_ID = 2 ** 52;

/** Only addresses a browser opens safely: a page that shows them makes links of them. */
const Given = Type.Object({
  id: Type.Optional(nullable(Type.Integer({ minimum: -LARGEST_ID, maximum: LARGEST_ID }))),
  name: Type.Optional(nullable(Type.String({ maxLength: 500 }))),
  description: Type.Optional(nullable(Type.String({ maxLength: 10_000 }))),
  href: Type.Optional(
    nullable(Type.String({ format: 'uri', pattern: '^[Hh][Tt][Tt][Pp][Ss]?:', maxLength: 2000, examples: ['https://example.org/'] })),
  ),
});

/** Where to read more about a source, in the order given. */
export const links = () => ({
  ...json(),
  read: Type.Array(Link),
  input: nullable(Type.Array(nullable(Given))),
});

/**
 * Links as they are kept: every key there, every id once. A link without an id, or with one that an earlier link has, is given the
 * next free one.
 */
export function completeLinks(given: readonly (Partial<Link> | null)[]): Link[] {
  const present = given.map((link, index) => ({ link, index })).filter((one) => one.link !== null);
  const taken = new Set<number>();
  let next = Math.max(0, ...present.map(({ link }) => link?.id ?? 0)) + 1;
  return present.map(({ link, index }) => {
    const own = link?.id ?? undefined;
    const id = own !== undefined && !taken.has(own) ? own : next++;
    taken.add(id);
    return { id, name: link?.name ?? null, description: link?.description ?? null, href: normal(link?.href, index) };
  });
}

/** Addresses look the same however they were typed: a bare host gains its slash. */
function normal(href: string | null | undefined, index: number): string | null {
  if (href == null) return null;
  if (!URL.canParse(href)) throw invalid(`links.${index}.href`, 'Value error, this is not an address; write https://example.org.');
  return new URL(href).href;
}
