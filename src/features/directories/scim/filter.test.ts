import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMPARISONS, type Filter, parseFilter, parsePath } from './filter.ts';

const compare = (attribute: string, operator: string, value: unknown) => ({ kind: 'compare', attribute, operator, value });

describe('RFC 7644, 3.4.2.2: filters', () => {
  test.each([
    ['userName eq "bjensen"', compare('userName', 'eq', 'bjensen')],
    ['userName Eq "bjensen"', compare('userName', 'eq', 'bjensen')],
    ['name.familyName co "O\'Malley"', compare('name.familyName', 'co', "O'Malley")],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"', compare('userName', 'sw', 'J')],
    ['title pr', { kind: 'present', attribute: 'title' }],
    ['meta.lastModified gt "2011-05-13T04:42:34Z"', compare('meta.lastModified', 'gt', '2011-05-13T04:42:34Z')],
    ['active eq true', compare('active', 'eq', true)],
    ['active eq False', compare('active', 'eq', false)],
    ['count ge -1.5e2', compare('count', 'ge', -150)],
    ['userName eq "a \\"quoted\\" \\u00e9"', compare('userName', 'eq', 'a "quoted" é')],
    [
      'title pr and userType eq "Employee"',
      { kind: 'and', left: { kind: 'present', attribute: 'title' }, right: compare('userType', 'eq', 'Employee') },
    ],
    [
      'a eq 1 or b eq 2 and c eq 3',
      { kind: 'or', left: compare('a', 'eq', 1), right: { kind: 'and', left: compare('b', 'eq', 2), right: compare('c', 'eq', 3) } },
    ],
    [
      '(a eq 1 or b eq 2) and not (c eq 3)',
      {
        kind: 'and',
        left: { kind: 'or', left: compare('a', 'eq', 1), right: compare('b', 'eq', 2) },
        right: { kind: 'not', filter: compare('c', 'eq', 3) },
      },
    ],
    [
      'emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp"]',
      {
        kind: 'or',
        left: {
          kind: 'some',
          attribute: 'emails',
          filter: { kind: 'and', left: compare('type', 'eq', 'work'), right: compare('value', 'co', '@example.com') },
        },
        right: { kind: 'some', attribute: 'ims', filter: compare('type', 'eq', 'xmpp') },
      },
    ],
  ])('%s', (text, expected) => {
    expect(parseFilter(text)).toEqual(expected);
  });

  test.each([
    '',
    'userName',
    'userName eq',
    'userName is "x"',
    'userName eq bjensen',
    'userName eq "x',
    'userName eq "x" and',
    '(userName eq "x"',
    'userName eq "x")',
    'emails[type eq "work"',
    'eq "x"',
    'userName eq "x" userName eq "y"',
    "userName eq 'x'",
    'a eq 1.2.3',
    `${'('.repeat(30)}a pr${')'.repeat(30)}`,
    `a eq "${'x'.repeat(5000)}"`,
  ])('refuses %j', (text) => {
    expect(() => parseFilter(text)).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidFilter' }));
  });
});

describe('RFC 7644, 3.5.2: paths', () => {
  test.each([
    ['members', { attribute: 'members' }],
    ['name.familyName', { attribute: 'name', sub: 'familyName' }],
    ['urn:ietf:params:scim:schemas:core:2.0:User:name.familyName', { attribute: 'name', sub: 'familyName' }],
    ['emails[type eq "work"]', { attribute: 'emails', filter: compare('type', 'eq', 'work') }],
    ['emails[type eq "work"].value', { attribute: 'emails', filter: compare('type', 'eq', 'work'), sub: 'value' }],
    ['members[value eq "2819c223"]', { attribute: 'members', filter: compare('value', 'eq', '2819c223') }],
  ])('%s', (text, expected) => {
    expect(parsePath(text)).toEqual(expected);
  });

  test.each(['', 'emails[', 'emails[type eq "work"', 'emails[type eq "work"]value', 'emails[type eq "work"].', 'a b', '"a"'])(
    'refuses %j',
    (text) => {
      expect(() => parsePath(text)).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidPath' }));
    },
  );
});

/* Whatever a filter is made of, written down and read again it is the same. */

const attribute = fc.constantFrom('userName', 'name.familyName', 'emails.value', 'active', 'x-y_z', 'meta.lastModified');
const value = fc.oneof(fc.string(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null));

const { filter: anyFilter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 5 },
    fc.record({ kind: fc.constant('compare' as const), attribute, operator: fc.constantFrom(...COMPARISONS), value }),
    fc.record({ kind: fc.constant('present' as const), attribute }),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('filter'), right: tie('filter') }),
    fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }),
    fc.record({ kind: fc.constant('some' as const), attribute: fc.constant('emails'), filter: tie('filter') }),
  ),
}));

function written(filter: Filter): string {
  switch (filter.kind) {
    case 'compare':
      return `${filter.attribute} ${filter.operator} ${JSON.stringify(filter.value)}`;
    case 'present':
      return `${filter.attribute} pr`;
    case 'not':
      return `not (${written(filter.filter)})`;
    case 'some':
      return `${filter.attribute}[${written(filter.filter)}]`;
    default:
      return `(${written(filter.left)}) ${filter.kind} (${written(filter.right)})`;
  }
}

test('a filter that is written down is read as what it was', () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      expect(parseFilter(written(filter))).toEqual(JSON.parse(JSON.stringify(filter)));
    }),
  );
});

test('any text is read or refused, and never anything else', () => {
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom('(', ')', '[', ']', 'not', 'and', 'or', 'eq', 'pr', 'a', '"x"', '.', '1', ' ')).map((all) => all.join(' ')),
  );
  fc.assert(
    fc.property(text, (one) => {
      try {
        parseFilter(one);
      } catch (error) {
        expect(error).toMatchObject({ status: 400, scimType: 'invalidFilter' });
      }
    }),
    { numRuns: 500 },
  );
});
