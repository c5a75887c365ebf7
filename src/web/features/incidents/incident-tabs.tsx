import { useEffect, useRef } from 'react';
import { useOrganization } from '../../parts/account.ts';
import { type IncidentTab, type Place, paths } from '../../paths.ts';
import { PlainLink, useGo } from '../../ui/link.tsx';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { flowSummary } from './flow.ts';
import { useIncident } from './incident-data.ts';
import classes from './incident-page.module.css';
import { peopleOf } from './people/people.ts';
import { useUnread } from './room/messages.ts';

const LABELS: [tab: IncidentTab, label: string][] = [
  ['overview', 'Overview'],
  ['room', 'War room'],
  ['timeline', 'Timeline'],
  ['tasks', 'Tasks'],
  ['people', 'People'],
  ['documents', 'Documents'],
  ['files', 'Files'],
  ['reports', 'Reports'],
  ['cost', 'Cost'],
  ['review', 'Review'],
  ['progress', 'Progress'],
];

/** The parts of the incident; digits open them. */
export function IncidentTabs({ current }: { current: IncidentTab }) {
  const organization = useOrganization();
  const incident = useIncident();
  const bar = useRef<HTMLElement>(null);
  const counts = useCounts();
  const shown = LABELS.filter(([tab]) => tab !== 'review' || incident.status !== 'Active' || current === 'review');
  const place = shown.findIndex(([tab]) => tab === current);
  // On a phone the bar scrolls; the open tab must be in sight.
  useEffect(() => {
    const link = bar.current?.querySelectorAll('a')[place];
    if (link && bar.current) bar.current.scrollLeft = link.offsetLeft - bar.current.clientWidth / 2 + link.clientWidth / 2;
  }, [place]);
  return (
    <nav ref={bar} className={classes.tabs} aria-label="Parts of the incident">
      {shown.map(([tab, label], index) => (
        <Tab
          key={tab}
          label={label}
          digit={String((index + 1) % 10)}
          at={paths.incident(organization, incident, tab)}
          count={counts[tab]}
          isHot={tab === 'room' || tab === 'progress'}
        />
      ))}
    </nav>
  );
}

function Tab({ label, digit, at, count, isHot }: { label: string; digit: string; at: Place; count: number | undefined; isHot: boolean }) {
  const go = useGo();
  useShortcut(digit, `Open ${label.toLowerCase()}`, () => go(at), { group: 'Incident' });
  return (
    <PlainLink at={at} className={classes.tab} activeOptions={{ exact: true, includeSearch: false }}>
      {label}
      {count ? (
        <span className={classes.count} data-hot={isHot || undefined}>
          {count}
        </span>
      ) : null}
    </PlainLink>
  );
}

function useCounts(): Partial<Record<IncidentTab, number>> {
  const incident = useIncident();
  return {
    room: useUnread(),
    tasks: incident.tasks?.filter((one) => one.status !== 'Resolved').length ?? 0,
    people: peopleOf(incident).active.length,
    documents: incident.documents?.length ?? 0,
    progress: flowSummary(incident.flow).failed.length,
  };
}
