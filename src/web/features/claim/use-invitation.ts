import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answer, client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

/**
 * What the link in the address is about. The server keeps it for this browser from then on; it leaves the address at once, so that nobody reads it
 * over a shoulder or in the history.
 */
export function useInvitation() {
  const [token] = useState(() => new URLSearchParams(location.search).get('invite_token') ?? undefined);
  useEffect(() => {
    if (token) history.replaceState(history.state, '', location.pathname);
  }, [token]);
  return useQuery({
    queryKey: keys.invitation,
    queryFn: () => answer(client.POST('/invitation', { body: token ? { invite_token: token } : {} })),
    // What a link is good for is decided when it is used: nothing here may go stale unseen.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
