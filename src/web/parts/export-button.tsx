import { Button } from '@mantine/core';
import { Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { lazyDialog } from '../ui/lazy-part.tsx';
import type { ExportProps } from './export-column.ts';

const Dialog = lazyDialog(() => import('./export-dialog.tsx').then((part) => part.ExportDialog<unknown>)) as unknown as <T>(
  props: ExportProps<T> & { opened: boolean; close: () => void },
) => ReactNode;

/** Writes what a list's filters leave into a file for a spreadsheet. */
export function ExportButton<T>(props: ExportProps<T>) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        size="xs"
        variant="subtle"
        color="gray"
        leftSection={<Download size={15} aria-hidden />}
        disabled={!props.total}
        onClick={() => setOpened(true)}
      >
        Export
      </Button>
      <Dialog {...props} opened={opened} close={() => setOpened(false)} />
    </>
  );
}
