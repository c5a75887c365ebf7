import { useBlocker } from '@tanstack/react-router';
import { ConfirmDialog } from './confirm-dialog.tsx';

/** Asks before a change of page or a closed tab loses what was typed. Nothing is asked while nothing is lost. */
export function UnsavedGuard({ dirty, what = 'what you typed' }: { dirty: boolean; what?: string }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      opened={blocker.status === 'blocked'}
      title="Leave without saving?"
      confirm="Leave"
      danger
      onConfirm={() => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
    >
      This page has not saved {what} yet. If you leave now, it is lost.
    </ConfirmDialog>
  );
}
