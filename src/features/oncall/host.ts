import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import type { Host } from '../../plugin-sdk/host.ts';
import { matchingContacts } from './matching-contacts.ts';
import { insertPage } from './page.ts';
import { findRotation } from './rotation.ts';
import { findServiceByExternalId } from './store.ts';

/** What the built-in on-call plug-in is given. */
export const rotationsOf = (ctx: Context, projectId: number): Host['rotations'] => ({
  of: async (serviceExternalId) => {
    const service = await findServiceByExternalId(ctx, projectId, serviceExternalId);
    const rotation = service && (await findRotation(ctx, service.id));
    return rotation && { ...rotation, people: rotation.people.map((person) => person.email) };
  },
  page: async (key, { serviceExternalId, subject, title, message, email }) => {
    const service = await findServiceByExternalId(ctx, projectId, serviceExternalId);
    await transaction(ctx, (tx) => insertPage(tx, { key, subject, title, message, email, ...(service && { serviceId: service.id }) }));
  },
});

/** What the built-in participant resolver is given. */
export const participantsOf = (ctx: Context, projectId: number): Host['participants'] => ({
  matching: ({ kind, id }) => matchingContacts(ctx, projectId, { kind, id }),
});
