import { describe, expect, test } from 'vitest';
import { linkUrl, piecesOf } from './link-url.ts';

const urlOf = (length: number) => {
  const start = linkUrl('https://t.example', '');
  return start + Array.from({ length: length - start.length }, (_, index) => (index % 36).toString(36)).join('');
};

test('INV-34: one parameter, and nothing that HTML or an address would write differently', () => {
  const url = linkUrl('https://tocsin.example.com', 'eyJh.eyJi.c2ln-_');
  expect(url).toBe('https://tocsin.example.com/claim?invite_token=eyJh.eyJi.c2ln-_');
  expect(url).not.toMatch(/[&%\s"'<>]/);
  expect([...new URL(url).searchParams.keys()]).toEqual(['invite_token']);
});

describe('INV-35, INV-36: pieces of a link', () => {
  test('CHECK 24.10: joined they are the link, for every length and number', () => {
    for (let length = 160; length <= 2550; length += 7) {
      for (let count = 1; count <= 50; count += 1) {
        const pieces = piecesOf(urlOf(length), { count, longest: 255 });
        const fits = length / count >= 16 && length / count <= 255;
        if (!Array.isArray(pieces)) {
          expect(fits, `${length} in ${count}`).toBe(false);
          continue;
        }
        const lengths = pieces.map((piece) => piece.length);
        expect(pieces.join('')).toBe(urlOf(length));
        expect(pieces).toHaveLength(count);
        expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
        expect(Math.max(...lengths)).toBeLessThanOrEqual(255);
        expect(Math.min(...lengths)).toBeGreaterThanOrEqual(16);
      }
    }
  });

  test('what does not fit says which setting to change, and is never cut short', () => {
    expect(piecesOf(urlOf(2551), { count: 10, longest: 255 })).toEqual({
      problem: expect.stringMatching(/^INVITE_URL_TOO_LONG.*DISPATCH_INVITE_URL_CHUNKS/),
    });
    expect(piecesOf(urlOf(160), { count: 11, longest: 255 })).toEqual({
      problem: expect.stringMatching(/^INVITE_URL_TOO_LONG.*DISPATCH_INVITE_URL_CHUNKS/),
    });
  });
});
