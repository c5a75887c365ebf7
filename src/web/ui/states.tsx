import { Button, Skeleton, Stack } from '@mantine/core';
import { CircleAlert, CloudOff, type LucideIcon, WifiOff } from 'lucide-react';
import { type ReactNode, useSyncExternalStore } from 'react';
import { ApiError, messageOf } from '../api/errors.ts';
import classes from './states.module.css';

/** Nothing to show, and what to do about it. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
  small,
}: {
  icon?: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  small?: boolean;
}) {
  return (
    <div className={small ? `${classes.state} ${classes.small}` : classes.state}>
      {Icon && <Icon size={28} strokeWidth={1.5} aria-hidden />}
      <p className={classes.title}>{title}</p>
      {children && <p className={classes.text}>{children}</p>}
      {action}
    </div>
  );
}

/** A request failed: what happened, whether trying again helps, and the id to quote. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const known = error instanceof ApiError ? error : undefined;
  const Icon = known?.status === 0 ? CloudOff : CircleAlert;
  const lost = known?.status === 403 || known?.status === 404;
  return (
    <div className={classes.state} role="alert">
      <Icon size={28} strokeWidth={1.5} aria-hidden />
      <p className={classes.title}>{lost ? 'Nothing to see here' : 'This could not be loaded'}</p>
      <p className={classes.text}>{messageOf(error)}</p>
      {retry && !lost && (
        <Button variant="default" onClick={retry}>
          Try again
        </Button>
      )}
      {known?.requestId && (known.status >= 500 || known.status === 401) && (
        <span className={classes.request}>Request {known.requestId}</span>
      )}
    </div>
  );
}

/** Grey lines in the place of what is coming; silent for assistive technology but for one word. */
export function Loading({ lines = 5, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <Stack gap="sm" role="status" aria-label={label} py="sm">
      {[...Array(lines).keys()].map((line) => (
        <Skeleton key={line} height={14} width={`${92 - ((line * 23) % 45)}%`} radius="sm" />
      ))}
    </Stack>
  );
}

const subscribe = (listener: () => void) => {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
};

export const useOnline = () => useSyncExternalStore(subscribe, () => navigator.onLine);

/** Says that what is shown may be old, and that it will repair itself. */
export function OfflineBanner({ live }: { live: boolean }) {
  const online = useOnline();
  if (online && live) return <div role="status" aria-live="polite" />;
  return (
    <div className={classes.bar} role="status" aria-live="polite">
      <WifiOff size={15} aria-hidden />
      {online
        ? 'Live updates are interrupted. Reconnecting; pages refresh every few seconds meanwhile.'
        : 'You are offline. You see the last known state; changes cannot be sent.'}
    </div>
  );
}
