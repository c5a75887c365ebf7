import { expect, test } from 'vitest';
import { capitalized, withArticle } from './text.ts';

test('nouns get the article they are spoken with', () => {
  expect(['incident type', 'tag', 'user', 'organization'].map(withArticle)).toEqual([
    'an incident type',
    'a tag',
    'a user',
    'an organization',
  ]);
});

test('sentences begin with a capital letter', () => {
  expect(capitalized('an incident type')).toBe('An incident type');
});
