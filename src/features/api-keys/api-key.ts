import { isIP } from 'node:net';
import { GraphQLError, parse, stripIgnoredCharacters } from 'graphql';
import type { Context } from '../../core/context.ts';
import { conflict, forbidden, invalid } from '../../core/errors.ts';
import { SCOPES, type Scope } from '../../core/scopes.ts';

export const DEFAULT_DAYS = 90;
export const MOST_DAYS = 365;
/** For so long the former key may go on, at most. */
export const MOST_GRACE_DAYS = 7;
/** Of one owner, at the same time. */
export const MOST_KEYS = 20;
const MOST_NETWORKS = 50;
const MOST_DOCUMENTS = 20;

const DAY_SECONDS = 86_400;

/** What a key is to be; the limits are those of `invitations.md` 16. */
export type KeyTerms = {
  name: string;
  scopes: readonly string[];
  /** seconds from now; left out: 90 days, at most a year */
  lifetimeSeconds?: number | undefined;
  /** addresses and networks it may be used from; empty: from everywhere */
  networks?: readonly string[];
  /** GraphQL documents that it runs and nothing else; empty: whatever its scopes allow */
  documents?: readonly string[];
};

export type CheckedTerms = { name: string; scopes: Scope[]; expiresAt: Date; networks: string[]; documents: string[] };

/** @throws invalid with the field; forbidden a scope that the caller or the owner does not have */
export function checkedTerms(ctx: Context, terms: KeyTerms, owner: ReadonlySet<Scope>): CheckedTerms {
  return {
    name: nameIn(terms.name),
    scopes: scopesIn(ctx, terms.scopes, owner),
    expiresAt: expiryOf(ctx, terms.lifetimeSeconds),
    networks: networksIn(terms.networks ?? []),
    documents: documentsIn(terms.documents ?? []),
  };
}

export function nameIn(text: string): string {
  const name = text.replace(/\s+/g, ' ').trim();
  if (!name || name.length > 100) throw invalid('name', 'Give it a name of 1 to 100 characters by which you will know it.');
  return name;
}

/** Nobody hands out what they do not have, whoever the key is for. */
function scopesIn({ actor }: Context, wanted: readonly string[], owner: ReadonlySet<Scope>): Scope[] {
  const scopes = [...new Set(wanted)] as Scope[];
  if (!scopes.length) throw invalid('scopes', 'Choose at least one scope: a key without any opens nothing.');
  const unknown = scopes.find((scope) => !(scope in SCOPES));
  if (unknown) throw invalid('scopes', `"${unknown}" is no scope.`);
  const beyond = scopes.find((scope) => !owner.has(scope));
  if (beyond) throw invalid('scopes', `${beyond} is beyond the role of whoever the key is for.`);
  const mine = scopes.find((scope) => actor.kind !== 'system' && !actor.scopes.has(scope));
  if (mine) throw forbidden(`You do not have ${mine} yourself.`);
  return scopes;
}

export const isForAdministrators = (scopes: readonly string[]) => scopes.some((scope) => scope.startsWith('admin:'));

function expiryOf({ now }: Context, seconds = DEFAULT_DAYS * DAY_SECONDS): Date {
  if (seconds < 60 || seconds > MOST_DAYS * DAY_SECONDS) throw invalid('expiresIn', `A key is good for a minute to ${MOST_DAYS} days.`);
  return new Date(now().getTime() + seconds * 1000);
}

function networksIn(given: readonly string[]): string[] {
  if (given.length > MOST_NETWORKS) throw invalid('networks', `Give at most ${MOST_NETWORKS} networks.`);
  return given.map((text) => {
    const network = text.trim();
    const [address = '', bits, ...more] = network.split('/');
    const version = isIP(address);
    const isFine =
      version !== 0 && !more.length && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)));
    if (!isFine) throw invalid('networks', `"${network}" is no network: write 192.0.2.0/24, 2001:db8::/32 or an address.`);
    return network;
  });
}

function documentsIn(given: readonly string[]): string[] {
  if (given.length > MOST_DOCUMENTS) throw invalid('documents', `Give at most ${MOST_DOCUMENTS} documents.`);
  return given.map((text) => {
    try {
      parse(text, { maxTokens: 2000 });
      return stripIgnoredCharacters(text);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      throw invalid('documents', `This is no GraphQL document: ${error.message}`);
    }
  });
}

export const tooManyKeys = () => conflict(`There are ${MOST_KEYS} keys already: revoke those that nobody uses.`);
