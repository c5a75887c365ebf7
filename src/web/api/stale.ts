import type { QueryClient } from '@tanstack/react-query';
import { keys } from './keys.ts';

/** Something about a subject changed; whoever shows it asks for the rest with their own rights. */
export type Note = { kind: string; id: number; topics: string[] };

export type Stale = { queryKey: readonly unknown[]; exact?: boolean };

/** Where the cache calls a kind of subject otherwise than the server does. */
const KINDS: Record<string, string> = { individual_contact: 'individual', team_contact: 'team', plugin_instance: 'plugin' };
/** Kinds that belong to an incident, which gets a note of its own when they change; and kinds that no incident shows. */
const WITHIN = new Set(['task', 'document', 'feedback', 'page', 'mail', 'member', 'invitation']);
/** Parts of an incident with an answer of their own; no list shows anything of them. */
const PARTS = ['messages', 'files'];
/** What neither a list nor a board shows. */
const UNLISTED = new Set([...PARTS, 'timeline', 'flow', 'documents', 'pages']);

/** Which answers a note makes old: as few as can be, for a busy incident sends many notes. */
export function staleAfter(organization: string, { kind, id, topics }: Note): Stale[] {
  if (kind !== 'incident') {
    const own: Stale = { queryKey: keys.kind(organization, KINDS[kind] ?? kind) };
    // A renamed type or person is shown with every incident.
    return WITHIN.has(kind) ? [own] : [own, { queryKey: keys.kind(organization, 'incident') }];
  }
  const stale: Stale[] = PARTS.filter((part) => topics.includes(part)).map((part) => ({
    queryKey: keys.part(organization, kind, id, part),
  }));
  if (!topics.length || topics.some((topic) => !PARTS.includes(topic)))
    stale.push({ queryKey: keys.one(organization, kind, id), exact: true });
  if (!topics.length || topics.some((topic) => !UNLISTED.has(topic))) stale.push({ queryKey: [...keys.kind(organization, kind), 'list'] });
  return stale;
}

const TOGETHER_MS = 120;
const waiting = new Map<string, Stale>();

/** Marks answers as old; notes that come in a burst cause one request each, not one per note. */
export function markStale(queries: QueryClient, stale: readonly Stale[]) {
  if (!waiting.size) setTimeout(flush, TOGETHER_MS, queries);
  for (const one of stale) waiting.set(JSON.stringify(one), one);
}

function flush(queries: QueryClient) {
  const all = [...waiting.values()];
  waiting.clear();
  for (const one of all) void queries.invalidateQueries(one);
}
