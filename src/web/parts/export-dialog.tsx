import { Button, Checkbox, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { messageOf } from '../api/errors.ts';
import type { Page } from '../api/types.ts';
import { csv } from '../ui/csv.ts';
import { count } from '../ui/format.ts';
import { saveFile } from '../ui/save-file.ts';
import type { ExportProps } from './export-column.ts';
import classes from './export-dialog.module.css';

const PAGE = 250;
const MOST = 50_000;

type Props<T> = ExportProps<T> & { close: () => void };

export function ExportDialog<T>({ opened, ...props }: Props<T> & { opened: boolean }) {
  return (
    <Modal opened={opened} onClose={props.close} title="Export to CSV" size="lg">
      {opened && <ExportForm {...props} />}
    </Modal>
  );
}

/** Which columns, how far it is, and what went wrong. */
function ExportForm<T>({ noun, total, columns, load, close }: Props<T>) {
  const [chosen, setChosen] = useState(() => columns.filter((one) => one.chosen).map((one) => one.id));
  const [done, setDone] = useState<number>();
  const [problem, setProblem] = useState<string>();
  const stopped = useRef(false);
  const shown = columns.filter((one) => chosen.includes(one.id));
  const size = Math.min(total, MOST);
  const run = async () => {
    stopped.current = false;
    setProblem(undefined);
    try {
      const rows = await allRows(
        (page) => load({ page, size: PAGE, chosen }),
        size,
        setDone,
        () => stopped.current,
      );
      if (!rows) return;
      const lines = [shown.map((one) => one.label), ...rows.map((row) => shown.map((one) => one.value(row)))];
      // The mark makes spreadsheets read the file as UTF-8.
      saveFile(`${noun}s-${new Date().toISOString().slice(0, 10)}.csv`, `\ufeff${csv(lines)}`, 'text/csv;charset=utf-8');
      close();
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setDone(undefined);
    }
  };
  return (
    <Stack>
      <Text size="sm">
        {count(size, noun)}, filtered and sorted as the list is
        {total > MOST && `; only the first ${MOST.toLocaleString()} fit in one file`}.
      </Text>
      <Checkbox.Group value={chosen} onChange={setChosen} label="Columns">
        <div className={classes.columns}>
          {columns.map((one) => (
            <Checkbox key={one.id} value={one.id} label={one.label} />
          ))}
        </div>
      </Checkbox.Group>
      {done !== undefined && <Progress value={(done / size) * 100} aria-label="Exported" />}
      {problem && (
        <Text c="var(--mantine-color-error)" role="alert">
          {problem}
        </Text>
      )}
      <Group justify="flex-end">
        <Button
          variant="default"
          onClick={() => {
            stopped.current = true;
            close();
          }}
        >
          Cancel
        </Button>
        <Button loading={done !== undefined} disabled={!shown.length} onClick={() => void run()}>
          Download CSV
        </Button>
      </Group>
    </Stack>
  );
}

/** @returns undefined when it was stopped on the way */
async function allRows<T>(
  load: (page: number) => Promise<Page<T>>,
  size: number,
  tell: (done: number) => void,
  isStopped: () => boolean,
): Promise<T[] | undefined> {
  const rows: T[] = [];
  for (let page = 1; rows.length < size; page++) {
    tell(rows.length);
    const { items } = await load(page);
    if (isStopped()) return undefined;
    if (!items.length) break;
    rows.push(...items);
  }
  return rows;
}
