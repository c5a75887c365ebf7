import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { answer, client } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import type { Message } from '../../../api/types.ts';
import { useMe, useOrganization } from '../../../parts/account.ts';
import { useSave } from '../../../ui/use-save.tsx';
import { useAt, useIncident } from '../incident-data.ts';
import { useReadMark } from './read-marks.ts';
import { isNotice } from './thread.ts';

const PAGE = 50;

/** The room's messages, oldest first; the newest are loaded first and earlier ones on demand. */
export function useMessages() {
  const organization = useOrganization();
  const { id } = useIncident();
  const at = useAt();
  const query = useInfiniteQuery({
    queryKey: keys.part(organization, 'incident', id, 'messages'),
    initialPageParam: 1,
    queryFn: ({ pageParam }) =>
      answer(
        client.GET('/{organization}/incidents/{incident_id}/messages', {
          params: { ...at.params, query: { page: pageParam, itemsPerPage: PAGE } },
        }),
      ),
    getNextPageParam: (last, pages) => (pages.length * PAGE < last.total ? pages.length + 1 : undefined),
  });
  // A message that arrives between two pages moves others to the next one: each is shown once.
  const messages = useMemo(() => {
    const all = query.data?.pages.flatMap((one) => one.items) ?? [];
    return [...new Map(all.map((one) => [one.id, one])).values()].sort((a, b) => a.id - b.id);
  }, [query.data]);
  return { ...query, messages };
}

export const roomKey = (organization: string, id: number) => `${organization}/${id}`;

/** How many words of others nobody at this browser has read, at most a page of them. */
export function useUnread(): number {
  const { email } = useMe();
  const { id } = useIncident();
  const mark = useReadMark(roomKey(useOrganization(), id));
  const { messages } = useMessages();
  return messages.filter((one) => one.id > mark && !isNotice(one) && one.author?.email !== email).length;
}

export function useChangeMessage() {
  const organization = useOrganization();
  const { id } = useIncident();
  const { params } = useAt();
  return useSave<{ message: Message; change: { pinned?: boolean; decision?: boolean; body?: string } }>({
    send: ({ message, change }) =>
      answer(
        client.PATCH('/{organization}/incidents/{incident_id}/messages/{message_id}', {
          params: { path: { ...params.path, message_id: message.id } },
          body: change,
        }),
      ),
    refresh: [keys.one(organization, 'incident', id)],
  });
}

export function useSendMessage(onDone: (reply: string | null) => void) {
  const organization = useOrganization();
  const at = useAt();
  return useSave<string, { message?: Message | null; reply?: string | null }>({
    quiet: true,
    send: (body) => answer(client.POST('/{organization}/incidents/{incident_id}/messages', { ...at, body: { body } })),
    refresh: [keys.kind(organization, 'incident')],
    onDone: (result) => onDone(result.reply ?? null),
  });
}

const AN_HOUR_MS = 3_600_000;

/** Commands that may be written instead of a message. A server without the list still takes them. */
export function useCommands() {
  const organization = useOrganization();
  const { id } = useIncident();
  const at = useAt();
  const { data } = useQuery({
    queryKey: ['in', organization, 'room-commands', id],
    staleTime: AN_HOUR_MS,
    retry: false,
    queryFn: async () => (await answer(client.GET('/{organization}/incidents/{incident_id}/commands', at))).items,
  });
  return data ?? [];
}
