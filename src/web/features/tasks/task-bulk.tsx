import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { Check, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { keys } from '../../api/keys.ts';
import type { TaskRow } from '../../api/types.ts';
import { useOrganization } from '../../parts/account.ts';
import { count } from '../../ui/format.ts';
import { setTaskStatus } from './change-task.ts';

/** Resolves or reopens all chosen tasks; what the server refuses is told one by one. */
export function TaskBulk({ rows, clear }: { rows: TaskRow[]; clear: () => void }) {
  const organization = useOrganization();
  const queries = useQueryClient();
  const [done, setDone] = useState<number>();
  const run = async (status: TaskRow['status']) => {
    const wanted = rows.filter((row) => row.status !== status);
    const refused: string[] = [];
    for (const [index, row] of wanted.entries()) {
      setDone(index);
      await setTaskStatus(organization, row, status).catch((error: unknown) =>
        refused.push(`${row.description ?? row.id}: ${messageOf(error)}`),
      );
    }
    setDone(undefined);
    await queries.invalidateQueries({ queryKey: keys.kind(organization, 'task') });
    const changed = wanted.length - refused.length;
    if (changed)
      notifications.show({
        message: `${count(changed, 'task')} ${status === 'Resolved' ? 'resolved' : 'opened again'}.`,
        color: 'verdigris',
      });
    if (refused.length)
      notifications.show({
        title: `${count(refused.length, 'task')} not changed`,
        message: refused.join(' '),
        color: 'vermilion',
        autoClose: false,
      });
    else clear();
  };
  const busy = done !== undefined;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        disabled={busy}
        leftSection={<Check size={14} aria-hidden />}
        onClick={() => void run('Resolved')}
      >
        Resolve
      </Button>
      <Button
        size="xs"
        variant="default"
        disabled={busy}
        leftSection={<RotateCcw size={14} aria-hidden />}
        onClick={() => void run('Open')}
      >
        Open again
      </Button>
      {busy && (
        <Text size="sm" role="status">
          {done + 1} of {rows.length}…
        </Text>
      )}
    </>
  );
}
