import { Button } from '@mantine/core';
import { Keys, useShortcut } from '../../ui/shortcuts.tsx';
import classes from './settings.module.css';

type Props = { isDirty: boolean; isBusy: boolean; label: string; save: () => void; discard: () => void; isNew?: boolean };

/** Stays in sight while a form is open: saves it, or takes the changes back. */
export function SaveBar({ isDirty, isBusy, label, save, discard, isNew }: Props) {
  useShortcut('mod+s', 'Save', save);
  useShortcut('mod+Enter', 'Save', save);
  return (
    <div className={classes.saveBar} data-dirty={isDirty || isNew || undefined}>
      <span className={classes.saveState} role="status">
        {isDirty ? 'Not saved yet' : ''}
      </span>
      {isDirty && (
        <Button variant="default" onClick={discard} disabled={isBusy}>
          {isNew ? 'Cancel' : 'Discard'}
        </Button>
      )}
      <Button
        type="submit"
        loading={isBusy}
        disabled={!isDirty && !isNew}
        rightSection={
          <span className={classes.saveKeys}>
            <Keys keys="mod+s" />
          </span>
        }
      >
        {label}
      </Button>
    </div>
  );
}
