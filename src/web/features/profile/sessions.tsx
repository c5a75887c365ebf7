import { Badge, Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { endSession } from '../../api/session.ts';
import type { Session } from '../../api/types.ts';
import { useOrganization } from '../../parts/account.ts';
import { nameOfAgent } from '../../parts/agent.ts';
import { useSignOut } from '../../parts/sign-out.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Panel } from '../../ui/page.tsx';
import { ErrorState, Loading } from '../../ui/states.tsx';
import { When } from '../../ui/time.tsx';
import { useSave } from '../../ui/use-save.tsx';
import classes from './profile.module.css';

const sessionsQuery = { queryKey: keys.sessions, queryFn: () => answer(client.GET('/my-account/sessions')) };

/** Where this person is signed in, and the ways to end that. */
export function Sessions() {
  const organization = useOrganization();
  const [isAsking, setAsking] = useState(false);
  const sessions = useQuery(sessionsQuery);
  const signOut = useSignOut();
  const everywhere = useSave({
    send: () => answer(client.POST('/{organization}/auth/me/sign-out', { params: { path: { organization } } })),
    onDone: endSession,
  });
  return (
    <Panel title="Sessions">
      <div className={classes.fields}>
        {sessions.isPending && <Loading lines={2} />}
        {sessions.error && <ErrorState error={sessions.error} retry={() => void sessions.refetch()} />}
        {sessions.data && (
          <ul className={classes.sessions} aria-label="Browsers in which you are signed in">
            {sessions.data.items.map((one) => (
              <SessionRow key={one.id} session={one} />
            ))}
          </ul>
        )}
        <Group>
          <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
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

function SessionRow({ session: { id, agent, address, seen_at, current } }: { session: Session }) {
  const name = nameOfAgent(agent);
  const end = useSave({
    send: () => answer(client.DELETE('/my-account/sessions/{session_id}', { params: { path: { session_id: id } } })),
    refresh: [keys.sessions],
    done: `${name} is signed out.`,
  });
  return (
    <li className={classes.session}>
      <div className={classes.setting}>
        <span className={classes.label}>{name}</span>
        <span className={classes.hint}>
          {address} · used <When at={seen_at} />
        </span>
      </div>
      {current ? (
        <Badge variant="light" color="gray">
          This browser
        </Badge>
      ) : (
        <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate()} aria-label={`Sign out ${name}`}>
          Sign out
        </Button>
      )}
    </li>
  );
}
