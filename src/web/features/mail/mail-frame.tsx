import { useRef, useState } from 'react';
import classes from './mail.module.css';

const MOST_HEIGHT = 4000;

/**
 * Somebody's HTML in a frame of its own. No script runs in it and nothing is fetched for it. The content security policy reaches into the
 * frame and would drop the mail's own styles, so they are applied through the object model, which the policy leaves alone.
 */
export function MailFrame({ html, title }: { html: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(320);
  const dress = () => {
    const inside = frame.current?.contentDocument;
    if (!inside) return;
    applyStyles(inside);
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
      srcDoc={html}
      height={height}
      onLoad={dress}
    />
  );
}

function applyStyles(inside: Document) {
  const Sheet = (inside.defaultView as (Window & typeof globalThis) | null)?.CSSStyleSheet;
  if (Sheet) {
    inside.adoptedStyleSheets = [...inside.querySelectorAll('style')].map((style) => {
      const sheet = new Sheet();
      sheet.replaceSync(style.textContent ?? '');
      return sheet;
    });
  }
  for (const element of inside.querySelectorAll<HTMLElement>('[style]')) element.style.cssText = element.getAttribute('style') ?? '';
}
