import { exampleOf } from '../../src/edges/http/examples.ts';
import { administersInstallation, type TestOrganization } from '../harness.ts';
import { givenBody, isPrepared, renamed } from './bodies.ts';
import { type Caller, door, type Method } from './callers.ts';
import { type Declared, operations } from './document.ts';
import { type Furniture, filled, furnish } from './furnish.ts';
import { undoable } from './undone.ts';

/*
 * A furnished organization and, for each operation, a request that it takes.
 */

export type House = Awaited<ReturnType<typeof house>>;

export async function house(organization: TestOrganization) {
  const sent = new Map<string, unknown>();
  const furniture = await furnish(organization, { heard: ({ name }, { body }, { status }) => status < 300 && sent.set(name, body) });
  await administersInstallation(organization.ctx);
  const { ctx, undo } = undoable(organization.ctx);
  const as = await door(ctx);
  return { ctx, furniture, sent, undo, owner: await as(organization.ctx), nobody: await as(undefined) };
}

export const methodOf = ({ route }: Declared) => route.method.toUpperCase() as Method;

export const ask = (caller: Caller, one: Declared, body: unknown, at: Furniture) =>
  caller.send(methodOf(one), pathFor(one, at), one.route.body || one.route.upload ? body : undefined);

/** The path with its parameters and whatever the query must have. */
function pathFor({ route, operation }: Declared, at: Furniture): string {
  const needed = operation.parameters.filter(({ in: place, required }) => place === 'query' && required);
  const query = needed.flatMap(({ name, schema }) => [at[name] ?? exampleOf(schema, name)].flat().map((value) => [name, String(value)]));
  return filled(route.path, at) + (query.length ? `?${new URLSearchParams(query as [string, string][])}` : '');
}

const isList = (schema: unknown) => (schema as { type?: string } | undefined)?.type === 'array';

const operationOf = (method: string, path: string) => operations.find(({ name }) => name === `${method} ${path}`);

/** What the operation's path reads as: alone, or among the list it belongs to. */
export async function readOf(at: Pick<House, 'owner' | 'furniture'>, path: string): Promise<Record<string, unknown> | undefined> {
  const { owner, furniture } = at;
  const single = operationOf('GET', path);
  if (single) {
    const read = await ask(owner, single, undefined, furniture);
    return read.status === 200 && read.text.startsWith('{') ? read.json() : undefined;
  }
  const [, collection, parameter] = /^(.*)\/\{(\w+)\}$/.exec(path) ?? [];
  if (!collection || !parameter || !operationOf('GET', collection)) return undefined;
  // Some paths name a person behind the record: `/forms_type/{forms_type_id}/{individual_contact_id}`.
  if (collection.endsWith('}')) return readOf(at, collection);
  const list = await owner.send('GET', `${filled(collection, furniture)}?itemsPerPage=-1`);
  const { items } = list.json<{ items?: { id: number }[] }>();
  return items?.find(({ id }) => id === furniture[parameter]);
}

/** A body that the operation takes: one written down, one that made the furniture, or what it reads as. */
export async function bodyFor(at: House, one: Declared): Promise<unknown> {
  const { name, route } = one;
  if (!route.body && !route.upload) return undefined;
  const written = givenBody(name, at.furniture) ?? (route.method === 'post' ? undefined : at.sent.get(name));
  if (written !== undefined) return written;
  if (route.method !== 'post') return (await readOf(at, route.path)) ?? {};
  const made = (at.sent.get(name) ?? (await itemOf(at, route.path))) as Record<string, unknown> | undefined;
  return made ? renamed(made) : isList(route.body) ? [] : {};
}

/** One of what the collection at this path holds. */
export async function itemOf(at: House, path: string) {
  const rest = ({ route }: Declared) => (route.path.startsWith(`${path}/`) ? route.path.slice(path.length + 1) : '');
  const single = operations.find((one) => one.route.method === 'get' && /^\{\w+\}$/.test(rest(one)));
  return single && readOf(at, single.route.path);
}

type Made = { id: number; creator?: { id: number } | null; individual?: { id: number } | null };

/**
 * Makes another one of what the operation deletes, because nothing uses it yet.
 * @returns the furniture with it instead; as it is where the contract cannot make one
 */
export async function another(at: House, { route }: Declared): Promise<Furniture> {
  const [, collection = '', parameter = ''] = /^(\/\{organization\}[^{]*)\/\{(\w+)\}(\/\{\w+\})*$/.exec(route.path) ?? [];
  const maker = operationOf('POST', collection);
  if (!maker?.route.body || isPrepared(maker.name)) return at.furniture;
  const answer = await ask(at.owner, maker, await bodyFor(at, maker), at.furniture);
  const made = answer.status === 200 ? answer.json<Made | null>() : null;
  if (!made?.id) return at.furniture;
  // Some paths name the row and whose it is; nobody's is 0.
  const whose = parameter === 'individual_contact_id' ? made : (made.creator ?? made.individual);
  return { ...at.furniture, individual_contact_id: whose?.id ?? 0, [parameter]: made.id };
}
