import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../../api/errors.ts';
import { keys } from '../../../api/keys.ts';
import { upload } from '../../../api/upload.ts';
import { useOrganization } from '../../../parts/account.ts';
import { useIncident } from '../incident-data.ts';

export type Upload = { key: string; name: string; share: number; problem?: string; stop: () => void; again: () => void };

let made = 0;

/** Files on their way to the incident, with how far each has come. */
export function useUploads() {
  const organization = useOrganization();
  const { id } = useIncident();
  const queries = useQueryClient();
  const [uploads, setUploads] = useState<Upload[]>([]);
  const update = (key: string, change: Partial<Upload>) =>
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...change } : one)));
  const drop = (key: string) => setUploads((all) => all.filter((one) => one.key !== key));

  const send = async (file: File, key: string) => {
    const stopped = new AbortController();
    const stop = () => {
      stopped.abort();
      drop(key);
    };
    update(key, { share: 0, problem: undefined, stop });
    try {
      await upload(`/${organization}/incidents/${id}/files?${new URLSearchParams({ name: file.name })}`, file, {
        signal: stopped.signal,
        onProgress: (share) => update(key, { share }),
      });
      drop(key);
      await queries.invalidateQueries({ queryKey: keys.one(organization, 'incident', id) });
    } catch (error) {
      if (!stopped.signal.aborted) update(key, { problem: messageOf(error) });
    }
  };
  const add = (files: Iterable<File>) => {
    for (const file of files) {
      const key = `upload-${++made}`;
      const again = () => void send(file, key);
      setUploads((all) => [...all, { key, name: file.name, share: 0, stop: () => drop(key), again }]);
      again();
    }
  };
  return { uploads, add };
}
