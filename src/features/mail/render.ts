import { readFileSync } from 'node:fs';
import { Marked } from 'marked';

export type MailAction = { label: string; url: string };
type Content = { subject: string; markdown: string; actions: readonly MailAction[]; sender: string; footer: string };

const LAYOUT = readFileSync(new URL('./layout.html', import.meta.url), 'utf8');
const PREVIEW_LENGTH = 120;

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Words of users stand in these mails: no HTML of theirs, no pictures that call home, no addresses but those of the web and of people. */
const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }) => (/^\s*<!--/.test(text) ? '' : escapeHtml(text)),
    image: ({ text }) => escapeHtml(text),
    link({ href, tokens }) {
      const words = this.parser.parseInline(tokens);
      return /^(https?:|mailto:)/i.test(href) ? `<a href="${escapeHtml(href)}">${words}</a>` : words;
    },
  },
});

/** @returns the mail as HTML and as plain text; the same words in both */
export function renderMail({ subject, markdown, actions, sender, footer }: Content): { html: string; text: string } {
  const body = marked.parse(markdown, { async: false }).replaceAll('<table>', '<table class="data">');
  const values: Record<string, string> = {
    title: escapeHtml(subject),
    preview: beginningOf(body),
    sender: escapeHtml(sender),
    body,
    actions: actions.map(button).join(''),
    footer: escapeHtml(footer),
  };
  const html = LAYOUT.replace(/\{\{(\w+)\}\}/g, (_whole, name) => values[name] ?? '');
  const links = actions.map(({ label, url }) => `${label}: ${url}`);
  return { html, text: [plain(markdown), links.join('\n'), `-- \n${footer}`].filter(Boolean).join('\n\n') };
}

/** What a mail program shows beside the subject: the first words, without marks. */
const beginningOf = (body: string) =>
  body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, PREVIEW_LENGTH)
    .replace(/&[^;]*$/, '');

const button = ({ label, url }: MailAction) =>
  `<a href="${escapeHtml(url)}" style="display:inline-block;margin:0 8px 8px 0;padding:10px 18px;border-radius:4px;background:#a5300f;color:#ffffff;text-decoration:none;font-weight:600">${escapeHtml(label)}</a>`;

/** Markdown is readable as it is; only what nobody wants to read goes. */
const plain = (markdown: string) =>
  markdown
    .replace(/<!--.*?-->/gs, '')
    .replace(/[\u200b\u2060]/g, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
