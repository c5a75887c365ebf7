import { useQuery } from '@tanstack/react-query';
import { answer, client } from '../../../api/client.ts';
import { ApiError } from '../../../api/errors.ts';
import { keys } from '../../../api/keys.ts';
import { useOrganization } from '../../../parts/account.ts';
import { useSave } from '../../../ui/use-save.tsx';

/** The text of a document. @param version an old one; undefined: the newest */
export function useContent(document_id: number, version?: number) {
  const organization = useOrganization();
  return useQuery({
    queryKey: keys.part(organization, 'document', document_id, 'content', version),
    queryFn: () =>
      answer(
        client.GET('/{organization}/documents/{document_id}/content', {
          params: { path: { organization, document_id }, query: version === undefined ? {} : { version } },
        }),
      ),
  });
}

/** Saves on top of a version. Somebody else's newer version is a conflict: then the newest is read again, and the writer decides. */
export function useSaveContent(document_id: number, onDone: (version: number) => void) {
  const organization = useOrganization();
  const content = useContent(document_id);
  const save = useSave({
    quiet: true,
    refresh: [keys.one(organization, 'document', document_id), keys.kind(organization, 'incident')],
    done: 'Document saved.',
    send: (body: { content: string; version: number }) =>
      answer(client.PUT('/{organization}/documents/{document_id}/content', { params: { path: { organization, document_id } }, body })),
    onDone: (result) => onDone(result.version),
  });
  const send = (body: { content: string; version: number }) =>
    save.mutate(body, {
      onError: (error) => {
        if (isConflict(error)) void content.refetch();
      },
    });
  return { ...save, send };
}

export const isConflict = (error: unknown) => error instanceof ApiError && error.status === 409;
