import { alteration, creation, differences, type Run } from './change.ts';

export type ApiScope = { value: string; description: string };
type ResourceServer = { id: string; scopes?: ApiScope[] };

/**
 * The API that tokens are for, with our scopes. Scopes that somebody has added stay. Whether roles of the tenant count as well is set when it is
 * made and not touched later: then tokens say `scope` and no `permissions`.
 */
export async function setUpApi(run: Run, { identifier, name, scopes }: { identifier: string; name: string; scopes: ApiScope[] }) {
  const path = `/resource-servers/${encodeURIComponent(identifier)}`;
  const current = await run.api.find<ResourceServer>(path);
  const others = current?.scopes?.filter(({ value }) => !scopes.some((one) => one.value === value)) ?? [];
  const wanted = { scopes: [...others, ...scopes], signing_alg: 'RS256', allow_offline_access: true };
  const told = { resource: 'API', name: identifier };
  if (!current) {
    const policy = { enforce_policies: false, token_dialect: 'access_token', skip_consent_for_verifiable_first_party_clients: true };
    if (run.apply) await run.api.send('POST', '/resource-servers', { name, identifier, ...wanted, ...policy });
    run.tell({ ...told, state: creation(run), detail: `${scopes.length} scopes` });
    return;
  }
  const changes = differences(current, wanted);
  const names = Object.keys(changes);
  if (names.length && run.apply) await run.api.send('PATCH', `/resource-servers/${encodeURIComponent(current.id)}`, changes);
  run.tell({ ...told, state: names.length ? alteration(run) : 'as it was', detail: names.join(', ') || `${scopes.length} scopes` });
}
