import { createHash } from 'node:crypto';

/*
 * A filled placeholder stays recognisable, so that it can be filled again when the incident changes:
 *   text    {{title}}                     → <!--fill:title 1f0c…-->Disk full<!--/fill-->
 *   link    [Ticket]({{ticket_weblink}})  → [Ticket](https://… "fill:ticket_weblink")
 * Comments are invisible where Markdown is read. The number behind the name is the digest of what was filled in: where it does not fit
 * any more, somebody has written there, and their words stay.
 */

const NAME = '[^{}<>"\\n]+?';
/** A comment at the beginning of a line would make the whole line HTML; with this invisible character before it, it does not. */
const GUARD = '\u200b';
/** Not the target of a link: that is filled as a whole or not yet. */
const TEXT = new RegExp(`(?<!\\]\\(\\s*)\\{\\{\\s*(${NAME})\\s*\\}\\}`, 'g');
const LINK = new RegExp(`\\]\\(\\s*\\{\\{\\s*(${NAME})\\s*\\}\\}\\s*\\)`, 'g');
const FILLED_TEXT = new RegExp(`${GUARD}?<!--fill:(${NAME}) ([0-9a-f]{8})-->(?:\\n\\n)?([\\s\\S]*?)(?:\\n\\n)?<!--/fill-->`, 'g');
const FILLED_LINK = new RegExp(`\\]\\(([^()\\s]*) "fill:(${NAME})"\\)`, 'g');

/** @returns the content with every known placeholder filled, for the first time or again; unknown ones stay as they are */
export function fillPlaceholders(content: string, values: Record<string, string>): string {
  return content
    .replace(FILLED_LINK, (whole, _target, name) => link(values, name) ?? whole)
    .replace(LINK, (whole, name) => link(values, name) ?? whole)
    .replace(FILLED_TEXT, (whole, name, digest, current, offset, all) =>
      digest === digestOf(current) ? (text(values, name, lineBefore(all, offset)) ?? whole) : whole,
    )
    .replace(TEXT, (whole, name, offset, all) => text(values, name, lineBefore(all, offset)) ?? whole);
}

/** A link without an address yet keeps its placeholder. */
function link(values: Record<string, string>, name: string): string | undefined {
  const address = given(values, name)?.trim();
  return address
    ? `](${address.replace(/[\s()<>"]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)} "fill:${name}")`
    : undefined;
}

function text(values: Record<string, string>, name: string, before: string): string | undefined {
  const value = given(values, name);
  if (value === undefined) return undefined;
  const shown = oneLineIn(before, harmless(value.trim()));
  const open = `<!--fill:${name} ${digestOf(shown)}-->`;
  // A text of several lines may hold lists and code: it must stand apart to be read as Markdown.
  return shown.includes('\n') ? `${open}\n\n${shown}\n\n<!--/fill-->` : `${GUARD}${open}${shown}<!--/fill-->`;
}

const given = (values: Record<string, string>, name: string) => (Object.hasOwn(values, name) ? values[name] : undefined);

/** Somebody's text must not end our comment, begin one of its own, or be taken for a placeholder at the next filling. */
const harmless = (value: string) =>
  value.replaceAll('-->', '--&gt;').replaceAll('<!--', '&lt;!--').replaceAll('{{', '{\u2060{').replaceAll(GUARD, '');

/** Rows of tables and headings end with their line. */
function oneLineIn(before: string, value: string): string {
  if (/^\s*\|/.test(before)) return value.replace(/\s*\n\s*/g, '<br>').replaceAll('|', '\\|');
  if (/^\s*#/.test(before)) return value.replace(/\s*\n\s*/g, ' ');
  return value;
}

const lineBefore = (all: string, offset: number) => all.slice(all.lastIndexOf('\n', offset - 1) + 1, offset);

const digestOf = (value: string) => createHash('sha256').update(value).digest('hex').slice(0, 8);
