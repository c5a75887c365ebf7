import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { API } from '../../api/client.ts';
import { Loading } from '../../ui/states.tsx';
import { markAway, wasJustAway } from './away.ts';
import { Door } from './door.tsx';
import { Refused } from './refused.tsx';

type Came = { next: string; refused?: string; request?: string; out?: string };

const providerAddress = (next: string) => `${API}/sign-in/provider?next=${encodeURIComponent(next)}`;

/** The door of an installation whose people sign in elsewhere: sends them there, unless they have just been. */
export function ProviderDoor({ at, came: { next, refused, request, out } }: { at: string; came: Came }) {
  const [goesByItself] = useState(() => !refused && !out && !wasJustAway());
  const go = () => {
    markAway();
    location.assign(providerAddress(next));
  };
  useEffect(() => {
    if (!goesByItself) return;
    markAway();
    location.replace(providerAddress(next));
  }, [goesByItself, next]);
  if (goesByItself)
    return (
      <Door title="Signing in" text={`You are taken to ${at}, then you continue where you were.`}>
        <Loading lines={2} />
      </Door>
    );
  if (refused) return <Refused code={refused} requestId={request} retry={go} />;
  return (
    <Door title={out ? 'You are signed out' : 'Sign in'} text={out ? undefined : NOT_KEPT}>
      <Button size="md" onClick={go} autoFocus>
        Sign in at {at}
      </Button>
    </Door>
  );
}

const NOT_KEPT =
  'You came back without being signed in. If you did sign in, your browser did not keep the session: allow this site to store cookies, and open it by the address that your administrator gave you.';
