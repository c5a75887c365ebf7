import { readFile, writeFile } from 'node:fs/promises';
import mjml2html from 'mjml';

/*
 * Writes the HTML of each mail from its MJML. The compiler takes 0.4 s to load, so the server never does; run this after changing a layout
 * and commit both. With --check it writes nothing and fails when they do not belong together.
 */
const LAYOUTS = ['src/features/mail/layout', 'src/plugins/invite-mail/invitation'];

for (const layout of LAYOUTS) {
  const fileOf = (kind: 'mjml' | 'html') => new URL(`../${layout}.${kind}`, import.meta.url);
  const { html, errors } = await mjml2html(await readFile(fileOf('mjml'), 'utf8'), { validationLevel: 'strict', minify: false });
  if (errors.length) throw new Error(errors.map((error) => error.formattedMessage).join('\n'));
  const outside = /(?:src|href)="https?:|@import|url\(/.exec(html);
  if (outside) throw new Error(`${layout}.mjml fetches something from another host: ${outside[0]}`);
  const compiled = `${html.replace(/^\s*\n/gm, '').trim()}\n`;
  if (!process.argv.includes('--check')) await writeFile(fileOf('html'), compiled);
  else if ((await readFile(fileOf('html'), 'utf8')) !== compiled) {
    process.stderr.write(`${layout}.html is not made from ${layout}.mjml: run \`node scripts/compile-mail.ts\`.\n`);
    process.exitCode = 1;
  }
}
