import { answer, client } from '../api/client.ts';
import { keys } from '../api/keys.ts';

/** What this person has beside their password. */
export const secondFactorQuery = { queryKey: keys.secondFactor, queryFn: () => answer(client.GET('/my-account/second-factor')) };
