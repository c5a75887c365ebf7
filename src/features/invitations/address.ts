import { domainToASCII } from 'node:url';

const LONGEST_LOCAL = 64;
const LONGEST = 254;
/** What mail allows unquoted in front of the @. @source RFC 5321, 4.1.2; RFC 5322, 3.2.3 */
const ASCII_LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;
const ASCII = /^[\x21-\x7e]+$/;

export type Address = {
  /** as it was typed, without spaces around it */
  email: string;
  /** what addresses are compared by */
  key: string;
  /** ASCII, lower case */
  domain: string;
};

/**
 * Reads an address. The key folds A to Z alone: other scripts have letters that fold onto ASCII ones, and would turn a stranger's address into
 * somebody's. Dots and `+tags` stay, as only the mailbox's owner knows what they mean.
 *
 * @param allowsUnicode whether letters beyond ASCII may stand in front of the @; they count byte for byte, after NFC
 * @returns what is wrong with it as a text
 * @source invitations.md, INV-17
 */
export function addressOf(text: string, allowsUnicode = false): Address | string {
  const email = text.trim();
  const at = email.lastIndexOf('@');
  const [local, host] = [email.slice(0, at), email.slice(at + 1)];
  if (at < 1 || !host || email.length > LONGEST || local.length > LONGEST_LOCAL) return 'is no e-mail address: write name@example.com';
  const domain = domainToASCII(host.replace(/\.$/, '')).toLowerCase();
  if (!DOMAIN.test(domain)) return `has a domain that does not exist in this form: ${host}`;
  if (ASCII.test(local)) {
    if (!ASCII_LOCAL.test(local)) return 'is no e-mail address: there is something in front of the @ that does not belong there';
    return { email, domain, key: `${local.replace(/[A-Z]/g, (letter) => letter.toLowerCase())}@${domain}` };
  }
  if (!allowsUnicode)
    return 'has letters beyond ASCII in front of the @; set DISPATCH_EMAIL_ALLOW_SMTPUTF8=true where your mail server takes such addresses';
  if (/[\s\p{Cc}\p{Cf}@<>()[\]\\,;:"]/u.test(local))
    return 'is no e-mail address: there is something in front of the @ that does not belong there';
  return { email, domain, key: `${local.normalize('NFC')}@${domain}` };
}

/** @returns what an address is compared by; undefined for one that is none */
export function keyOf(email: string): string | undefined {
  const address = addressOf(email, true);
  return typeof address === 'string' ? undefined : address.key;
}

/** How somebody sees the address who has not shown to be its owner: `j•••@example.com`. @source invitations.md, INV-46 */
export function masked(email: string): string {
  const at = email.lastIndexOf('@');
  const [first = ''] = [...email.slice(0, at)];
  return `${first}•••${email.slice(at)}`;
}
