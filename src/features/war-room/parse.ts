/** @returns the command and what follows it; undefined for a text, such as a path or one that begins with two slashes */
export function commandIn(body: string): { name: string; rest: string } | undefined {
  const match = /^\/([a-z][a-z0-9_-]*)(?:\s+([\s\S]*))?$/i.exec(body.trim());
  return match ? { name: (match[1] as string).toLowerCase().replaceAll('_', '-'), rest: (match[2] ?? '').trim() } : undefined;
}

/** Two slashes at the beginning say that one is meant and no command. */
export const textIn = (body: string) => (body.startsWith('//') ? body.slice(1) : body);

/**
 * Reads `status: Stable severity = High` by the given words.
 * @param words what may stand before a colon or an equals sign; spaces, hyphens and underscores in them are one
 * @returns the parts by word, as `wordIn` writes it; `lead` is what stands before the first
 */
export function partsIn(text: string, words: readonly string[]): { lead: string; parts: Map<string, string> } {
  const spellings = words.map((word) => word.split(/[ _-]/).map(literally).join('[ _-]'));
  const pattern = new RegExp(`(?:^|\\s)(${spellings.join('|')})\\s*[:=]\\s*`, 'gi');
  const found = [...text.matchAll(pattern)];
  const parts = new Map<string, string>();
  for (const [index, match] of found.entries()) {
    parts.set(wordIn(match[1] as string), unquoted(text.slice(match.index + match[0].length, found[index + 1]?.index ?? text.length)));
  }
  return { lead: text.slice(0, found[0]?.index ?? text.length).trim(), parts };
}

/** `Shard_Name` → `shard name` */
export const wordIn = (typed: string) => typed.toLowerCase().replace(/[_-]/g, ' ');

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const unquoted = (text: string) => {
  const trimmed = text.trim();
  return /^"[^"]*"$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
};

const MENTION = /^(?:@[^\s,;]+|[^\s@,;]+@[^\s@,;]+|"[^"]+")[,;]?(?:\s+|$)/;

/** Takes the people off the beginning of a text: `@ada grace@example.org "Alan Turing" restart it`. */
export function mentionsIn(text: string): { mentions: string[]; rest: string } {
  const mentions: string[] = [];
  let rest = text.trim();
  for (let match = MENTION.exec(rest); match; match = MENTION.exec(rest)) {
    mentions.push(nameIn(match[0]));
    rest = rest.slice(match[0].length);
  }
  return { mentions, rest: rest.trim() };
}

/** `@ada,` → `ada` */
export const nameIn = (mention: string) => mention.trim().replace(/[,;]$/, '').replace(/^@/, '').replaceAll('"', '');

/** Takes a date off the end: `restart it by 2026-11-30 14:00`. */
export function dueIn(text: string): { rest: string; date?: string; time?: string } {
  const match = /(?:^|\s)(?:due|by)[ :]\s*(\d{4}-\d\d-\d\d)(?:[ T](\d{1,2}:\d\d))?\s*$/i.exec(text);
  if (!match) return { rest: text };
  return { rest: text.slice(0, match.index).trim(), date: match[1], ...(match[2] && { time: match[2] }) };
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const TIME = /^\d{1,2}:\d\d$/;

/** Takes a moment off the end: `it failed DATE 2026-11-24 TIME 16:30 Europe/Berlin`; a word is a zone only behind a date or a time. */
export function whenIn(text: string): { rest: string; date?: string; time?: string; zone: string } {
  const last = lastWord(text);
  for (const [body, zone] of [[text, 'UTC'] as const, [last.rest, last.word] as const]) {
    const time = labelled(body, 'TIME', TIME);
    const date = labelled(time?.rest ?? body, 'DATE', DATE);
    const first = date ?? time;
    if (first) return { rest: first.rest, zone, ...(date && { date: date.word }), ...(time && { time: time.word }) };
  }
  return { rest: text.trim(), zone: 'UTC' };
}

function labelled(text: string, label: string, pattern: RegExp): { rest: string; word: string } | undefined {
  const value = lastWord(text);
  const before = lastWord(value.rest);
  return before.word.replace(/:$/, '') === label && pattern.test(value.word) ? { rest: before.rest, word: value.word } : undefined;
}

/** By hand: a pattern for the end of a text is tried at every place of it. */
function lastWord(text: string): { rest: string; word: string } {
  const trimmed = text.trim();
  let start = trimmed.length;
  while (start > 0 && !/\s/.test(trimmed.charAt(start - 1))) start -= 1;
  return { rest: trimmed.slice(0, start).trim(), word: trimmed.slice(start) };
}

const LONGEST_NAME = 50;

/** @returns the names nearest to what was typed, best first, at most three */
export function nearest(text: string, names: readonly string[]): string[] {
  const typed = text.slice(0, LONGEST_NAME);
  const scored = names.map((name) => ({ name, distance: distance(typed, name), shares: sharesWord(typed, name) }));
  return scored
    .filter(({ name, distance: d, shares }) => shares || d <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

const sharesWord = (a: string, b: string) => a.split('-').some((word) => word.length > 3 && b.split('-').includes(word));

/** Edits between two words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, change));
    }
    row = next;
  }
  return row[b.length] as number;
}
