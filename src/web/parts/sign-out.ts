import { answer, client } from '../api/client.ts';
import { endSession } from '../api/session.ts';
import { useSave } from '../ui/use-save.tsx';

/** Ends the session of this browser, at the server first: a cookie is nothing that a page could drop. Then at the provider, if there is one. */
export const useSignOut = () =>
  useSave({
    send: () => answer(client.POST('/sign-in/out')),
    onDone: ({ location: provider }) => {
      endSession();
      if (provider) location.assign(provider);
    },
  });
