const SHORTEST = 12;
const LONGEST = 128;

/**
 * Length, and not what everybody tries first; no demand for kinds of characters, which makes passwords alike rather than strong.
 *
 * @param email whose password it is to be
 * @returns which rule a new password breaks and what to do, or undefined
 * @source https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver
 */
export async function passwordProblem(password: string, email: string): Promise<string | undefined> {
  // As people count: an emoji is one character, however many code units it takes.
  const length = [...password.normalize('NFKC')].length;
  if (length < SHORTEST) return `The password is too short: use at least ${SHORTEST} characters, several words for example.`;
  if (length > LONGEST) return `The password is too long: use at most ${LONGEST} characters.`;
  const plain = folded(password);
  if (plain === folded(email)) return 'The password is the e-mail address itself: choose something else.';
  if ((await commonPasswords()).has(plain))
    return 'The password is on a list of common and breached ones, which are tried first: choose another.';
  return undefined;
}

const folded = (text: string) => text.normalize('NFKC').trim().toLowerCase();

let known: Promise<ReadonlySet<string>> | undefined;

/** Read when the first password is set: most processes never set one. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  known ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'].filter((word) => word.length >= SHORTEST)),
  );
  return known;
}
