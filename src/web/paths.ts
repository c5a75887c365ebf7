import type { SearchParams } from './ui/data-table/index.ts';

/** A place in the application; `search` is its query, `hash` the part behind `#`. */
export type Place = { to: string; params?: Record<string, string>; search?: SearchParams; hash?: string };

/** What an incident is called in an address: its name, or its id while the name is not known. */
export type Reference = { id: number; name?: string | null };
export const referenceOf = ({ id, name }: Reference) => name ?? String(id);

export type IncidentTab =
  | 'overview'
  | 'room'
  | 'timeline'
  | 'tasks'
  | 'people'
  | 'documents'
  | 'files'
  | 'reports'
  | 'cost'
  | 'review'
  | 'progress';

const inside = (organization: string, to: string, search?: SearchParams, params: Record<string, string> = {}): Place => ({
  to: `/$organization${to}`,
  params: { organization, ...params },
  ...(search && { search }),
});

/** Every link of the application is made here. */
export const paths = {
  home: (): Place => ({ to: '/' }),
  signIn: (next?: string): Place => ({ to: '/sign-in', ...(next && next !== '/' && { search: { next } }) }),
  signedOut: (): Place => ({ to: '/sign-in', search: { out: '1' } }),
  forgottenPassword: (): Place => ({ to: '/forgotten-password' }),
  organization: (organization: string) => inside(organization, '/incidents/status'),
  incidents: (organization: string, search?: SearchParams) => inside(organization, '/incidents', search),
  status: (organization: string, search?: SearchParams) => inside(organization, '/incidents/status', search),
  report: (organization: string, search?: SearchParams) => inside(organization, '/incidents/report', search),
  incident: (organization: string, incident: Reference, tab: IncidentTab = 'overview', search?: SearchParams) =>
    inside(organization, tab === 'overview' ? '/incidents/$incident' : '/incidents/$incident/$tab', search, {
      incident: referenceOf(incident),
      ...(tab !== 'overview' && { tab }),
    }),
  tasks: (organization: string, search?: SearchParams) => inside(organization, '/tasks', search),
  mail: (organization: string) => inside(organization, '/mail'),
  oneMail: (organization: string, id: number) => inside(organization, '/mail/$mail', undefined, { mail: String(id) }),
  profile: (organization: string) => inside(organization, '/profile'),
  settings: (organization: string, search?: SearchParams) => inside(organization, '/settings', search),
  setting: (organization: string, page: string, search?: SearchParams) => inside(organization, '/settings/$page', search, { page }),
  settingItem: (organization: string, page: string, item: string, search?: SearchParams) =>
    inside(organization, '/settings/$page/$item', search, { page, item }),
};
