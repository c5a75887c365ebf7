import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import type { Application } from '../../api/types.ts';

/** What the server says about itself before anybody is signed in. */
export const applicationQuery = queryOptions({
  queryKey: keys.application,
  staleTime: 3_600_000,
  queryFn: () => answer(client.GET('/application')),
});

/** Where each request brings its identity along by itself, signing out would not hold. */
export const canSignOut = (application: Application | undefined) =>
  application?.sign_in === 'password' || application?.sign_in === 'redirect';
