import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { TRIAL_CHANNEL, TrialAnswer, trialResultIn } from '../../parts/trial-result.tsx';
import { Door } from './door.tsx';

/** Where the window of a test sign-in ends; the page that opened it shows the same. */
export function Trial() {
  const [result] = useState(() => trialResultIn(location.hash));
  useEffect(() => {
    if (!result) return;
    const channel = new BroadcastChannel(TRIAL_CHANNEL);
    channel.postMessage(result);
    channel.close();
  }, [result]);
  return (
    <Door
      title="Test sign-in"
      text={result ? 'Nobody was signed in by this.' : 'There is no result in this address. Begin the test again.'}
    >
      {result && <TrialAnswer result={result} />}
      <Button variant="default" onClick={() => close()}>
        Close this window
      </Button>
    </Door>
  );
}
