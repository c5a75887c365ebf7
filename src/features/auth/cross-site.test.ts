import { expect, test } from 'vitest';
import { isCrossSite } from './cross-site.ts';

test.each([
  ['POST', {}, false],
  ['POST', { 'sec-fetch-site': 'same-origin' }, false],
  ['POST', { 'sec-fetch-site': 'none' }, false],
  ['POST', { 'sec-fetch-site': 'same-site' }, true],
  ['DELETE', { 'sec-fetch-site': 'cross-site' }, true],
  ['GET', { 'sec-fetch-site': 'cross-site' }, false],
  ['PUT', { origin: 'https://tocsin.test', host: 'tocsin.test' }, false],
  ['PUT', { origin: 'https://evil.example.com', host: 'tocsin.test' }, true],
  ['PATCH', { origin: 'null', host: 'tocsin.test' }, true],
  ['POST', { origin: 'http://localhost:8001', host: 'localhost:8000' }, true],
] as [string, Record<string, string>, boolean][])('%s with %o comes from another site: %s', (method, headers, expected) => {
  expect(isCrossSite(method, { headers })).toBe(expected);
});
