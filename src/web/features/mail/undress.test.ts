import { expect, test } from 'vitest';
import { undress } from './undress.ts';

test('sheets are taken out and attributes renamed', () => {
  const mail =
    '<style type="text/css">a { color: red }</style><p class="x" style="margin:0">Hi <b STYLE=\'x\'>you</b></p><style>b{}</style>';
  expect(undress(mail)).toEqual({
    html: '<p class="x" data-style="margin:0">Hi <b data-style=\'x\'>you</b></p>',
    sheets: ['a { color: red }', 'b{}'],
  });
});

test('an attribute without a value is one too', () => {
  expect(undress('<td style width="1"><br style>').html).toBe('<td data-style width="1"><br data-style>');
});

test('text about styles stays text', () => {
  expect(undress('<p>write style="x" here</p>').html).toBe('<p>write style="x" here</p>');
});
