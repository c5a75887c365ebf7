import { AlarmClock } from 'lucide-react';
import { projectLabel, useOrganization, useProjects } from '../../parts/account.ts';
import { individualOf, Name, Person, RestrictedMark, SeverityMark, StatusMark } from '../../parts/marks.tsx';
import { paths } from '../../paths.ts';
import { count, duration } from '../../ui/format.ts';
import { PlainLink } from '../../ui/link.tsx';
import { Elapsed, useNow, When } from '../../ui/time.tsx';
import { type BoardIncident, openTasks, reportDueAt } from './board.ts';
import classes from './status-board.module.css';

/** One incident on the board: what, how bad, who, since when, last word. */
export function BoardRow({ incident }: { incident: BoardIncident }) {
  const organization = useOrganization();
  const severalProjects = (useProjects()?.length ?? 0) > 1;
  const tasks = openTasks(incident);
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <StatusMark status={incident.status} />
        <div className={classes.titles}>
          <span className={classes.titleLine}>
            <PlainLink at={paths.incident(organization, incident)} className={classes.title}>
              {incident.title}
            </PlainLink>
            <RestrictedMark visibility={incident.visibility} />
          </span>
          <span className={classes.below}>
            <Name>{incident.name}</Name>
            <span>{incident.incident_type.name}</span>
            {severalProjects && <span>{projectLabel(incident.project)}</span>}
            {tasks > 0 && (
              <PlainLink at={paths.incident(organization, incident, 'tasks')} className={classes.quiet}>
                {count(tasks, 'open task')}
              </PlainLink>
            )}
          </span>
        </div>
      </div>
      <span className={classes.cell}>
        <SeverityMark severity={incident.incident_severity} />
      </span>
      <span className={classes.cell}>
        <Person individual={individualOf(incident.commander)} none="No commander" />
      </span>
      <span className={classes.cell} title="Since it was reported">
        <Elapsed from={incident.reported_at} to={incident.status === 'Stable' ? incident.stable_at : undefined} />
      </span>
      <span className={classes.cell}>
        <LastReport incident={incident} />
      </span>
    </li>
  );
}

function LastReport({ incident }: { incident: BoardIncident }) {
  const organization = useOrganization();
  const now = useNow();
  const due = reportDueAt(incident);
  const at = paths.incident(organization, incident, 'reports');
  if (due !== undefined && due < now)
    return (
      <PlainLink at={at} className={classes.overdue}>
        <AlarmClock size={14} aria-hidden /> Report overdue {duration(now - due)}
      </PlainLink>
    );
  const last = incident.last_tactical_report?.created_at;
  if (!last) return <span className={classes.faint}>No report yet</span>;
  return (
    <PlainLink at={at} className={classes.quiet}>
      Report <When at={last} />
    </PlainLink>
  );
}
