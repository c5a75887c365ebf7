import DataLoader from 'dataloader';
import type { Context } from '../../core/context.ts';

/** One request, and what its fields share. */
export type Asked = {
  /** in the organization of the header, or the only one of the caller */
  ctx: Context;
  /** why there is no organization, for whoever needs one */
  unplaced: string | undefined;
  /** the caller in another organization of theirs @throws not_found none of theirs has this slug */
  inOrganization(slug: string): Promise<Context>;
  /** loads once per request and organization, all that is asked for in one moment with one statement */
  load<K, V>(
    name: string,
    ctx: Context,
    batch: (ctx: Context, keys: readonly K[]) => Promise<readonly (V | undefined)[]>,
    key: K,
  ): Promise<V | undefined>;
  /** what is left of the caller's points: shown as `rateLimit` */
  budget: { limit: number; cost: number; remaining: number; resetAt: Date; nodes: number };
};

export function createLoaders(): Asked['load'] {
  const loaders = new Map<string, DataLoader<unknown, unknown>>();
  return async (name, ctx, batch, key) => {
    const at = `${name} ${ctx.tenant.id}`;
    let loader = loaders.get(at);
    if (!loader) {
      loader = new DataLoader(async (keys) => (await batch(ctx, keys as never)) as never);
      loaders.set(at, loader);
    }
    return (await loader.load(key)) as never;
  };
}
