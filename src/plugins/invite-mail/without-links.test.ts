import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutLinks } from './without-links.ts';

test.each([
  ['Acme', 'Acme'],
  ['Müller & Söhne GmbH <script>', 'Müller & Söhne GmbH <script>'],
  ['Version 1.2 costs 3.50, e.g. today. Well', 'Version 1.2 costs 3.50, e.g. today. Well'],
  ['Acme https://evil.example/claim?x=1 Inc', 'Acme Inc'],
  ['HTTPS://EVIL.EXAMPLE', ''],
  ['see www.evil.example/x now', 'see now'],
  ['go to evil.example/login, please', 'go to please'],
  ['evil.example:8443', ''],
  ['write to eve@evil.example today', 'write to today'],
  ['javascript:alert(1)', ''],
  ['mailto:eve@evil.example', ''],
  ['at 192.0.2.7/claim', 'at'],
  ['пример.рф', ''],
  ['evil.xn--p1ai', ''],
  ['ｅｖｉｌ．ｅｘａｍｐｌｅ', ''],
  ['evil。example', ''],
  ['ev\u200bil.exa\u00admple', ''],
  ['\u202eelpmaxe.live', ''],
  ['[here](https://evil.example) now', 'now'],
  ['Bank\r\nBcc: eve', 'Bank Bcc: eve'],
  ['a\0b\u001bc', 'abc'],
])('%j becomes %j', (text, expected) => {
  expect(withoutLinks(text)).toBe(expected);
});

test('line breaks stay where they are wanted, and few of them', () => {
  expect(withoutLinks('Hello\r\n\r\n\r\n\r\nsee  https://evil.example \nyou', { lines: true })).toBe('Hello\n\nsee\nyou');
});

test('nothing that mail programs turn into a link is left, whatever stands around it', () => {
  const address = fc.constantFrom(
    'http://evil.example/a',
    'https://192.0.2.7',
    'www.evil.example',
    'evil.example',
    'eve@evil.example',
    'ftp://a.b',
  );
  const words = fc.array(fc.oneof(address, fc.string({ maxLength: 8 }), fc.constantFrom('.', '/', ':', '@', '\n', '<', '\u200b')), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(words, fc.constantFrom('', ' ', '\u200b', '.'), (parts, between) => {
      const left = withoutLinks(parts.join(between));
      expect(left).not.toMatch(/:\/\/[^\s]|www\.[^\s]|\bevil\.example\b|192\.0\.2\.7/i);
    }),
    { numRuns: 2000 },
  );
});

test('the longest text is looked at in no time', () => {
  const started = performance.now();
  for (const text of ['a.'.repeat(50_000), 'a'.repeat(100_000), '@'.repeat(100_000), 'a@'.repeat(50_000)]) withoutLinks(text);
  expect(performance.now() - started).toBeLessThan(1000);
});
