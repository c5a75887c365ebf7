import { addressOf } from '../invitations/index.ts';
import { badRequest } from './scim/errors.ts';
import type { Resource } from './scim/read-resource.ts';

/** What a directory says of somebody. @source RFC 7643, 4.1 */
export type UserContent = {
  userName: string;
  externalId: string | null;
  displayName: string | null;
  name: Record<string, string>;
  emails: Email[];
  active: boolean;
};
type Email = { value?: string; type?: string; primary?: boolean; display?: string };

/** @param resource as it was read by the schema @param active what holds when it says nothing */
export function contentOf(resource: Resource, active: boolean): UserContent {
  const text = (name: string) => (resource[name] as string | undefined) || null;
  return {
    userName: (resource.userName as string).trim(),
    externalId: text('externalId'),
    displayName: text('displayName'),
    name: JSON.parse(JSON.stringify(resource.name ?? {})),
    emails: JSON.parse(JSON.stringify(resource.emails ?? [])),
    active: (resource.active as boolean | undefined) ?? active,
  };
}

/**
 * Whom a new member is found by: the primary address, else the first, else the user name where that is an address.
 * @throws ScimError invalidValue none of them is an address
 */
export function addressIn({ emails, userName }: UserContent, allowsUnicode: boolean): { email: string; key: string } {
  const given = (emails.find(({ primary, value }) => primary && value) ?? emails.find(({ value }) => value))?.value;
  const address = addressOf(given ?? userName, allowsUnicode);
  if (typeof address !== 'string') return address;
  throw badRequest('invalidValue', `${given ? 'emails' : 'userName'}: "${(given ?? userName).slice(0, 100)}" ${address}.`);
}

/** What to call somebody who has no name here yet. */
export function nameOf({ displayName, name }: UserContent): string | null {
  const parts = [name.givenName, name.familyName].filter(Boolean).join(' ');
  return (displayName || name.formatted || parts).slice(0, 200) || null;
}
