import { Archive, Lock, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useOrganization } from '../../parts/account.ts';
import { paths } from '../../paths.ts';
import { count } from '../../ui/format.ts';
import { PlainLink } from '../../ui/link.tsx';
import { When } from '../../ui/time.tsx';
import { flowSummary, stepTitle } from './flow.ts';
import { useIncident } from './incident-data.ts';
import classes from './incident-page.module.css';

/** What everybody on this page must know before anything else. */
export function PageBanners() {
  const incident = useIncident();
  const organization = useOrganization();
  const { failed } = flowSummary(incident.flow);
  return (
    <div className={classes.banners}>
      {incident.visibility === 'Restricted' && (
        <Banner icon={<Lock size={16} aria-hidden />}>
          Restricted: only its participants and administrators see this page. Do not pass on what you read here.
        </Banner>
      )}
      {incident.status === 'Closed' && (
        <Banner icon={<Archive size={16} aria-hidden />}>
          Closed <When at={incident.closed_at} />. To work on it again, change its status to active.
        </Banner>
      )}
      {failed.length > 0 && (
        <Banner tone="hot" icon={<TriangleAlert size={16} aria-hidden />}>
          {count(failed.length, 'step')} did not work: {failed.map(stepTitle).join(', ')}.{' '}
          <PlainLink at={paths.incident(organization, incident, 'progress')}>See why and try again</PlainLink>
        </Banner>
      )}
      {(incident.duplicates?.length ?? 0) > 0 && (
        <Banner>
          Duplicate of{' '}
          {incident.duplicates?.map((one, index) => (
            <span key={one.id}>
              {index > 0 && ', '}
              <PlainLink at={paths.incident(organization, one)}>{one.name ?? one.id}</PlainLink>
            </span>
          ))}
          .
        </Banner>
      )}
    </div>
  );
}

const Banner = ({ icon, tone, children }: { icon?: ReactNode; tone?: 'hot'; children: ReactNode }) => (
  <div className={classes.banner} data-tone={tone} role="note">
    {icon}
    <span>{children}</span>
  </div>
);
