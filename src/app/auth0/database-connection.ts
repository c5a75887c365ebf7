import { StartupError } from '../startup-error.ts';
import { alteration, type Run } from './change.ts';

type Connection = { id: string; name: string; options?: Record<string, unknown> };

/**
 * Passwords that Auth0 keeps: nobody signs up by themselves, for any application that uses the connection, and our application may use it: one
 * that was made through the API may use none at first.
 * @param clientId undefined: there is no application yet, it is a dry run
 */
export async function setUpDatabaseConnection(run: Run, name: string, clientId: string | undefined) {
  const found = await run.api.list<Connection>('/connections', { strategy: 'auth0', name });
  const current = found.find((one) => one.name === name);
  if (!current)
    throw new StartupError(
      `There is no database connection ${name} at Auth0; name yours with --database-connection, or none: where there is none.`,
    );
  const path = `/connections/${encodeURIComponent(current.id)}`;
  const told = { resource: 'database connection', name };
  const isClosed = current.options?.disable_signup === true;
  // Auth0 replaces all options by those that are sent.
  if (!isClosed && run.apply) await run.api.send('PATCH', path, { options: { ...current.options, disable_signup: true } });
  run.tell({ ...told, state: isClosed ? 'as it was' : alteration(run), detail: 'sign-ups off' });
  const isEnabled = clientId !== undefined && (await enabledClients(run, path)).includes(clientId);
  if (!isEnabled && run.apply) await run.api.send('PATCH', `${path}/clients`, [{ client_id: clientId, status: true }]);
  run.tell({ ...told, state: isEnabled ? 'as it was' : alteration(run), detail: 'the application may use it' });
}

const MAX_PAGES = 100;

async function enabledClients({ api }: Run, path: string): Promise<string[]> {
  const all: string[] = [];
  let next: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = new URLSearchParams({ take: '50', ...(next && { from: next }) });
    const answer = await api.find<{ clients: { client_id: string }[]; next?: string }>(`${path}/clients?${query}`);
    all.push(...(answer?.clients ?? []).map(({ client_id }) => client_id));
    next = answer?.next;
    if (!next) break;
  }
  return all;
}
