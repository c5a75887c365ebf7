import { describe, expect, test } from 'vitest';
import { addressOf, keyOf, masked } from './address.ts';

describe('INV-17: what addresses are compared by', () => {
  test.each([
    ['  Jo@Example.COM ', 'jo@example.com'],
    ['jo+tag@example.com', 'jo+tag@example.com'],
    ['j.o@example.com', 'j.o@example.com'],
    ['jo@BÜCHER.example', 'jo@xn--bcher-kva.example'],
    ['jo@xn--bcher-kva.example', 'jo@xn--bcher-kva.example'],
    ["o'brien@example.com", "o'brien@example.com"],
  ])('%s is %s', (typed, key) => expect(addressOf(typed)).toMatchObject({ email: typed.trim(), key }));

  test('CHECK 24.18: the KELVIN SIGN is no k, where letters beyond ASCII are taken at all', () => {
    expect(addressOf('\u212Aim@example.com')).toMatch(/DISPATCH_EMAIL_ALLOW_SMTPUTF8/);
    expect(addressOf('\u212Aim@example.com', true)).toMatchObject({ key: '\u212Aim@example.com'.normalize('NFC') });
    expect(keyOf('\u212Aim@example.com')).not.toBe(keyOf('kim@example.com'));
  });

  test('letters beyond ASCII count byte for byte, after NFC', () => {
    expect(keyOf('JOSE\u0301@example.com')).toBe(keyOf('JOS\u00c9@example.com'));
    expect(keyOf('JOS\u00c9@example.com')).not.toBe(keyOf('jos\u00e9@example.com'));
  });

  test.each([
    '',
    'jo',
    '@example.com',
    'jo@',
    'jo@example',
    'jo@@example.com',
    'a b@example.com',
    'jo@exa mple.com',
    '.jo@example.com',
    `${'x'.repeat(65)}@example.com`,
    'jo@-example.com',
    'jo@example.com\r\nbcc: x@example.com',
  ])('%j is none, and is told so', (typed) => expect(addressOf(typed)).toEqual(expect.any(String)));
});

test('INV-46: strangers see the first letter and the domain', () => {
  expect(masked('jo@example.com')).toBe('j•••@example.com');
  expect(masked('𝒥o@example.com')).toBe('𝒥•••@example.com');
});
