import { queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { answer, client, raw } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { keys } from '../../api/keys.ts';
import { equals, list } from '../../api/list.ts';
import type { Incident } from '../../api/types.ts';
import { useOrganization } from '../../parts/account.ts';
import { useSave } from '../../ui/use-save.tsx';
import type { IncidentChange } from './change.ts';

const AN_HOUR_MS = 3_600_000;

export const readIncident = async (organization: string, incident_id: number): Promise<Incident> =>
  (await answer(client.GET('/{organization}/incidents/{incident_id}', { params: { path: { organization, incident_id } } }))) as Incident;

/** @param reference what the address calls the incident: its name or its id */
const idQuery = (organization: string, reference: string) =>
  queryOptions({
    queryKey: ['in', organization, 'incident-id', reference],
    staleTime: AN_HOUR_MS,
    queryFn: async (): Promise<number> => {
      if (/^\d+$/.test(reference)) return Number(reference);
      const { items } = await list<{ id: number }>(organization, 'incidents', {
        filter: [equals('Incident', 'name', reference)],
        itemsPerPage: 1,
        include: ['id'],
      });
      if (!items[0]) throw new ApiError(404, [{ msg: `There is no incident ${reference}, or you may not see it.` }]);
      return items[0].id;
    },
  });

export const incidentQuery = (organization: string, id: number) =>
  queryOptions({ queryKey: keys.one(organization, 'incident', id), queryFn: () => readIncident(organization, id) });

/** The incident of the address, asked for again at every live note about it. */
export function useIncidentByReference(reference: string) {
  const organization = useOrganization();
  const id = useQuery(idQuery(organization, reference));
  const incident = useQuery({ ...incidentQuery(organization, id.data ?? 0), enabled: id.data !== undefined });
  return { incident: incident.data, error: id.error ?? incident.error, retry: () => void (id.error ? id.refetch() : incident.refetch()) };
}

export const IncidentContext = createContext<Incident | undefined>(undefined);

/** The incident of the page around. */
export function useIncident(): Incident {
  const incident = useContext(IncidentContext);
  if (!incident) throw new Error('This part belongs on the page of an incident.');
  return incident;
}

/** Changes one incident: what the change does not name stays, also what others changed meanwhile. */
export async function changeIncident(organization: string, incident_id: number, change: IncidentChange): Promise<Incident> {
  const init = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(change) };
  return (await raw(`/${organization}/incidents/${incident_id}`, init)).json() as Promise<Incident>;
}

type Options = { done?: string; quiet?: boolean; onDone?: () => void };

export function useChangeIncident(options: Options = {}) {
  const organization = useOrganization();
  const { id } = useIncident();
  return useSave<IncidentChange>({
    send: (change) => changeIncident(organization, id, change),
    refresh: [keys.kind(organization, 'incident')],
    ...options,
  });
}

/** For lists: the change is made to the list as it is when it is sent, so that two people may add to it one after the other. */
export function useAmendIncident(options: Options = {}) {
  const organization = useOrganization();
  const { id } = useIncident();
  return useSave<(now: Incident) => IncidentChange>({
    send: async (change) => changeIncident(organization, id, change(await readIncident(organization, id))),
    refresh: [keys.kind(organization, 'incident')],
    ...options,
  });
}

/** Path parameters of everything below the incident. */
export function useAt() {
  const organization = useOrganization();
  const { id } = useIncident();
  return { params: { path: { organization, incident_id: id } } };
}

/** Everything that shows incidents is asked for again after a change. */
export const useIncidentKeys = () => [keys.kind(useOrganization(), 'incident')];
