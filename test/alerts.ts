import { expect } from 'vitest';
import type { Context } from '../src/core/context.ts';
import { anOrganization, inject, type TestOrganization } from './harness.ts';

const project = { name: 'default' };

type Made = Record<string, unknown> & { id: number; name: string };
export type Instance = {
  id: string;
  filter_action: string | null;
  case: { id: number; name: string; title: string; status: string; case_type: Made; case_priority: Made } | null;
  entities: { id: number; value: string }[];
  signal: Made;
};

/** Makes something of the contract that must succeed. */
export async function make<T = Made>(ctx: Context, path: string, body: Record<string, unknown>): Promise<T> {
  const answer = await inject(ctx, { method: 'POST', path: `/{organization}${path}`, body: { project, ...body } });
  expect(answer.status, `POST ${path} ${answer.text}`).toBe(200);
  return answer.json<T>();
}

/** An organization with one definition: enabled, found by `externalId: disk`. */
export async function aSignal(more: Record<string, unknown> = {}): Promise<TestOrganization & { signal: Made }> {
  const organization = await anOrganization();
  const body = { name: 'Disk is full', owner: 'storage@example.com', external_id: 'disk', enabled: true, ...more };
  return { ...organization, signal: await make(organization.ctx, '/signals', body) };
}

/** A type of entity that finds users by their address in every alert. */
export const userType = (ctx: Context, more: Record<string, unknown> = {}) =>
  make(ctx, '/entity_type', { name: 'User', jpath: '$.user', enabled: true, scope: 'all', ...more });

/** An alert of the definition comes in. */
export const alert = (ctx: Context, raw: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
  make<Instance>(ctx, '/signals/instances', { raw: { externalId: 'disk', ...raw }, ...more });

/** What became of an alert. */
export async function seen(ctx: Context, { id }: { id: string }): Promise<Instance> {
  const answer = await inject(ctx, { method: 'GET', path: `/{organization}/signals/instances/${id}` });
  expect(answer.status, answer.text).toBe(200);
  return answer.json<Instance>();
}
