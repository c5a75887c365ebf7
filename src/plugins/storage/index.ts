import { join } from 'node:path';
import Type from 'typebox';
import type { Storage } from '../../plugin-sdk/capabilities.ts';
import { BUILT_IN, plugin } from '../../plugin-sdk/catalogue.ts';
import type { Host } from '../../plugin-sdk/host.ts';
import type { Resource } from '../../plugin-sdk/subject.ts';
import { makeFolder, readStored, removeFolder, removeStored, writeStored } from './disk.ts';

/** Files on the disk of the installation. */
export const storagePlugin = plugin({
  slug: 'tocsin-storage',
  title: 'Files',
  type: 'storage',
  description: 'Keeps the files of an incident on the disk of this installation, below its data folder.',
  ...BUILT_IN,
  configuration: Type.Object({}),
  create: (_configuration, host) => folders(host),
});

function folders(host: Host): Storage {
  const root = join(host.dataDir, 'files', String(host.organization.id));
  const folderOf = (storage: Resource) => join(root, storage.resource_id);
  return {
    find: (key) => host.made.find<Resource>(key),
    create: async (key, subject) => {
      const storage = {
        resource_id: `${subject.kind}-${subject.id}`,
        resource_type: 'tocsin-storage-folder',
        weblink: `${subject.url}/files`,
      };
      // Files are listed by name and time, not by folder: the sub-folders that other storages want are not needed here.
      await makeFolder(folderOf(storage));
      return host.made.keep(key, subject, storage);
    },
    // Whoever may see the incident sees its files; there is no second list of people.
    grant: async () => {},
    put: (storage, file, signal) => writeStored(folderOf(storage), file, signal),
    get: (storage, path, signal) => readStored(folderOf(storage), path, signal),
    remove: (storage, path) => removeStored(folderOf(storage), path),
    delete: (storage) => removeFolder(folderOf(storage)),
  };
}
