/** @returns the link; nothing in it needs escaping, neither in an address nor in HTML. @source invitations.md, INV-34 */
export const linkUrl = (uiUrl: string, token: string) => `${uiUrl}/claim?invite_token=${token}`;

const SHORTEST_PIECE = 16;

export type Pieces = { count: number; longest: number };

/**
 * Cuts a link for systems whose attributes are short. There are always exactly `count` pieces, as the template that joins them names each, and
 * their lengths differ by one at most: none is empty, and none so short that it could be taken for a number or a date.
 *
 * @returns what keeps it from being cut so, with the setting to change
 * @source invitations.md, INV-35 and INV-36
 */
export function piecesOf(url: string, { count, longest }: Pieces): string[] | { problem: string } {
  const whole = Math.floor(url.length / count);
  const longer = url.length % count;
  const problem = (what: string) => ({ problem: `INVITE_URL_TOO_LONG: the link of ${url.length} characters ${what}` });
  if (whole + (longer ? 1 : 0) > longest)
    return problem(
      `does not fit into ${count} pieces of at most ${longest}: raise DISPATCH_INVITE_URL_CHUNKS, and add the attributes to the template of the mail.`,
    );
  if (whole < SHORTEST_PIECE)
    return problem(`is too short for ${count} pieces of at least ${SHORTEST_PIECE}: lower DISPATCH_INVITE_URL_CHUNKS.`);
  return Array.from({ length: count }, (_, index) => {
    const from = index * whole + Math.min(index, longer);
    return url.slice(from, from + whole + (index < longer ? 1 : 0));
  });
}
