import { readFile, writeFile } from 'node:fs/promises';
import mjml2html from 'mjml';

/*
 * Writes src/features/mail/layout.html from layout.mjml. The compiler takes 0.4 s to load, so the server never does; run this after
 * changing the layout and commit both. With --check it writes nothing and fails when they do not belong together.
 */
const folder = new URL('../src/features/mail/', import.meta.url);
const source = await readFile(new URL('layout.mjml', folder), 'utf8');
const { html, errors } = await mjml2html(source, { validationLevel: 'strict', minify: false });
if (errors.length) throw new Error(errors.map((error) => error.formattedMessage).join('\n'));
const outside = /(?:src|href)="https?:|@import|url\(/.exec(html);
if (outside) throw new Error(`The layout fetches something from another host: ${outside[0]}`);
const compiled = `${html.replace(/^\s*\n/gm, '').trim()}\n`;
const target = new URL('layout.html', folder);
if (!process.argv.includes('--check')) await writeFile(target, compiled);
else if ((await readFile(target, 'utf8')) !== compiled) {
  process.stderr.write('src/features/mail/layout.html is not made from layout.mjml: run `node scripts/compile-mail.ts`.\n');
  process.exitCode = 1;
}
