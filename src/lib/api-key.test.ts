import { expect, test } from 'vitest';
import { makeKey, readKey } from './api-key.ts';

test('a key is read as it was made, and no other text is one', () => {
  const { text, publicId, hash } = makeKey();
  expect(text).toMatch(/^dsp_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
  expect(readKey(text)).toEqual({ publicId, hash });
  expect(makeKey().text).not.toBe(text);
  for (let place = 4; place < text.length; place += 1) {
    const other = text[place] === 'x' ? 'y' : 'x';
    expect(readKey(text.slice(0, place) + other + text.slice(place + 1))).toBeUndefined();
  }
  for (const wrong of ['', 'dsp_', text.slice(0, -1), `${text} `, text.toUpperCase()]) expect(readKey(wrong)).toBeUndefined();
});
