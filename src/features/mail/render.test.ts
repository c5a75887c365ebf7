import { expect, test } from 'vitest';
import { renderMail } from './render.ts';

const mail = (markdown: string, actions = [{ label: 'Open', url: 'https://tocsin.test/i/1' }]) =>
  renderMail({ subject: 'Disk full', markdown, actions, sender: 'Acme', footer: 'Sent by Tocsin' });

test('a mail says the same in HTML and in plain text', () => {
  const { html, text } = mail('# Disk full\n\nIt is **slow**.');
  expect(html).toMatch(/<h1[^>]*>Disk full<\/h1>[\s\S]*<strong>slow<\/strong>[\s\S]*href="https:\/\/tocsin.test\/i\/1"/);
  expect(text).toBe('# Disk full\n\nIt is **slow**.\n\nOpen: https://tocsin.test/i/1\n\n-- \nSent by Tocsin');
});

test.each([
  ['<script>alert(1)</script>', '<script>'],
  ['<img src=x onerror=alert(1)>', '<img'],
  ['![x](https://tracker.example/p.gif)', 'tracker.example'],
  ['[x](javascript:alert(1))', 'javascript:'],
  ['**<b onmouseover=alert(1)>**', '<b '],
])('words of users stay words: %s', (markdown, forbidden) => {
  expect(mail(markdown).html).not.toContain(forbidden);
});

test('values from outside cannot use the placeholders of the layout', () => {
  expect(mail('{{footer}} $& $1').html).toContain('{{footer}} $&amp; $1');
});

test('the layout asks no other host for anything', () => {
  expect(mail('Hello', []).html).not.toMatch(/(?:src|href)="https?:|@import|url\(/);
});
