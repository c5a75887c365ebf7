import { actionName, setUpAction, type WantedAction } from './actions.ts';
import { setUpApplication } from './application.ts';
import { type Bound, bind } from './bindings.ts';
import type { Change, Run } from './change.ts';
import { setUpDatabaseConnection } from './database-connection.ts';
import { setUpLogStream } from './log-stream.ts';
import type { Management } from './management.ts';
import { type ApiScope, setUpApi } from './resource-server.ts';

export type Mode = 'server' | 'action' | 'organizations';

export type Installation = {
  mode: Mode;
  /** of the application, the API and the log stream */
  name: string;
  /** where people open Tocsin, without a trailing slash */
  uiUrl: string;
  /** of the API: the audience of its tokens */
  audience: string;
  scopes: ApiScope[];
  /** adds the callbacks of developers' machines */
  development: boolean;
  /** undefined: there is none */
  databaseConnection: string | undefined;
  /** of POST /api/v1/auth0/claim; needed in the mode `action` */
  claimSecret: string | undefined;
  /** PEM, for when the keys are out of reach */
  publicKey: string | undefined;
  logStream: { url: string; authorization: string | undefined } | undefined;
};

type Options = { apply: boolean; tell(change: Change): void };

/**
 * Brings a tenant to what an installation needs: what is right is left alone, so that a second run changes nothing, and one that was cut off goes
 * on when it is run again.
 * @returns the id of the application; undefined: it does not exist, this is a dry run
 */
export async function setUp(api: Management, wanted: Installation, { apply, tell }: Options): Promise<string | undefined> {
  const run: Run = { api, apply, tell };
  const { name, uiUrl, development, mode } = wanted;
  const clientId = await setUpApplication(run, { name, uiUrl, development, organizations: mode === 'organizations' });
  await setUpApi(run, { identifier: wanted.audience, name, scopes: wanted.scopes });
  if (wanted.databaseConnection !== undefined) await setUpDatabaseConnection(run, wanted.databaseConnection, clientId);
  if (mode === 'action') await setUpActions(run, wanted, clientId);
  else await takeOut(run);
  if (wanted.logStream) await setUpLogStream(run, { name, ...wanted.logStream });
  return clientId;
}

const FILES = ['invite-validation', 'authz'] as const;

async function setUpActions(run: Run, { uiUrl, claimSecret = '', publicKey }: Installation, clientId = '(the new application)') {
  const invitations = {
    CLIENT_IDS: clientId,
    INVITE_ISSUER: uiUrl,
    CLAIM_URL: `${uiUrl}/api/v1/auth0/claim`,
    CLAIM_SECRET: claimSecret,
    ...(publicKey !== undefined && { INVITE_PUBLIC_KEY: publicKey }),
  };
  const actions: WantedAction[] = [
    { file: 'invite-validation', secrets: invitations },
    { file: 'authz', secrets: { CLIENT_IDS: clientId, CLAIM_NAMESPACE: uiUrl } },
  ];
  const bound: Bound[] = [];
  for (const one of actions) bound.push({ name: actionName(one.file), id: await setUpAction(run, one, claimSecret) });
  await bind(run, bound, bound);
}

/** In the other modes our server decides alone: Actions of an earlier set-up would go on refusing people. They stay in the library. */
async function takeOut(run: Run) {
  const names = FILES.map(actionName);
  const all = await run.api.list<{ id: string; name: string }>('/actions/actions', { triggerId: 'post-login' }, 'actions');
  await bind(
    run,
    [],
    all.filter(({ name }) => names.includes(name)),
  );
}
