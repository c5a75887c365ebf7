/** What anybody wrote is short; this bounds the time that looking at it takes. */
const LONGEST = 1000;

/** What mail programs make links of by themselves, and whatever is written right beside it. */
const ADDRESSES: readonly RegExp[] = [
  /\S*:\/\/\S*/gu,
  /(?:javascript|data|vbscript|mailto|tel|sms|file):\S+/giu,
  /\S*www\.\S*/giu,
  // A host, the local part of an address before it, port and path behind it. A last label of letters sets it apart from a number.
  /(?:[^\s<>()"'@]+@)?(?:[\p{L}\p{N}_][\p{L}\p{N}\p{M}_-]*\.)+(?:xn--[a-z0-9-]+|[\p{L}\p{M}]{2,})(?::\d+)?(?:[/?#]\S*)?/giu,
  /\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?:[/?#]\S*)?/gu,
];

/**
 * The words without anything that looks like an address: a mail that we vouch for carries no link but ours.
 *
 * Look-alikes of letters and dots are first made what they look like, and what is invisible is removed: it hides an address from us, not
 * from the program that shows it.
 *
 * @param options.lines keeps line breaks
 */
export function withoutLinks(text: string, { lines = false } = {}): string {
  const visible = text
    .slice(0, LONGEST)
    .normalize('NFKC')
    .replace(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .replace(/\p{Cf}|[^\P{Cc}\n\t]/gu, '')
    // The full stop of East Asian writing separates labels as a dot does.
    .replace(/。(?=[a-z0-9])/giu, '.');
  const words = ADDRESSES.reduce((rest, address) => rest.replace(address, ' '), visible);
  if (!lines) return words.replace(/\s+/gu, ' ').trim();
  return words
    .split('\n')
    .map((line) => line.replace(/\s+/gu, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}
