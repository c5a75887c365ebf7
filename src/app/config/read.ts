import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

/** Where a value came from, as the operator would look for it. */
export type Origin = 'environment' | '.env' | 'file' | 'default';

export type ConfigProblem = { name: string; message: string };

/** What the process was started with. */
export type Sources = { environment: Record<string, string | undefined>; envFile: Record<string, string> };

/** A setting's value as text, with its origin. */
export type Found = { value: string; origin: Origin; name: string };

/** One declared setting; `read` turns text into the value or returns what is expected instead. */
export type Setting<T> = {
  read(text: string): T | Expected;
  fallback: T;
  /** masked wherever it is shown; may be given as `<NAME>_FILE` */
  secret?: boolean;
  /** other names that mean the same; the setting's own goes before them */
  aliases?: readonly string[];
  /** for the table of `server config` and the documentation */
  about: string;
  /** what a right value is; a setting without it takes any text */
  expects?: string;
};

/** Says what would have been right. */
export class Expected {
  readonly what: string;
  constructor(what: string) {
    this.what = what;
  }
}

type Options = Pick<Setting<unknown>, 'secret' | 'aliases'>;
/** Text in, value out; undefined: not what is expected. */
type Read<T> = (text: string) => T | undefined;

const anyText = <T, F>(about: string, fallback: F, read: (text: string) => T, options: Options = {}): Setting<T | F> => ({
  about,
  fallback,
  read,
  ...options,
});

function checked<T, F>(about: string, fallback: F, expects: string, read: Read<T>, options: Options = {}): Setting<T | F> {
  return { about, fallback, expects, read: (value) => read(value) ?? new Expected(expects), ...options };
}

/** As `checked`; an empty value is as good as none. */
function optional<T, F>(about: string, fallback: F, expects: string, read: Read<T>, options: Options = {}): Setting<T | F> {
  const setting = checked<T | F, F>(about, fallback, expects, read, options);
  return { ...setting, read: (value) => (value === '' ? fallback : setting.read(value)) };
}

export const text = <F extends string | undefined>(about: string, fallback: F) =>
  anyText<string, F>(about, fallback, (value) => (value === '' && fallback !== '' ? (fallback as string) : value));

/** Kept as given, empty included: an empty value says "none" where that differs from the default. */
export const exactText = <F extends string | undefined>(about: string, fallback: F) =>
  anyText<string, F>(about, fallback, (value) => value);

export const secret = (about: string) =>
  anyText<string | undefined, undefined>(about, undefined, (value) => value || undefined, { secret: true });

/** Text that must look like something; empty is as good as absent. */
export const matching = <F extends string | undefined>(about: string, fallback: F, expects: string, pattern: RegExp, options?: Options) =>
  optional<string, F>(about, fallback, expects, (value) => (pattern.test(value) ? value : undefined), options);

export const integer = <F extends number | undefined>(about: string, fallback: F, { min = 0, max = 2 ** 31 - 1 } = {}) =>
  checked<number, F>(about, fallback, `a whole number from ${min} to ${max}`, (value) => {
    const number = Number(value);
    return /^[+-]?\d+$/.test(value) && number >= min && number <= max ? number : undefined;
  });

const ADDRESS_WORDS = ['loopback', 'linklocal', 'uniquelocal'];

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (!version || more.length) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

export const networks = (about: string, fallback: string[]) =>
  checked<string[], string[]>(
    about,
    fallback,
    `a list of addresses, networks such as 10.0.0.0/8, and ${ADDRESS_WORDS.join(', ')}`,
    (value) => {
      const items = itemsOf(value);
      return items.every((item) => ADDRESS_WORDS.includes(item) || isNetwork(item)) ? items : undefined;
    },
  );

const itemsOf = (value: string) => [
  ...new Set(
    value
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  ),
];

/** A list of which each item must look like something. */
export const list = (about: string, expects: string, pattern: RegExp, fallback: string[] = []) =>
  checked<string[], string[]>(about, fallback, expects, (value) => {
    const items = itemsOf(value);
    if (!items.length) return fallback;
    return items.every((item) => pattern.test(item)) ? items : undefined;
  });

export const choice = <const V extends string, F extends V | undefined>(about: string, values: readonly V[], fallback: F) =>
  optional<V, F>(about, fallback, `one of ${values.join(', ')}`, (value) =>
    values.find((one) => one.toLowerCase() === value.toLowerCase()),
  );

/** A database address may name a socket and no host (`postgres://user@/name?host=/run/postgresql`), which the standard's parser refuses. */
export const parseUrl = (text: string) => URL.parse(text.replace(/^(postgres(?:ql)?:\/\/[^/@]*)@\//, '$1@socket/'));

/** @returns the address without a trailing slash */
export const url = <F extends string | undefined>(about: string, fallback: F, protocols: readonly string[], options: Options = {}) =>
  optional<string, F>(
    about,
    fallback,
    `an address that starts with ${protocols.map((one) => `${one}//`).join(' or ')}`,
    (value) => {
      const parsed = parseUrl(value);
      return parsed && protocols.includes(parsed.protocol) ? value.replace(/\/+$/, '') : undefined;
    },
    options,
  );

const WORDS = { true: ['true', '1', 'yes', 'on'], false: ['false', '0', 'no', 'off', ''] };

/** A real switch: the reference took any text, `false` included, for "on" in some of its settings. */
export const flag = (about: string, fallback: boolean) =>
  checked<boolean, boolean>(about, fallback, 'true or false', (value) => {
    const word = value.toLowerCase();
    if (WORDS.true.includes(word)) return true;
    return WORDS.false.includes(word) ? false : undefined;
  });

export const email = <F extends string | undefined>(about: string, fallback: F) =>
  matching(about, fallback, 'an e-mail address', /^[^\s@]+@[^\s@]+$/);

/** Names of older releases that mean the same. */
const PREFIXES = ['', 'VITE_', 'VUE_APP_'];

type Sought = Pick<Setting<unknown>, 'secret' | 'aliases'>;

/** Looks a name up: environment, then `<NAME>_FILE` for secrets, then `.env`; other names and older prefixes last. */
export function find(
  name: string,
  { environment, envFile }: Sources,
  { secret: isSecret = false, aliases = [] }: Sought,
  problems: ConfigProblem[],
): Found | undefined {
  for (const candidate of PREFIXES.flatMap((prefix) => [name, ...aliases].map((one) => prefix + one))) {
    const given = environment[candidate];
    if (given !== undefined) return { value: given.trim(), origin: 'environment', name: candidate };
    const path = isSecret ? (environment[`${candidate}_FILE`] ?? envFile[`${candidate}_FILE`]) : undefined;
    if (path) return fromFile(candidate, path, problems);
    const written = envFile[candidate];
    if (written !== undefined) return { value: written, origin: '.env', name: candidate };
  }
  return undefined;
}

function fromFile(name: string, path: string, problems: ConfigProblem[]): Found | undefined {
  try {
    return { value: readFileSync(path, 'utf8').trim(), origin: 'file', name };
  } catch (error) {
    problems.push({
      name: `${name}_FILE`,
      message: `${path} cannot be read (${(error as NodeJS.ErrnoException).code}); correct the path or its permissions.`,
    });
    return undefined;
  }
}
