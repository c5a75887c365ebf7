import { expect, test } from 'vitest';
import { peopleIn } from './people.ts';

const [jo, kim] = ['jo@example.com', 'kim@example.com'];
const plain = (email: string) => ({ email, name: '', role: undefined });

test.each<[string, string, ReturnType<typeof peopleIn>]>([
  ['an address in each line', `${jo}\n\n  ${kim}  \r\n`, [plain(jo), plain(kim)]],
  ['behind one another, by commas', `${jo}, ${kim}`, [plain(jo), plain(kim)]],
  ['behind one another, by spaces', `${jo} ${kim}`, [plain(jo), plain(kim)]],
  ['as mail programs copy them', `Jo Lee <${jo}>; ${kim}`, [{ ...plain(jo), name: 'Jo Lee' }, plain(kim)]],
  ['a comma within a name', `"Lee, Jo" <${jo}>`, [{ ...plain(jo), name: 'Lee, Jo' }]],
  ['address, name and role', `${jo},Jo Lee,admin`, [{ email: jo, name: 'Jo Lee', role: 'Administrator' }]],
  ['the columns named, in another order', `Role;Name;E-Mail\nviewer;"Lee; Jo";${jo}`, [{ email: jo, name: 'Lee; Jo', role: 'Viewer' }]],
  ['a file of a spreadsheet, with its mark of order', `\uFEFFemail,name\n${jo},Jo`, [{ ...plain(jo), name: 'Jo' }]],
  ['a role that is none stays to be shown', `email,role\n${jo},king`, [{ ...plain(jo), role: 'king' }]],
  ['what has no address stays to be shown', 'nobody', [plain('nobody')]],
  ['nothing', ' \n ', []],
])('%s', (_what, text, people) => {
  expect(peopleIn(text)).toEqual(people);
});
