import { StartupError } from '../startup-error.ts';
import { alteration, creation, differences, type Run, together } from './change.ts';

/** A name nobody else may have, and the id of what has been made. undefined: nothing has, it is a dry run. */
export type Wanted = { name: string; uiUrl: string; development: boolean; organizations: boolean };

type Client = {
  client_id: string;
  name: string;
  app_type?: string;
  callbacks?: string[];
  allowed_logout_urls?: string[];
  jwt_configuration?: Record<string, unknown>;
};

const FIELDS = [
  ...['client_id', 'name', 'app_type', 'oidc_conformant', 'callbacks', 'allowed_logout_urls', 'grant_types'],
  ...['token_endpoint_auth_method', 'jwt_configuration', 'organization_usage'],
];
/** The second is where the predecessor's applications are registered, and where our server sends browsers back to. */
const PATHS = ['/callback', '/implicit/callback'];
const DEVELOPMENT = ['http://localhost:3000/callback', 'http://local.dev:3000/callback'];

/**
 * The application that people sign in to. Our server exchanges the code and keeps the tokens, so it is a "Regular Web Application" with a secret,
 * not a single-page one. The grants leave out the one by password, which would go past every page that asks for more than a password.
 */
export async function setUpApplication(run: Run, { name, uiUrl, development, organizations }: Wanted): Promise<string | undefined> {
  const query = { fields: FIELDS.join(','), include_fields: 'true' };
  const [current, ...more] = (await run.api.list<Client>('/clients', query)).filter((one) => one.name === name);
  if (more.length)
    throw new StartupError(
      `There are ${more.length + 1} applications called ${name} at Auth0; rename or delete all but one, or choose another --application.`,
    );
  const callbacks = [...PATHS.map((path) => uiUrl + path), ...(development ? DEVELOPMENT : [])];
  const wanted = {
    app_type: 'regular_web',
    oidc_conformant: true,
    callbacks: together(current?.callbacks, callbacks),
    allowed_logout_urls: together(current?.allowed_logout_urls, [`${uiUrl}/sign-in?out=1`]),
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_basic',
    jwt_configuration: { ...current?.jwt_configuration, alg: 'RS256' },
    ...(organizations && { organization_usage: 'allow' }),
  };
  const told = { resource: 'application', name };
  if (!current) {
    const made = run.apply ? await run.api.send<Client>('POST', '/clients', { name, ...wanted }) : undefined;
    run.tell({ ...told, state: creation(run), detail: made?.client_id ?? `browsers come back to ${callbacks.join(', ')}` });
    return made?.client_id;
  }
  const changes = differences(current, wanted);
  const names = Object.keys(changes);
  if (names.length && run.apply) await run.api.send('PATCH', `/clients/${encodeURIComponent(current.client_id)}`, changes);
  run.tell({ ...told, state: names.length ? alteration(run) : 'as it was', detail: names.join(', ') || current.client_id });
  return current.client_id;
}
