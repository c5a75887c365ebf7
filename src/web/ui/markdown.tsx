import DOMPurify from 'dompurify';
import { Marked } from 'marked';
import { useMemo } from 'react';
import classes from './markdown.module.css';

const marked = new Marked({ gfm: true, breaks: true });

const purify = DOMPurify(window);
purify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName !== 'A') return;
  const href = node.getAttribute('href') ?? '';
  if (!/^(https?:|mailto:|\/|#)/i.test(href)) node.removeAttribute('href');
  if (/^https?:/i.test(href)) {
    node.setAttribute('target', '_blank');
    node.setAttribute('rel', 'noopener noreferrer');
  }
});

// No style attributes and no pictures from elsewhere: a document must not be able to imitate the application or report who reads it.
const ALLOWED = {
  ALLOWED_TAGS: [
    'a',
    'b',
    'blockquote',
    'br',
    'code',
    'del',
    'em',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'hr',
    'i',
    'input',
    'li',
    'ol',
    'p',
    'pre',
    's',
    'strong',
    'sub',
    'sup',
    'table',
    'tbody',
    'td',
    'th',
    'thead',
    'tr',
    'ul',
  ],
  ALLOWED_ATTR: ['href', 'title', 'align', 'type', 'checked', 'disabled', 'start'],
};

/** Markdown somebody else wrote, made safe. @param startLevel headings in the text begin here, below the page's own */
export function Markdown({ text, startLevel = 3 }: { text: string; startLevel?: number }) {
  const html = useMemo(() => purify.sanitize(lowerHeadings(marked.parse(text, { async: false }), startLevel), ALLOWED), [text, startLevel]);
  return <div className={classes.text} dangerouslySetInnerHTML={{ __html: html }} />;
}

const lowerHeadings = (html: string, start: number) =>
  html.replace(/<(\/?)h([1-6])/g, (_, slash: string, level: string) => `<${slash}h${Math.min(6, Number(level) + start - 1)}`);
