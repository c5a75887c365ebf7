import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Document, TurnFragment } from '../api/documents.ts';
import { ask } from '../api/graphql.ts';
import { keys } from '../api/keys.ts';
import type { ListUrl, Turn } from '../ui/data-table/index.ts';
import { useOrganization } from './account.ts';

type Connection<T> = { nodes: T[]; pageInfo: TurnFragment; totalCount: number; totalCountIsExact: boolean };
type Paging = {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
};

/**
 * The page of a list of the management API that the address says, as a table takes it.
 * @param kind as live notes name it: a change of one reads the page again
 * @param of finds the list in the answer
 */
export function useConnection<A, V extends Paging, T>(
  kind: string,
  document: Document<A, V>,
  { url: { state }, variables, of }: { url: ListUrl; variables: Omit<V, keyof Paging>; of: (answer: A) => Connection<T> | undefined },
) {
  const organization = useOrganization();
  const size = Math.min(state.size, 100);
  const asked = { ...variables, ...(state.before ? { last: size, before: state.before } : { first: size, after: state.after }) } as V;
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: keys.list(organization, kind, [document.id, asked]),
    queryFn: () => ask(organization, document, asked),
    placeholderData: keepPreviousData,
  });
  const list = data && of(data);
  return {
    answer: data,
    page: list && { items: list.nodes, total: list.totalCount, page: 1, itemsPerPage: size },
    turn: list && turnOf(list),
    error,
    isStale: isPlaceholderData,
    retry: () => void refetch(),
  };
}

const turnOf = ({ pageInfo: { hasPreviousPage, hasNextPage, startCursor, endCursor }, totalCountIsExact }: Connection<unknown>): Turn => ({
  before: hasPreviousPage ? (startCursor ?? undefined) : undefined,
  after: hasNextPage ? (endCursor ?? undefined) : undefined,
  isExact: totalCountIsExact,
});
