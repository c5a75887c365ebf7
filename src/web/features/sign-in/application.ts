import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

/** What the server says about itself before anybody is signed in. */
export const applicationQuery = queryOptions({
  queryKey: keys.application,
  staleTime: 3_600_000,
  queryFn: () => answer(client.GET('/application')),
});
