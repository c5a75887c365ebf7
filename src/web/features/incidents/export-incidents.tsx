import { Button, Checkbox, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { Download } from 'lucide-react';
import { useRef, useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { type ListQuery, list } from '../../api/list.ts';
import type { Incident } from '../../api/types.ts';
import { useOrganization } from '../../parts/account.ts';
import { csv } from '../../ui/csv.ts';
import { count } from '../../ui/format.ts';
import { saveFile } from '../../ui/save-file.ts';
import { EXPORT_FIELDS, exportRows } from './export-fields.ts';
import classes from './export-incidents.module.css';

const PAGE = 250;
const MOST = 50_000;

/** Writes what the filters leave into a file for a spreadsheet. */
export function ExportIncidents({ query, total }: { query: ListQuery; total: number }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        size="xs"
        variant="subtle"
        color="gray"
        leftSection={<Download size={15} aria-hidden />}
        disabled={!total}
        onClick={() => setOpened(true)}
      >
        Export
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Export to CSV" size="lg">
        {opened && <ExportForm query={query} total={total} close={() => setOpened(false)} />}
      </Modal>
    </>
  );
}

function ExportForm({ query, total, close }: { query: ListQuery; total: number; close: () => void }) {
  const organization = useOrganization();
  const [chosen, setChosen] = useState(EXPORT_FIELDS.filter((one) => one.chosen).map((one) => one.id));
  const [done, setDone] = useState<number>();
  const [problem, setProblem] = useState<string>();
  const stopped = useRef(false);
  const fields = EXPORT_FIELDS.filter((one) => chosen.includes(one.id));
  const size = Math.min(total, MOST);
  const isRunning = done !== undefined;

  const run = async () => {
    stopped.current = false;
    setProblem(undefined);
    const rows: Incident[] = [];
    try {
      for (let page = 1; rows.length < size && !stopped.current; page++) {
        setDone(rows.length);
        const { items } = await list<Incident>(organization, 'incidents', {
          ...query,
          page,
          itemsPerPage: PAGE,
          include: ['id', ...fields.map((one) => one.include)],
        });
        if (!items.length) break;
        rows.push(...items);
      }
      if (stopped.current) return;
      // The mark makes spreadsheets read the file as UTF-8.
      saveFile(
        `incidents-${new Date().toISOString().slice(0, 10)}.csv`,
        `\ufeff${csv(exportRows(fields, rows))}`,
        'text/csv;charset=utf-8',
      );
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
        {count(size, 'incident')}, filtered and sorted as the list is
        {total > MOST && `; only the first ${MOST.toLocaleString()} fit in one file`}.
      </Text>
      <Checkbox.Group value={chosen} onChange={setChosen} label="Columns">
        <div className={classes.columns}>
          {EXPORT_FIELDS.map((one) => (
            <Checkbox key={one.id} value={one.id} label={one.label} />
          ))}
        </div>
      </Checkbox.Group>
      {isRunning && <Progress value={(done / size) * 100} aria-label="Exported" />}
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
        <Button loading={isRunning} disabled={!fields.length} onClick={() => void run()}>
          Download CSV
        </Button>
      </Group>
    </Stack>
  );
}
