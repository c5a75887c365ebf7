import { Bell, Gauge, ListChecks, type LucideIcon, Mail, Settings, Siren } from 'lucide-react';
import { type Place, paths } from '../../paths.ts';

export type Entry = {
  label: string;
  icon: LucideIcon;
  keys: string;
  at: (organization: string, project?: string) => Place;
  exact?: boolean;
  admin?: boolean;
  inBar?: boolean;
};

const of = (project: string | undefined) => (project ? { project } : undefined);

/** The sections, in the order of an incident's night. */
export const ENTRIES: Entry[] = [
  {
    label: 'Status',
    icon: Gauge,
    keys: 'g s',
    at: (organization, project) => paths.status(organization, of(project)),
    exact: true,
    inBar: true,
  },
  {
    label: 'Incidents',
    icon: Siren,
    keys: 'g i',
    at: (organization, project) => paths.incidents(organization, of(project)),
    exact: true,
    inBar: true,
  },
  { label: 'Tasks', icon: ListChecks, keys: 'g t', at: (organization, project) => paths.tasks(organization, of(project)), inBar: true },
  { label: 'Mail', icon: Mail, keys: 'g m', at: (organization) => paths.mail(organization), admin: true },
  { label: 'Settings', icon: Settings, keys: 'g e', at: (organization, project) => paths.settings(organization, of(project)) },
];

export const REPORT = { label: 'Report incident', icon: Bell, keys: 'c' };
