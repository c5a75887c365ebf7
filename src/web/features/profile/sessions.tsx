import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { answer, client } from '../../api/client.ts';
import { endSession } from '../../api/session.ts';
import { useOrganization } from '../../parts/account.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.tsx';
import classes from './profile.module.css';

/** Ends sessions: of this browser, or of every one. */
export function Sessions() {
  const organization = useOrganization();
  const [isAsking, setAsking] = useState(false);
  const everywhere = useSave({
    send: () => answer(client.POST('/{organization}/auth/me/sign-out', { params: { path: { organization } } })),
    onDone: endSession,
  });
  return (
    <Panel title="Sessions">
      <div className={classes.fields}>
        <p className={classes.hint}>A session ends by itself after a while, and with the last tab that uses it.</p>
        <Group>
          <Button variant="default" onClick={endSession}>
            Sign out in this browser
          </Button>
          <Button variant="default" onClick={() => setAsking(true)}>
            Sign out everywhere
          </Button>
        </Group>
      </div>
      <ConfirmDialog
        opened={isAsking}
        title="Sign out everywhere?"
        confirm="Sign out everywhere"
        busy={everywhere.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => everywhere.mutate()}
      >
        Every browser and every client that is signed in as you has to sign in again, this one too.
      </ConfirmDialog>
    </Panel>
  );
}
