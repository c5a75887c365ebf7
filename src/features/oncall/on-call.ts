import type { Context } from '../../core/context.ts';
import type { EndedShift } from '../../plugin-sdk/capabilities.ts';
import type { Service } from './store.ts';
import { findPager, findService } from './store.ts';

/** A plug-in that takes longer than this to say who is on call must not hold up whoever asks. */
const PATIENCE_MS = 10_000;

/** Whether the service's rotation is Tocsin's own: asking it is a query, so it may be asked inside a transaction. */
export const isOwnRotation = (ctx: Context, serviceType: string) =>
  ctx.plugins.find((plugin) => plugin.slug === serviceType)?.builtIn === true;

export type OnCallPerson = { email: string; service: Service };

/** @returns whoever is on call for the service now; undefined when nobody is, or its plug-in is not enabled */
export const onCallNow = (ctx: Context, serviceId: number) => ask(ctx, serviceId, 'get');

/** @returns whoever is on call after that */
export const onCallNext = (ctx: Context, serviceId: number) => ask(ctx, serviceId, 'next');

async function ask(ctx: Context, serviceId: number, which: 'get' | 'next'): Promise<OnCallPerson | undefined> {
  const service = await findService(ctx, serviceId);
  const pager = service && (await findPager(ctx, service));
  const email = service && (await pager?.capability[which](service.external_id, AbortSignal.timeout(PATIENCE_MS)));
  return email ? { email, service } : undefined;
}

/**
 * Shifts of the service that ended in the span: somebody else took over.
 * @returns undefined where its plug-in is not enabled or cannot tell
 */
export async function shiftsEnded(ctx: Context, serviceId: number, span: { after: Date; until: Date }): Promise<EndedShift[] | undefined> {
  const service = await findService(ctx, serviceId);
  const pager = service && (await findPager(ctx, service));
  return pager?.capability.shiftsEnded?.(service?.external_id ?? '', span, AbortSignal.timeout(PATIENCE_MS));
}
