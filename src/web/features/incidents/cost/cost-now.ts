import { useQuery } from '@tanstack/react-query';
import { answer, client } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { useOrganization } from '../../../parts/account.ts';
import { useAt, useIncident } from '../incident-data.ts';

const REFRESH_MS = 30_000;

/** The cost of this moment; the clock adds to it, which no live note announces. */
export function useCostNow() {
  const organization = useOrganization();
  const { id, status } = useIncident();
  const at = useAt();
  return useQuery({
    queryKey: keys.part(organization, 'incident', id, 'cost'),
    queryFn: () => answer(client.GET('/{organization}/incidents/{incident_id}/cost', at)),
    refetchInterval: status === 'Closed' ? false : REFRESH_MS,
  });
}
