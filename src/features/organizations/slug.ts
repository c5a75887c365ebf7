import { invalid } from '../../core/errors.ts';

/** `Acme Corp.` → `acme_corp` */
export const slugOf = (name: string) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');

/** First segments of addresses that mean something else. @source invitations.md, INV-3 */
const RESERVED = new Set(
  'api auth claim callback implicit graphql scim login logout static healthcheck well_known assets setup sign_in'.split(' '),
);

/** @throws invalid the address of an organization could not be made of the name: too short, too long, or it means something else */
export function requireSlug(slug: string): string {
  if (slug.length < 2) throw invalid('name', 'Use at least two letters or digits: the address of the organization is made of them.');
  if (slug.length > 40) throw invalid('name', `Use a shorter name: its address has at most 40 characters, and ${slug} has ${slug.length}.`);
  if (RESERVED.has(slug)) throw invalid('name', `Use another name: the address ${slug} means something else here.`);
  return slug;
}
