/**
 * Takes the styles out of a mail's HTML. The content security policy reaches into the frame that shows it and would report and drop every
 * one of them; the caller applies them again through the object model.
 *
 * @returns the HTML with each `style` attribute called `data-style`, and the style sheets in their order
 */
export function undress(html: string): { html: string; sheets: string[] } {
  const sheets: string[] = [];
  const bare = html.replace(/<style\b[^>]*>([\s\S]*?)<\/style\s*>/gi, (_, css: string) => {
    sheets.push(css);
    return '';
  });
  return { html: bare.replace(/(<[a-z][^<>]*?)\sstyle(?=[\s=>/])/gi, '$1 data-style'), sheets };
}
