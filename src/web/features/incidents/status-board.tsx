import { useQuery } from '@tanstack/react-query';
import { CircleCheckBig } from 'lucide-react';
import { keys } from '../../api/keys.ts';
import { anyOf, type Filter, type ListQuery, list } from '../../api/list.ts';
import { useCurrentProject, useOrganization } from '../../parts/account.ts';
import { PriorityMark } from '../../parts/marks.tsx';
import { ReportLink } from '../../parts/report-link.tsx';
import { type Place, paths } from '../../paths.ts';
import { count } from '../../ui/format.ts';
import { ButtonLink, PlainLink } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx';
import { useNow } from '../../ui/time.tsx';
import { BOARD_FIELDS, type BoardIncident, groupByPriority, reportDueAt } from './board.ts';
import { BoardRow } from './board-row.tsx';
import { MyPages } from './my-pages.tsx';
import classes from './status-board.module.css';

/** More than this at once is not read on a board; the list pages through all of them. */
const MOST = 200;

/** What is on fire now, who is on it, and what waits for somebody. */
export function StatusBoard() {
  const organization = useOrganization();
  const { name: project } = useCurrentProject();
  const narrowed: Filter[] = project ? anyOf('Project', 'name', [project]) : [];
  const query: ListQuery = {
    itemsPerPage: MOST,
    sort: ['-reported_at'],
    include: BOARD_FIELDS,
    filter: [...anyOf('Incident', 'status', ['Active', 'Stable']), ...narrowed],
  };
  const { data, error, refetch } = useQuery({
    queryKey: keys.list(organization, 'incident', query),
    queryFn: () => list<BoardIncident>(organization, 'incidents', query),
  });
  const now = useNow();
  const reported = { ...(project && { project }) };

  if (error && !data)
    return (
      <Page title="Status">
        <ErrorState error={error} retry={() => void refetch()} />
      </Page>
    );
  const active = data?.items.filter((one) => one.status === 'Active') ?? [];
  const stable = data?.items.filter((one) => one.status === 'Stable') ?? [];
  const overdue = active.filter((one) => (reportDueAt(one) ?? Number.POSITIVE_INFINITY) < now).length;
  return (
    <Page title="Status" sub="What is on fire now, and who is on it." actions={<ReportLink search={reported} />}>
      <ul className={classes.counts} aria-label="Counts">
        <Count
          label="Active"
          tone="active"
          value={data && active.length}
          at={paths.incidents(organization, { ...reported, status: 'Active' })}
        />
        <Count
          label="Stable"
          tone="stable"
          value={data && stable.length}
          at={paths.incidents(organization, { ...reported, status: 'Stable' })}
        />
        <Count
          label={overdue === 1 ? 'Report overdue' : 'Reports overdue'}
          tone={overdue ? 'active' : 'closed'}
          value={data && overdue}
          at={paths.incidents(organization, { ...reported, status: 'Active' })}
        />
      </ul>
      <MyPages />
      {!data && <Loading lines={8} />}
      {data && !data.items.length && (
        <EmptyState
          icon={CircleCheckBig}
          title="Nothing is on fire"
          action={
            <ButtonLink at={paths.incidents(organization, { ...reported, status: 'Closed' })} variant="default">
              Look at closed incidents
            </ButtonLink>
          }
        >
          When something is, report it: press C on any page. The right people are called in at once.
        </EmptyState>
      )}
      {groupByPriority(active).map((group) => (
        <BoardSection
          key={group.title}
          title={
            <>
              <PriorityMark priority={{ name: group.title, view_order: group.level }} /> <span className={classes.groupWord}>priority</span>
            </>
          }
          incidents={group.incidents}
        />
      ))}
      {stable.length > 0 && <BoardSection title="Stable: waiting for their review" incidents={stable} />}
      {data && data.total > data.items.length && (
        <p className={classes.more}>
          The newest {data.items.length} of {count(data.total, 'incident')} are shown.{' '}
          <PlainLink at={paths.incidents(organization, { ...reported, status: ['Active', 'Stable'] })}>See all</PlainLink>
        </p>
      )}
    </Page>
  );
}

function Count({ label, value, tone, at }: { label: string; value: number | undefined; tone: 'active' | 'stable' | 'closed'; at: Place }) {
  return (
    <li>
      <PlainLink at={at} className={classes.count}>
        <span className={`${classes.number} ${value ? classes[tone] : ''}`}>{value ?? '–'}</span>
        <span>{label}</span>
      </PlainLink>
    </li>
  );
}

function BoardSection({ title, incidents }: { title: React.ReactNode; incidents: BoardIncident[] }) {
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>
        {title}
        <span className={classes.size}>{incidents.length}</span>
      </h2>
      <ul className={classes.rows}>
        {incidents.map((one) => (
          <BoardRow key={one.id} incident={one} />
        ))}
      </ul>
    </section>
  );
}
