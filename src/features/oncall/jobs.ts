import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import { type Finish, type JobDefinition, job, Skip, type SubjectRef } from '../../core/jobs.ts';
import { type NewPage, PAGE_SERVICE } from './page.ts';
import { describePaged, findPager, findService } from './store.ts';

type Payload = NewPage & { serviceId: number };

/** Pages through the plug-in of a service; what becomes of it stands in the timeline, also when it fails. */
const pageThroughService = job<Payload>({
  name: PAGE_SERVICE,
  timeoutMs: 30_000,
  async run(ctx, { serviceId, key, subject, title, message }, { attempts }, signal) {
    const [service, described] = [await findService(ctx, serviceId), await describePaged(ctx, subject)];
    if (!service || !described) return new Skip('The service or the subject is gone.');
    try {
      const pager = await findPager(ctx, service);
      if (!pager) return told(subject, `Nobody was paged for ${service.name}: its plug-in ${service.type} is not enabled.`);
      const page = { serviceExternalId: service.external_id, subject, title, message, url: described.url };
      const email = await pager.capability.page(key, page, signal);
      return told(subject, email ? `${email} was paged for ${service.name}.` : `${service.name} was paged.`, pager.title);
    } catch (error) {
      if (attempts === 1) await tellOfFailure(ctx, subject, service.name, error);
      throw error;
    }
  },
});

const told =
  (subject: SubjectRef, description: string, source?: string): Finish =>
  (tx) =>
    record(tx, subject, { description, type: 'Participant updated', ...(source && { source }) });

/** Somebody who reads along must know at once that nobody is coming yet. */
async function tellOfFailure(ctx: Context, subject: SubjectRef, service: string, error: unknown) {
  const reason = (error as Error).message;
  await transaction(ctx, (tx) => record(tx, subject, { description: `Paging ${service} failed and is tried again. ${reason}` }));
}

export const jobs: JobDefinition[] = [pageThroughService];
