/**
 * Keys of cached answers: organization, then the kind of subject as live notes name it, then whatever tells answers apart. A note about
 * an incident so refreshes every list and page that shows incidents.
 */
export const keys = {
  invitation: ['invitation'] as const,
  application: ['application'] as const,
  me: ['me'] as const,
  sessions: ['sessions'] as const,
  secondFactor: ['second-factor'] as const,
  organization: (organization: string) => ['in', organization] as const,
  kind: (organization: string, kind: string) => ['in', organization, kind] as const,
  list: (organization: string, kind: string, query: unknown) => ['in', organization, kind, 'list', query] as const,
  one: (organization: string, kind: string, id: number | string) => ['in', organization, kind, 'one', String(id)] as const,
  part: (organization: string, kind: string, id: number | string, part: string, query?: unknown) =>
    ['in', organization, kind, 'one', String(id), part, query] as const,
};
