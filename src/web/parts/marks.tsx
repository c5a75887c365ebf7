import { Tooltip } from '@mantine/core';
import { Lock } from 'lucide-react';
import type { IncidentPriority, IncidentSeverity, IncidentStatus, Participant } from '../api/types.ts';
import { LevelBars, LevelChevrons } from '../ui/level.tsx';
import classes from './marks.module.css';

/** A running bell, one half settled, one done: told apart by shape first, by colour second. */
function StatusGlyph({ status }: { status: IncidentStatus }) {
  return (
    <svg width={13} height={13} viewBox="0 0 14 14" aria-hidden focusable="false" fill="none" stroke="currentColor" strokeWidth={1.7}>
      {status === 'Active' && (
        <>
          <circle cx={7} cy={7} r={6} strokeWidth={1.2} />
          <circle cx={7} cy={7} r={3.2} fill="currentColor" stroke="none" />
        </>
      )}
      {status === 'Stable' && (
        <>
          <circle cx={7} cy={7} r={5.4} />
          <path d="M7 1.6a5.4 5.4 0 0 1 0 10.8Z" fill="currentColor" stroke="none" />
        </>
      )}
      {status === 'Closed' && (
        <>
          <circle cx={7} cy={7} r={5.4} strokeWidth={1.3} />
          <path d="M4.4 7.2l1.9 1.9 3.4-3.9" strokeLinecap="round" strokeLinejoin="round" />
        </>
      )}
    </svg>
  );
}

export function StatusMark({ status, pill }: { status: IncidentStatus | null | undefined; pill?: boolean }) {
  const shown = status ?? 'Active';
  return (
    <span className={`${classes.mark} ${classes.status} ${classes[shown]} ${pill ? classes.pill : ''}`}>
      <StatusGlyph status={shown} />
      {shown}
    </span>
  );
}

export function SeverityMark({
  severity,
}: {
  severity: (Pick<IncidentSeverity, 'name' | 'color'> & { view_order?: number | null }) | null | undefined;
}) {
  if (!severity) return <span>–</span>;
  return (
    <span className={classes.mark}>
      <LevelBars level={severity.view_order ?? rankOf(severity.name)} color={severity.color} />
      {severity.name}
    </span>
  );
}

export function PriorityMark({
  priority,
}: {
  priority: (Pick<IncidentPriority, 'name'> & { view_order?: number | null }) | null | undefined;
}) {
  if (!priority) return <span>–</span>;
  return (
    <span className={classes.mark}>
      <LevelChevrons level={priority.view_order ?? rankOf(priority.name)} />
      {priority.name}
    </span>
  );
}

// List rows carry no view order for severities; the seeded names tell it, others get the lowest bar.
const RANKS: Record<string, number> = { undetermined: 1, low: 2, medium: 3, high: 4, critical: 5 };
const rankOf = (name: string) => RANKS[name.toLowerCase()] ?? 1;

export function RestrictedMark({ visibility }: { visibility: string | null | undefined }) {
  if (visibility !== 'Restricted') return null;
  return (
    <Tooltip label="Restricted: only its participants and administrators see it">
      <span className={classes.mark} role="img" aria-label="Restricted">
        <Lock size={13} aria-hidden />
      </span>
    </Tooltip>
  );
}

export const Name = ({ children }: { children: string | null | undefined }) => <span className={classes.mono}>{children ?? '–'}</span>;

type Someone = { name?: string | null; email?: string | null };

export const initialsOf = ({ name, email }: Someone) => {
  const words = (name || email || '?')
    .replace(/@.*/, '')
    .split(/[\s._-]+/)
    .filter(Boolean);
  return ((words[0]?.[0] ?? '?') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
};

export const personName = (someone: Someone | null | undefined) => someone?.name || someone?.email || '';

export function Person({ individual, none = 'Nobody' }: { individual: Someone | null | undefined; none?: string }) {
  if (!individual) return <span>{none}</span>;
  return (
    <span className={classes.person} title={individual.email ?? undefined}>
      <span className={classes.face} aria-hidden>
        {initialsOf(individual)}
      </span>
      <span className={classes.personName}>{personName(individual)}</span>
    </span>
  );
}

export const individualOf = (participant: Participant | { individual?: Someone | null } | null | undefined): Someone | undefined =>
  (participant?.individual as Someone | null) ?? undefined;

export function TagMark({ tag }: { tag: { name?: string | null; tag_type?: { name: string } | null } }) {
  return (
    <span className={classes.tag}>
      {tag.tag_type && <span className={classes.tagType}>{tag.tag_type.name}</span>}
      {tag.name}
    </span>
  );
}
