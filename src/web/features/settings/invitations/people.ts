import Papa from 'papaparse';
import type { Problem } from '../../../api/errors.ts';

/** Somebody as a line of a list, a spreadsheet or a mail program names them. */
export type Invitee = { email: string; name: string; role: string | undefined };

/** What becomes, or became, of one of them: the problems, none when all is well. */
export type Outcome = Invitee & { problems: Problem[] };

const COLUMNS: Record<string, keyof Invitee> = {
  email: 'email',
  'e-mail': 'email',
  address: 'email',
  'email address': 'email',
  'e-mail address': 'email',
  name: 'name',
  'full name': 'name',
  role: 'role',
};
const ROLES: Record<string, string> = {
  viewer: 'Viewer',
  read: 'Viewer',
  responder: 'Responder',
  write: 'Responder',
  member: 'Responder',
  administrator: 'Administrator',
  admin: 'Administrator',
  manager: 'Manager',
  owner: 'Owner',
};
/** Addresses as mail programs copy them; the name stands in quotes where it has a comma. @source RFC 5322 3.4 */
const MAILBOX = /(?:"([^"]*)"\s*|([^<>,;"\n]*))<([^<>]*)>|([^\s,;<>"]+)/g;

/**
 * Reads people from what was pasted, or from a file: one in a line, `address, name, role` in any order, with or without a line of column names;
 * or addresses behind one another, as mail programs copy them: `Jo Lee <jo@example.com>; kim@example.com`.
 */
export function peopleIn(text: string): Invitee[] {
  if (/<[^<>]*@[^<>]*>/.test(text))
    return [...text.matchAll(MAILBOX)].map(([, quoted, plain, inside, alone]) => ({
      email: (inside ?? alone ?? '').trim(),
      name: (quoted ?? plain ?? '').trim(),
      role: undefined,
    }));
  const table = Papa.parse<string[]>(text.replace(/^\uFEFF/, '').trim(), { skipEmptyLines: 'greedy' }).data;
  const rows = table.map((row) => row.map((cell) => cell.trim()));
  const [first = []] = rows;
  const columns = first.map((cell) => COLUMNS[cell.toLowerCase()]);
  if (columns.includes('email')) return rows.slice(1).map((row) => byColumn(row, columns));
  return rows.flatMap(peopleOf);
}

function byColumn(row: string[], columns: (keyof Invitee | undefined)[]): Invitee {
  const of = (name: keyof Invitee) => row[columns.indexOf(name)] ?? '';
  return { email: of('email'), name: of('name'), role: roleOf(of('role')) };
}

function peopleOf(row: string[]): Invitee[] {
  const words = row.flatMap((cell) => (/^\S+@\S+(\s+\S+@\S+)+$/.test(cell) ? cell.split(/\s+/) : [cell])).filter(Boolean);
  const addresses = words.filter((word) => word.includes('@'));
  const others = words.filter((word) => !word.includes('@'));
  if (addresses.length !== 1)
    return (addresses.length ? addresses : [words.join(', ')]).map((email) => ({ email, name: '', role: undefined }));
  const role = others.find((word) => ROLES[word.toLowerCase()]);
  const name = others.find((word) => word !== role) ?? '';
  return [{ email: addresses[0] as string, name, role: role && roleOf(role) }];
}

/** An unknown word stays as it is, so that it can be shown beside its row. */
const roleOf = (word: string) => (word ? (ROLES[word.toLowerCase()] ?? word) : undefined);
