import { type JobDefinition, job } from '../../core/jobs.ts';
import { REMOVE_FILE, type RemoveFile } from './files.ts';
import { keeperOf } from './storage-of.ts';

/** Frees the space of a deleted file; removing one that is gone is no error. */
const removeStoredFile = job<RemoveFile>({
  name: REMOVE_FILE,
  async run(ctx, { projectId, storage, path }, _job, signal) {
    const plugin = await keeperOf(ctx, projectId, storage);
    await plugin.remove(storage, path, signal);
    return undefined;
  },
});

export const jobs: JobDefinition[] = [removeStoredFile];
