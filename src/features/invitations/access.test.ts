import { expect, test } from 'vitest';
import { reachOf, wordsOf } from './access.ts';

test.each([
  [['read'], { role: 'Member', isReadOnly: true }, ['read']],
  [['write'], { role: 'Member', isReadOnly: false }, ['write', 'read']],
  [['READ', 'Write', 'read'], { role: 'Member', isReadOnly: false }, ['write', 'read']],
  [['admin'], { role: 'Admin', isReadOnly: false }, ['admin', 'write', 'read']],
  [['read', 'manager'], { role: 'Manager', isReadOnly: false }, ['manager', 'admin', 'write', 'read']],
  [['owner', 'admin'], { role: 'Owner', isReadOnly: false }, ['owner', 'admin', 'write', 'read']],
])('INV-7, INV-8: %j is closed downward and keeps its rank', (roles, reach, words) => {
  expect(reachOf(roles)).toEqual(reach);
  expect(wordsOf(reachOf(roles))).toEqual(words);
});

test.each([[[]], [['root']], [['read', '']], [['Member']]])('INV-7: %j is an input error', (roles) => {
  expect(() => reachOf(roles)).toThrow(
    expect.objectContaining({ kind: 'invalid', problems: [expect.objectContaining({ loc: ['body', 'roles'] })] }),
  );
});
