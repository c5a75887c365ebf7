import { expect, test } from 'vitest';
import { passwordProblem } from './password-rule.ts';

const EMAIL = 'Ada.Lovelace@example.com';
const SHORT = 'The password is too short: use at least 12 characters, several words for example.';
const LONG = 'The password is too long: use at most 128 characters.';
const COMMON = 'The password is on a list of common and breached ones, which are tried first: choose another.';
const OWN = 'The password is the e-mail address itself: choose something else.';

test.each([
  ['', SHORT],
  ['Aa1aaaaaaaa', SHORT],
  ['\u{1F511}'.repeat(11), SHORT],
  ['correct horse '.repeat(10), LONG],
  ['password1234', COMMON],
  ['PasswordPassword', COMMON],
  ['ada.lovelace@EXAMPLE.com', OWN],
])('%j is refused, and it is said why', async (password, problem) => {
  expect(await passwordProblem(password, EMAIL)).toBe(problem);
});

test.each(['correct horse', 'only small letters', '\u{1F511}'.repeat(12), 'x7'.repeat(64), 'four random words 日本'])(
  '%j is taken, whatever characters it is made of',
  async (password) => {
    expect(await passwordProblem(password, EMAIL)).toBeUndefined();
  },
);
