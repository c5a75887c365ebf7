import { useMemo, useRef, useState } from 'react';
import classes from './mail.module.css';
import { undress } from './undress.ts';

const MOST_HEIGHT = 4000;

/** Somebody's HTML in a frame of its own: no script runs in it and nothing is fetched for it. */
export function MailFrame({ html, title }: { html: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(320);
  const bare = useMemo(() => undress(html), [html]);
  const dress = () => {
    const inside = frame.current?.contentDocument;
    if (!inside) return;
    applyStyles(inside, bare.sheets);
    for (const link of inside.querySelectorAll('a[href]')) {
      link.setAttribute('target', '_blank');
      link.setAttribute('rel', 'noopener noreferrer');
    }
    setHeight(Math.min(MOST_HEIGHT, inside.documentElement.scrollHeight + 8));
  };
  // Same origin lets this page reach into the frame; without scripts the frame cannot reach out.
  return (
    <iframe
      ref={frame}
      className={classes.frame}
      title={title}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      srcDoc={bare.html}
      height={height}
      onLoad={dress}
    />
  );
}

function applyStyles(inside: Document, sheets: string[]) {
  const Sheet = (inside.defaultView as (Window & typeof globalThis) | null)?.CSSStyleSheet;
  if (!Sheet) return;
  inside.adoptedStyleSheets = sheets.map((css) => {
    const sheet = new Sheet();
    sheet.replaceSync(css);
    return sheet;
  });
  for (const element of inside.querySelectorAll<HTMLElement>('[data-style]')) {
    if (element.dataset.style) element.style.cssText = element.dataset.style;
  }
}
