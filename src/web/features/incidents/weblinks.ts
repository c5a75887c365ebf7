/** Addresses come from other systems: only those a browser opens without running them. */
export const safe = (href: string | null | undefined) => (href && /^(https?:|mailto:|\/)/i.test(href) ? href : undefined);

/** Whether a resource lives in another system; built-in ones link back to a page of ours, whatever this host is called. */
export function isElsewhere(organization: string, weblink: string | null | undefined): boolean {
  if (!weblink || !/^https?:/i.test(weblink)) return false;
  return !URL.canParse(weblink) || !new URL(weblink).pathname.startsWith(`/${organization}/incidents/`);
}
