import { answer, client } from '../api/client.ts';
import { endSession } from '../api/session.ts';
import { useSave } from '../ui/use-save.tsx';

/** Ends the session of this browser, at the server first: a cookie is nothing that a page could drop. */
export const useSignOut = () => useSave({ send: () => answer(client.POST('/sign-in/out')), onDone: endSession });
