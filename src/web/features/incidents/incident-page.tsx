import { useParams } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import type { IncidentTab } from '../../paths.ts';
import { Page } from '../../ui/page.tsx';
import { ErrorState, Loading } from '../../ui/states.tsx';
import { IncidentContext, useIncidentByReference } from './incident-data.ts';
import { IncidentActions, IncidentHeading, IncidentMarks } from './incident-header.tsx';
import { IncidentTabs } from './incident-tabs.tsx';
import { Overview } from './overview.tsx';
import { PageBanners } from './page-banners.tsx';

/** Each tab is fetched when it is opened. */
const TABS: Record<IncidentTab, ComponentType> = {
  overview: Overview,
  room: lazy(() => import('./room/room.tsx').then((one) => ({ default: one.Room }))),
  timeline: lazy(() => import('./timeline/timeline.tsx').then((one) => ({ default: one.Timeline }))),
  tasks: lazy(() => import('./tasks/incident-tasks.tsx').then((one) => ({ default: one.IncidentTasks }))),
  people: lazy(() => import('./people/people-tab.tsx').then((one) => ({ default: one.PeopleTab }))),
  documents: lazy(() => import('./documents/documents.tsx').then((one) => ({ default: one.Documents }))),
  files: lazy(() => import('./files/files.tsx').then((one) => ({ default: one.Files }))),
  reports: lazy(() => import('./reports/reports.tsx').then((one) => ({ default: one.Reports }))),
  cost: lazy(() => import('./cost/cost.tsx').then((one) => ({ default: one.Cost }))),
  review: lazy(() => import('./review/review.tsx').then((one) => ({ default: one.Review }))),
  progress: lazy(() => import('./progress.tsx').then((one) => ({ default: one.Progress }))),
};

/** One incident with everything that belongs to it. */
export function IncidentPage() {
  const { incident: reference = '', tab = 'overview' } = useParams({ strict: false }) as { incident?: string; tab?: IncidentTab };
  const { incident, error, retry } = useIncidentByReference(reference);
  if (!incident) return <Page title={reference}>{error ? <ErrorState error={error} retry={retry} /> : <Loading lines={10} />}</Page>;
  const Body = TABS[tab];
  return (
    <IncidentContext value={incident}>
      <Page
        title={`${incident.name ?? incident.id} ${incident.title}`}
        heading={<IncidentHeading />}
        sub={<IncidentMarks />}
        actions={<IncidentActions />}
      >
        <PageBanners />
        <IncidentTabs current={tab} />
        <Suspense key={`${incident.id} ${tab}`} fallback={<Loading lines={8} />}>
          {Body ? <Body /> : <ErrorState error={new Error('There is no such page.')} />}
        </Suspense>
      </Page>
    </IncidentContext>
  );
}
