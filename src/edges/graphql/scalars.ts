import { GraphQLError, type GraphQLScalarType, Kind, type ValueNode } from 'graphql';

type Scalar = Pick<GraphQLScalarType, 'serialize' | 'parseValue'>;

const refuse = (what: string): never => {
  throw new GraphQLError(what);
};

const textOf =
  (isOne: (text: string) => boolean, what: string) =>
  (value: unknown): string =>
    typeof value === 'string' && isOne(value) ? value : refuse(what);

const asText = (value: unknown) => String(value);
const asTime = (value: unknown) => (value instanceof Date ? value : new Date(String(value))).toISOString();

/** ISO 8601: `P1DT2H`; without months and years, which have no length. */
const DURATION = /^P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** @returns seconds; undefined for a text that is no duration */
export function secondsOf(text: string): number | undefined {
  const found = DURATION.exec(text);
  if (!found) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
}

const isTime = (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text));
const LONGEST = 64 * 1024;
const isShort = (text: string) => text.length <= LONGEST;

/** How each scalar is written, and what is taken for one. @source management-api.md, API-10 */
export const SCALARS: Record<string, Scalar> = {
  DateTime: { serialize: asTime, parseValue: textOf(isTime, 'Write a time like 2026-11-27T09:00:00Z.') },
  Duration: { serialize: asText, parseValue: textOf((text) => secondsOf(text) !== undefined, 'Write a duration like P1D or PT12H.') },
  EmailAddress: { serialize: asText, parseValue: textOf((text) => text.length <= 320, 'Write an e-mail address.') },
  URL: { serialize: asText, parseValue: textOf((text) => URL.canParse(text), 'Write a whole address, beginning with https://.') },
  Slug: { serialize: asText, parseValue: textOf((text) => /^[a-z0-9_-]{2,40}$/.test(text), 'Write the slug of an organization.') },
  Markdown: { serialize: asText, parseValue: textOf(isShort, 'This text is too long.') },
  Cursor: { serialize: asText, parseValue: textOf((text) => text.length <= 1000, 'This is no cursor of a list.') },
  JSONObject: {
    serialize: (value) => value,
    parseValue: (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : refuse('Send a JSON object.')),
  },
};

/** A value that is written into the document itself; all our scalars but `JSONObject` are texts. */
export const literal =
  ({ parseValue }: Scalar) =>
  (node: ValueNode) =>
    node.kind === Kind.STRING ? parseValue(node.value) : refuse('Write a text in quotes, or use a variable.');
